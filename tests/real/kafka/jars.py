"""The jars of a Kafka release, and of a connector, downloaded once for all runs."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.unavailable import Unavailable

KAFKA = Path(__file__).with_name("pom.xml")
DEBEZIUM = Path(__file__).with_name("debezium.pom.xml")


def jars(version: str) -> Path:
    """The folder with the jars of a Kafka release, from ``$SLUICE_CACHE`` (``~/.cache/sluice``) or Maven Central.

    Raises:
        Unavailable: Java or Maven is missing, or the download failed.
    """
    return _folder(KAFKA, f"kafka-{version}", f"-Dkafka.version={version}")


def debezium() -> Path:
    """Likewise, with Debezium's connector for PostgreSQL: 7 MB."""
    return _folder(DEBEZIUM, "debezium")


def _folder(pom: Path, name: str, *options: str) -> Path:
    _require("java", "a Java runtime, 17 or newer")
    folder = _cache() / f"{name}-{sha256(pom.read_bytes()).hexdigest()[:12]}"
    with _locked(folder.with_name(f"{folder.name}.lock")):
        if not folder.exists():
            _download(pom, folder, *options)
    return folder


def _cache() -> Path:
    return Path(os.environ.get("SLUICE_CACHE") or Path.home() / ".cache" / "sluice")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Several test processes may start at once, and one download is enough."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _download(pom: Path, folder: Path, *options: str) -> None:
    mvn = _require("mvn", "Apache Maven")
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", *options]
    with TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as unfinished:
        command = [mvn, "--batch-mode", "--quiet", f"--file={pom}", *goal, f"-DoutputDirectory={unfinished}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            _, _, said = done.stdout.partition("[ERROR] ")
            raise Unavailable(f"Maven could not download {folder.name}: {said.partition(chr(10))[0]}")
        Path(unfinished).rename(folder)


def _require(command: str, title: str) -> str:
    path = shutil.which(command)
    if path is None:
        raise Unavailable(f"Kafka needs {title}: there is no {command} on the PATH")
    return path
