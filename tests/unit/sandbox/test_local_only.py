"""The sandbox is for programs of this machine: no page in a browser reaches it, and nobody else reads its files."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import httpx
import pytest

from provider_lib.errors import SandboxError
from provider_lib.sandbox import Sandbox, SandboxClient, background
from tests.hostile.server import Response, serving
from tests.unit.sandbox.lenses import Lenses

ENVIRONMENTS = "/api/v1/environments"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/_sandbox/status", "/_sandbox/faults", f"/lenses{ENVIRONMENTS}"])
def test_what_a_page_asks_is_refused(sandbox: Sandbox, path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        answer = httpx.request(method, sandbox.url + path, headers=headers, json={"kind": "drop"}, trust_env=False)
        assert answer.status_code == 403
        assert answer.json()["error"].startswith("The sandbox ")
    assert sandbox.admin.faults() == []
    assert sandbox.admin.requests() == []


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_its_own_pages_and_programs_are_let_in(sandbox: Sandbox, site: str) -> None:
    port = httpx.URL(sandbox.url).port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": site}
        assert httpx.get(f"{sandbox.url}/_sandbox/status", headers=headers, trust_env=False).status_code == 200


def test_only_the_owner_reads_what_it_keeps(tmp_path: Path) -> None:
    folder = tmp_path / "sandbox"
    folder.mkdir()
    (folder / "sandbox.db").touch(mode=0o644)
    background.start(folder)
    background.stop(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with Sandbox(database=folder / "sandbox.db") as sandbox:
        sandbox.admin.seed(lenses={"environments": 1})
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("sandbox.db*")}
    assert modes == dict.fromkeys(["sandbox.db", "sandbox.db-shm", "sandbox.db-wal"], 0o600)


def test_its_listings_hold_no_secrets(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    config = {
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "connection.url": "jdbc:postgresql://db/orders",
        "connection.password": "hunter2",
        "transforms.t.secret": "hunter3",
        "topics": "orders",
    }
    lenses.make_connector("sink", config)
    lenses.get(ENVIRONMENTS, params={"access_token": "hunter4", "x": "1"})
    query = {"cluster": "lenses/prod/main", "name": "sink"}
    shown = httpx.get(f"{sandbox.url}/_sandbox/connectors", params=query, trust_env=False).json()
    masked = {"connection.password": "********", "transforms.t.secret": "********"}
    assert shown["config"] == {**config, "name": "sink", **masked}
    assert sandbox.admin.connector(**query)["config"] == {**config, "name": "sink"}
    assert sandbox.admin.requests()[-1]["query"] == "access_token=********&x=1"


@pytest.mark.parametrize(
    "noted",
    [
        {"pid": 4711, "url": "http://evil.example"},
        {"pid": 4711, "url": "http://127.0.0.1:1@evil.example:80"},
        {"pid": -1, "url": "http://127.0.0.1:4000"},
        {"pid": "x", "url": "http://127.0.0.1:4000"},
        {"pid": 4711},
        [],
        7,
    ],
)
def test_a_note_that_came_with_a_checkout_is_no_sandbox(tmp_path: Path, noted: object) -> None:
    (tmp_path / "sandbox.json").write_text(json.dumps(noted))
    assert background.status(tmp_path) is None
    assert not background.stop(tmp_path)


def test_a_file_that_leads_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    folder, victim = tmp_path / "sandbox", tmp_path / "victim"
    folder.mkdir()
    victim.write_text("mine")
    (folder / "sandbox.log").symlink_to(victim)
    with pytest.raises(SandboxError, match=r"sandbox\.log is a symbolic link"):
        background.start(folder)
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("content", [b"[1]", b"[" * 100_000, b"<html>", b"\xff", b"9" * 5000])
def test_what_answers_with_something_else_is_no_sandbox(content: bytes) -> None:
    with (
        serving(lambda _: Response(200, content)) as server,
        SandboxClient(server.url) as client,
        pytest.raises(SandboxError) as raised,
    ):
        client.status()
    assert raised.value.summary == "What answers is no sandbox"
