"""``sluice demo`` tells the whole story and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.apps import Folder, make_app


def test_the_demo_deploys_plans_again_and_lists_what_we_own(tmp_path: Path) -> None:
    app = make_app(tmp_path, "")
    temporary = tmp_path / "t"
    temporary.mkdir()
    done = Folder(app.path, {**app.environ, "TMPDIR": str(temporary)}).sluice("demo")
    assert done.code == 0, done.err
    chapters = [line for line in done.out.splitlines() if line[:1].isdigit()]
    assert chapters == [
        "1. The app: one environment, two connectors",
        "2. Deploy it to local stand-ins for the vendors' APIs",
        "3. Plan again: what is there is what the code says",
        "4. The connectors that we own, with their IDs",
        "5. The agent keys that we own",
    ]
    assert "dev: 3 added, 0 changed, 0 destroyed\ndev: no changes\n" in done.err
    assert "orders/connect/orders-archive\tRUNNING" in done.out
    assert "agent_key_" not in done.out + done.err
    assert list(temporary.iterdir()) == []
