"""How what the stacks own is, and what somebody does about it: the commands of day 2, on a deployed app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app
from tests.e2e.terminal import on_terminal

MAIN = r"""
from provider_lib.constructs import App, SluiceProvider, Stack, cdk
from provider_lib.constructs.kafka_connect import Connector

SINK = {
    "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
    "topics": "orders",
    "connection.url": "jdbc:postgresql://db/shop",
}
TRACE = "java.net.ConnectException: Connection \x1b[31mrefused\n\tat x"
FAILS = {"sandbox.fail.task": "0", "sandbox.fail.trace": TRACE}

app = App()
for name, more in {"dev": {}, "prod": FAILS}.items():
    stack = Stack(app, name)
    url = cdk.TerraformVariable(stack, "url", type="string")
    SluiceProvider(stack, "sluice", kafka_connect={"main": {"url": url.string_value}})
    Connector(stack, "sink", connect="main", name=f"{name}-sink", config=SINK | more, wait_for_running=False)
app.synth()
"""
TRACE = r"java.net.ConnectException: Connection \x1b[31mrefused"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """Two stacks whose servers are told by a variable; a task of the second one has failed."""
    with Sandbox() as sandbox:
        sandbox.admin.switch(connect={"start_after_ms": 0})
        made = make_app(tmp_path_factory.mktemp("fleet"), "")
        (made.path / "main.py").write_text(MAIN)
        url = sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
        folder = Folder(made.path, {**made.environ, "TF_VAR_url": url})
        done = folder.sluice("deploy", "*", "--auto-approve")
        assert done.code == 0, done.err
        yield folder


def test_all_stacks_are_shown_and_what_fails_is_the_exit_code(app: Folder) -> None:
    done = app.sluice("status", "--skip-synth")
    assert (done.code, done.out.splitlines()) == (
        2,
        [
            "main/dev-sink\tRUNNING\t1\trunning\tno\t-\t-\t-\tdev\tkafka_connect connector\t-",
            "main/prod-sink\tRUNNING, failed\t1 of 1 failed\trunning\tno\t-\t-\t-\tprod\tkafka_connect connector\t"
            + TRACE,
        ],
    )
    assert done.err == "1 well, 1 failed\n"


def test_a_stack_that_cannot_be_read_is_named_and_the_others_are_shown_and_acted_on(app: Folder) -> None:
    state = next(app.path.glob("**/terraform.dev.tfstate"))
    whole = state.read_text()
    state.write_text(whole.replace('"version": 4', '"version": 5'))
    try:
        shown = app.sluice("status", "--skip-synth", "--json")
        watched = app.sluice("watch", "--once", "--skip-synth", "--json", "--counts", "unread.json")
        restarted = app.sluice("restart", "--failed", "--skip-synth", "--within", "0")
    finally:
        state.write_text(whole)
    found = json.loads(shown.out)
    assert (shown.code, [item["name"] for item in found["objects"]], [item["stack"] for item in found["unread"]]) == (
        1,
        ["prod-sink"],
        ["dev"],
    )
    assert "Error: 1 of 2 stacks could not be read" in shown.err
    assert (watched.code, json.loads(watched.out)["name"]) == (1, "prod-sink")
    assert (restarted.code, restarted.out) == (1, f"main/prod-sink: RUNNING, 1 of 1 task failed: {TRACE}\n")
    for done in (watched, restarted):
        assert done.err.startswith("dev could not be read: ")


def test_a_map_is_drawn_in_the_formats_that_its_files_are_named_by(app: Folder) -> None:
    done = app.sluice("map", "--skip-synth", "--out", "map.html", "--out", "map.svg", "--out", "map.mmd")
    assert (done.code, done.out, done.err) == (
        0,
        "",
        "Wrote map.html, map.svg, map.mmd\n1 well, 1 failed\n",
    )
    page, svg, mermaid = ((app.path / f"map.{kind}").read_text() for kind in ("html", "svg", "mmd"))
    assert "Connection \\x1b[31mrefused" in page
    assert ('data-health="failed"' in page, 'data-health="well"' in page) == (True, True)
    assert (svg[:4], mermaid.splitlines()[0]) == ("<svg", "flowchart LR")
    assert "prod-sink<br>connector#44; failed" in mermaid


def test_a_map_of_what_can_be_read_says_what_cannot(app: Folder) -> None:
    state = next(app.path.glob("**/terraform.dev.tfstate"))
    whole = state.read_text()
    state.write_text(whole.replace('"version": 4', '"version": 5'))
    try:
        done = app.sluice("map", "--skip-synth", "--offline", "--format", "html")
    finally:
        state.write_text(whole)
    assert (done.code, "prod-sink" in done.out, "dev-sink" in done.out) == (1, True, False)
    assert '<b>Not read: </b><span class="name">dev</span>' in done.out
    assert "no server was asked" in done.out
    assert "Error: 1 of 2 stacks could not be read" in done.err


def test_somebody_watches_at_sixty_columns_until_an_interrupt(app: Folder) -> None:
    with on_terminal(app, "status", "dev", "--skip-synth", "--watch", "--every", "0.5") as terminal:
        terminal.read_until("main/dev-sink")
        terminal.type("\x03")
        assert terminal.read_to_the_end() == 0, terminal.said


def test_somebody_pauses_a_connector_and_is_told_what_that_means(app: Folder) -> None:
    done = app.sluice("pause", "dev-sink", "--skip-synth", "--write")
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "main/dev-sink: PAUSED, 1 task; it was deployed as running, so the next deploy will resume it",
            f'{Path(app.path).resolve() / "main.py"}, line 18: desired_state="paused"',
        ],
    )
    assert app.sluice("status", "dev", "--skip-synth").code == 2
    assert app.sluice("resume", "dev/sink", "--skip-synth").out == "main/dev-sink: RUNNING, 1 task\n"


def test_more_than_one_is_touched_only_once_somebody_approves(app: Folder) -> None:
    done = app.sluice("stop", "*-sink", "--skip-synth")
    assert (done.code, done.err.splitlines()[0]) == (1, "Error: There is nobody to ask for approval")
    with on_terminal(app, "restart", "*-sink", "--skip-synth", "--within", "0") as terminal:
        terminal.read_until("Restart these 2?")
        terminal.type("no\n")
        assert terminal.read_to_the_end() == 1
        assert "Not approved" in terminal.said


def test_what_failed_is_restarted_and_what_fails_again_is_the_exit_code(app: Folder) -> None:
    done = app.sluice("restart", "--failed", "--skip-synth", "--within", "0")
    assert (done.code, done.out) == (2, f"main/prod-sink: RUNNING, 1 of 1 task failed: {TRACE}\n")


def test_what_no_stack_owns_is_left_alone(app: Folder) -> None:
    done = app.sluice("stop", "dev-snk", "--skip-synth")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Error: No stack owns 'dev-snk'\nDid you mean dev-sink?")


@pytest.mark.parametrize("command", [["status"], ["watch", "--once"]])
def test_a_name_that_nothing_has_is_not_taken_for_well(app: Folder, command: list[str]) -> None:
    done = app.sluice(*command, "--skip-synth", "--connector", "*-sink", "--connector", "dev-snk")
    assert (done.code, done.out, done.err) == (
        1,
        "",
        "Error: No stack owns 'dev-snk'\nDid you mean dev-sink? `sluice status` lists what they own.\n",
    )


def test_the_healer_tells_once_what_it_leaves_to_people(app: Folder) -> None:
    first = app.sluice("watch", "--once", "--skip-synth", "--counts", "counts.json", "--metrics-file", "sluice.prom")
    assert (first.code, first.out, first.err) == (
        2,
        f"main/prod-sink of prod has failed, and its trace does not tell whether that passes: {TRACE}\n",
        "",
    )
    assert 'kind="connector",name="prod-sink",place="main",stack="prod"' in (app.path / "sluice.prom").read_text()
    again = app.sluice("watch", "--once", "--skip-synth", "--counts", "counts.json")
    assert (again.code, again.out, again.err) == (2, "", "Nothing new: 1 of 2 down; see `sluice status`\n")


def test_the_healer_restarts_what_it_may(app: Folder) -> None:
    words = ["watch", "prod", "--once", "--skip-synth", "--json", "--restart-unknown", "--within", "0"]
    done = app.sluice(*words)
    row = json.loads(done.out)
    assert (done.code, row["event"], row["name"], row["restarts"], row["cause"]) == (2, "restart", "prod-sink", 1, None)


def test_the_healer_watches_until_an_interrupt_whatever_stands_in_its_way(app: Folder) -> None:
    with on_terminal(app, "watch", "prod", "--skip-synth", "--every", "1", "--counts", "others.json") as terminal:
        terminal.read_until("main/prod-sink of prod has failed")
        (app.path / "others.json").write_text("?")
        terminal.read_until("is no file of counts")
        (app.path / "others.json").unlink()
        terminal.said = ""
        terminal.read_until("main/prod-sink of prod has failed")
        terminal.type("\x03")
        assert terminal.read_to_the_end() == 0, terminal.said


def test_counts_that_are_none_are_an_error(app: Folder) -> None:
    (app.path / "bad.json").write_text("?")
    done = app.sluice("watch", "--once", "--skip-synth", "--counts", "bad.json")
    assert (done.code, done.out) == (1, "")
    assert "bad.json is no file of counts" in done.err
