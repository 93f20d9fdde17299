"""The executable ``terraform-provider-sluice``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from provider_lib import ADDRESS
from provider_lib.protocol.handshake import COOKIE, COOKIE_KEY

START = [sys.executable, "-c", "from provider_lib.plugin import main; main()"]

BEFORE_THE_HANDSHAKE = """
import sys
import provider_lib.plugin, provider_lib.protocol.grpc_server, provider_lib.protocol.certificate
print(*sorted(name for name in sys.modules if name.startswith("provider_lib.")))
print(*sorted({"google", "httpx", "msgpack", "pydantic"} & sys.modules.keys()))
"""


def test_nothing_slow_is_imported_before_the_handshake() -> None:
    done = subprocess.run([sys.executable, "-c", BEFORE_THE_HANDSHAKE], capture_output=True, text=True, check=True)
    ours, slow = done.stdout.splitlines()
    rooms = {name.split(".")[1] for name in ours.split()}
    assert (rooms, slow) == ({"dataclass", "errors", "legible", "plugin", "protocol", "run_folder"}, "")


VALIDATION = """
import sys
from provider_lib.plugin import make_provider
provider = make_provider()
provider.schemas()
assert provider.validate_provider({}) == []
print(*sorted({"httpx", "pydantic"} & sys.modules.keys()))
"""


def test_a_process_that_only_validates_loads_no_http_library() -> None:
    done = subprocess.run([sys.executable, "-c", VALIDATION], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_its_first_line_tells_where_it_listens(tmp_path: Path) -> None:
    environ = {COOKIE_KEY: COOKIE, "PLUGIN_CLIENT_CERT": "yes", "PLUGIN_UNIX_SOCKET_DIR": str(tmp_path)}
    with subprocess.Popen(START, env=os.environ | environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            fields = process.stdout.readline().rstrip("\n").split("|")
            assert Path(fields.pop(3)).is_socket()
            assert len(fields.pop()) > 50
            assert fields == ["1", "6", "unix", "grpc"]
        finally:
            process.kill()


def test_a_start_that_fails_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    environ = {COOKIE_KEY: COOKIE, "PLUGIN_CLIENT_CERT": "yes", "PLUGIN_UNIX_SOCKET_DIR": str(tmp_path)}
    no_writes = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    argv = [sys.executable, "-c", f"{no_writes}; from provider_lib.plugin import main; main()"]
    done = subprocess.run(argv, env=os.environ | environ, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("panic: the Sluice provider cannot start: OSError: [Errno 27]"), done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_for_a_debugger_it_waits_until_ctrl_c_or_a_kill(end: signal.Signals) -> None:
    with subprocess.Popen([*START, "--debug"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline().strip()
            assert line.startswith("export TF_REATTACH_PROVIDERS='")
            [(address, server)] = json.loads(line.split("'")[1]).items()
            socket = Path(server["Addr"]["String"])
            assert (address, server["Pid"], socket.is_socket()) == (ADDRESS, process.pid, True)
            process.send_signal(end)
            assert process.wait(20) == 0
            assert not socket.parent.exists()
        finally:
            process.kill()
