"""Plans that come of more than a changed configuration: name -> what is deployed, and what happens before the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from provider_lib.sandbox import Sandbox
from tests.core import Workspace
from tests.review.system_cases import BASE, LATEST, OTHER, SINK, sink

Happening = Callable[[Workspace, Sandbox], None]


@dataclass(frozen=True)
class History:
    """How a plan comes about.

    Args:
        deployed: at first.
        happens: afterwards, the configuration that is planned last.
        fails: the plan ends with an error.
    """

    deployed: Mapping[str, Any]
    happens: Happening
    fails: bool = False


SINKS = {SINK: BASE[SINK], OTHER: BASE[OTHER]}
PAYMENTS = sink({"topics": "orders,payments"})
RESTART = {"sluice_kafka_connect_restart_connector": {"again": {"config": {"name": "late"}}}}
TRIGGER = {"events": ["after_update"], "actions": ["action.sluice_kafka_connect_restart_connector.again"]}
LISTED = "data.sluice_kafka_connect_connectors.all"
TAKEN_OVER = {"import": [{"to": SINK, "id": "default/orders"}]}


def writes(resources: Mapping[str, Any], **blocks: Any) -> Happening:
    """Only the configuration changes."""
    return lambda workspace, _: workspace.write(resources, **blocks)


def _forgotten(resources: Mapping[str, Any], **blocks: Any) -> Happening:
    def happens(workspace: Workspace, _: Sandbox) -> None:
        workspace.run("state", "rm", SINK)
        workspace.write(resources, **blocks)

    return happens


def _left_over(workspace: Workspace, sandbox: Sandbox) -> None:
    """A new one was made, and then the old one could not be destroyed."""
    careful = {"lifecycle": {"create_before_destroy": True}}
    workspace.write({SINK: sink(name="orders-2", **careful)})
    sandbox.admin.fault("status", method="DELETE", path="/connectors/orders$", count=None, status=403)
    workspace.apply(code=1)


def _tainted(workspace: Workspace, _: Sandbox) -> None:
    workspace.run("taint", SINK)
    workspace.write({SINK: PAYMENTS})


def _outputs(value: str) -> dict[str, Any]:
    return {"name": {"value": value}, "kept": {"value": "same"}, "password": {"value": f"planted-{value}"}}


def _changed_outputs(workspace: Workspace, _: Sandbox) -> None:
    workspace.write({OTHER: BASE[OTHER]}, output=_outputs("orders") | {"gone": {"value": [1, 2]}})
    workspace.apply()
    workspace.write({OTHER: BASE[OTHER]}, output=_outputs("payments"))


def _module(workspace: Workspace, *, is_there: bool) -> None:
    inner = workspace.folder / "inner"
    inner.mkdir(exist_ok=True)
    (inner / "main.tf.json").write_text('{"resource": {"terraform_data": {"one": {"input": "one"}}}}')
    called = {"module": {"inner": {"source": "./inner"}}} if is_there else {}
    workspace.write({OTHER: BASE[OTHER]}, **called)
    if is_there:
        workspace.run("init", "-input=false", "-no-color")


def _module_gone(workspace: Workspace, _: Sandbox) -> None:
    _module(workspace, is_there=True)
    workspace.apply()
    _module(workspace, is_there=False)


def _check(wanted: str) -> dict[str, Any]:
    condition = f'${{{OTHER}.output == "{wanted}"}}'
    return {"check": {"size": {"assert": {"condition": condition, "error_message": "It is too small."}}}}


NOT_NOW = {
    "input": f"${{{SINK}.name}}",
    "lifecycle": {"precondition": {"condition": f'${{{OTHER}.input == "two"}}', "error_message": "Not now."}},
}

HISTORIES = {
    "imported": History(SINKS, _forgotten(SINKS, **TAKEN_OVER)),
    "imported-changed": History(SINKS, _forgotten({**SINKS, SINK: PAYMENTS}, **TAKEN_OVER)),
    "deposed": History({SINK: BASE[SINK]}, _left_over),
    "tainted-changed": History({SINK: BASE[SINK]}, _tainted),
    "replaced-by-trigger": History(
        SINKS, writes({SINK: PAYMENTS, OTHER: BASE[OTHER] | {"lifecycle": {"replace_triggered_by": [SINK]}}})
    ),
    "fewer-of-a-count": History(
        {OTHER: {"count": 3, "input": "${count.index}"}}, writes({OTHER: {"count": 1, "input": "${count.index}"}})
    ),
    "key-of-each-removed": History(
        {OTHER: {"for_each": "${toset([\"a\", \"b.c\"])}", "input": "${each.key}"}},
        writes({OTHER: {"for_each": "${toset([\"a\"])}", "input": "${each.key}"}}),
    ),
    "module-removed": History({OTHER: BASE[OTHER]}, _module_gone),
    "outputs-changed": History({OTHER: BASE[OTHER]}, _changed_outputs),
    "data-at-apply": History(
        SINKS,
        writes(
            {**SINKS, SINK: PAYMENTS, LISTED: {"depends_on": [SINK]}},
            output={"all": {"value": f"${{{LISTED}.connectors[*].name}}"}},
        ),
    ),
    "action": History(
        {SINK: BASE[SINK], LATEST: BASE[LATEST]},
        writes({SINK: PAYMENTS | {"lifecycle": {"action_trigger": TRIGGER}}, LATEST: BASE[LATEST]}, action=RESTART),
    ),
    "check-passes": History(SINKS, writes({**SINKS, SINK: PAYMENTS}, **_check("one"))),
    "check-unknown": History(SINKS, writes({**SINKS, OTHER: {"input": "two"}}, **_check("two"))),
    "errored": History(SINKS, writes({**SINKS, SINK: PAYMENTS, "terraform_data.last": NOT_NOW}), fails=True),
    "marked-sensitive": History(
        SINKS,
        writes(
            {**SINKS, SINK: sink({"topics": "${var.topics}"})},
            variable={"topics": {"default": "orders,planted-topic", "sensitive": True}},
        ),
    ),
}  # fmt: skip
