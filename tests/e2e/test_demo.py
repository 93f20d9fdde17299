"""``sluice demo`` tells the whole story and leaves nothing behind."""

from __future__ import annotations

import re
from pathlib import Path

from tests.e2e.apps import Folder, make_app

CHAPTERS = [
    "1. The stack: a shop's order platform, as a teammate reviews it",
    "2. sluice deploy dev",
    "3. sluice diff dev",
    "4. Somebody pauses a connector by hand",
    "5. A database goes away and comes back",
    "6. sluice state connectors",
    "7. sluice state agent-keys",
]


def test_the_demo_deploys_plans_again_mends_drift_and_lists_what_we_own(tmp_path: Path) -> None:
    app = make_app(tmp_path, "")
    temporary = tmp_path / "t"
    temporary.mkdir()
    done = Folder(app.path, {**app.environ, "TMPDIR": str(temporary)}).sluice("demo")
    assert done.code == 0, done.err
    assert [line for line in done.out.splitlines() if line[:1].isdigit()] == CHAPTERS
    assert [line for line in done.err.splitlines() if "destroy" in line or "no changes" in line] == [
        "dev: 12 to add, 0 to change, 0 to destroy",
        "dev: 12 added, 0 changed, 0 destroyed",
        "dev: no changes",
        "dev: 0 to add, 1 to change, 0 to destroy",
        "dev: 0 to add, 1 to change, 0 to destroy",
        "dev: 0 added, 1 changed, 0 destroyed",
    ]
    assert "desired_state: running was deployed, paused is there now by another hand, running it becomes" in done.out
    assert "orders-dev/connect/orders-archive\tRUNNING" in done.out
    told = [
        line.split("\t")[1:3] for line in done.out.splitlines() if line.startswith("orders-dev/connect/orders-search\t")
    ]
    assert [state for state, _ in told] == ["RUNNING, failed", "RUNNING"]
    healed = [line for line in done.out.splitlines() if line.startswith("orders-dev/connect/orders-search of dev")]
    assert healed == [
        "orders-dev/connect/orders-search of dev: what had failed is restarted, for the 1st time (network): "
        "java.net.ConnectException: Connection refused",
        "orders-dev/connect/orders-search of dev is well again",
    ]
    assert "dev\torders-dev\tdevelopment\tyes\t********" in done.out
    assert re.search(r"agent_key_[\w-]{20,}", done.out + done.err) is None
    assert list(temporary.iterdir()) == []
