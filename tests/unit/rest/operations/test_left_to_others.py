"""What follows an import: entries that the code does not name stay with others, and the first plan tells all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from provider_lib.contract import Diagnostic, Values
from provider_lib.rest.json.patches import apply_merge_patch
from provider_lib.rest.operations.import_state import left_to_others
from provider_lib.sandbox import Sandbox
from provider_lib.spec import Resource
from provider_lib.spec.types import DynamicValue
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example
from tests.scripted import Request, answer
from tests.unit.rest.album import Album
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.test_every_resource import Stack, import_id


@dataclass(frozen=True)
class Case:
    """A resource, and what is in a map of it that the code does not name.

    Args:
        field: the map.
        theirs: the entry.
        changed: an entry of the code's own that a later change gives another value.
    """

    type_name: str
    field: str
    theirs: dict[str, str]
    changed: dict[str, str]


CASES = [
    Case("sluice_lenses_connector", "config", {"errors.tolerance": "all"}, {"tasks.max": "2"}),
    Case("sluice_kafka_connect_connector", "config", {"errors.tolerance": "all"}, {"tasks.max": "2"}),
    Case("sluice_redpanda_connector", "config", {"errors.tolerance": "all"}, {"tasks.max": "2"}),
    Case("sluice_streamkap_source", "config", {"heartbeat.enabled": "true"}, {"database.dbname": "store"}),
    Case("sluice_streamkap_destination", "config", {"hard.delete": "false"}, {"snowflake.database.name": "STORE"}),
    Case("sluice_lenses_environment", "metadata", {"cost.center": "7"}, {"team": "b"}),
    Case(
        "sluice_confluent_flink_agent",
        "properties",
        {"sql.tables.scan.idle-timeout": "7"},
        {"sql.local-time-zone": "UTC"},
    ),
    Case("sluice_lenses_role", "metadata", {"cost.center": "7"}, {"team": "b"}),
]


UNRELATED = {"timeouts": {"update": "9m"}, "description": "Another.", "display_name": "Another"}
"""What can be changed beside the map."""


class Imported:
    """An object that somebody else made with more than the code names, and that was imported."""

    def __init__(self, case: Case, make_core: MakeCore, sandbox: Sandbox) -> None:
        example = Example(CATALOGUE.resources[case.type_name])
        self.sandbox = sandbox
        self.core = make_core(CATALOGUE, sandbox.environment() | example.variables())
        stack = Stack(self.core, example)
        self.case = case
        config: dict[str, Any] = dict(stack.life.config)
        if variables := config.pop("secret_env", None):
            environment = example.variables()
            config["secret_config"] = {key: environment[name] for key, name in variables.items()}
        self.ours = config[case.field]
        stranger = Life(self.core, case.type_name, **config | {case.field: self.ours | case.theirs})
        stranger.apply()
        self.import_id = import_id(stranger)
        self.life = Life(self.core, case.type_name, **config).import_object(self.import_id)

    @property
    def writes(self) -> list[str]:
        """What was asked of the server to change something; keys are asked for by POST."""
        return [call["path"] for call in self.sandbox.admin.requests() if call["method"] in ("PUT", "PATCH", "DELETE")]

    @property
    def found(self) -> dict[str, str]:
        """What the map holds on the server."""
        there: dict[str, str] = Life(self.core, self.case.type_name).import_object(self.import_id)[self.case.field]
        return there


@pytest.fixture(params=CASES, ids=lambda case: case.type_name)
def imported(request: pytest.FixtureRequest, make_core: MakeCore, sandbox: Sandbox) -> Imported:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    return Imported(request.param, make_core, sandbox)


def told(imported: Imported) -> Diagnostic:
    """What the plan says of the entry."""
    case = imported.case
    [warning] = imported.life.warnings
    assert warning.path == (case.field,)
    assert all(key in warning.summary for key in case.theirs)
    return warning


def test_the_plan_of_an_import_names_what_the_code_does_not(imported: Imported) -> None:
    with imported.core.walk():
        imported.life.import_object(imported.import_id)
        planned = imported.life.plan()
    assert planned.is_empty
    told(imported)


def test_what_the_code_does_not_name_goes_from_the_state_with_the_first_change_and_never_changes(
    imported: Imported,
) -> None:
    life, case = imported.life, imported.case
    assert (life.plan().is_empty, life.warnings) == (True, [])
    before = imported.found
    unrelated = next({name: value} for name, value in UNRELATED.items() if name in life.kind.schema.attributes)
    planned = life.plan(**unrelated)
    assert planned.difference[case.field] == (before, imported.ours)
    assert "stays on the server" in told(imported).detail
    imported.sandbox.admin.clear_requests()
    planned.apply()
    if "timeouts" in unrelated and imported.ours.items() <= before.items():  # a default is written with it
        assert imported.writes == []
    assert imported.found == before
    assert (life.plan().is_empty, life.warnings) == (True, [])
    life.apply(**{case.field: imported.ours | case.changed})
    assert imported.found.items() >= (case.theirs | case.changed).items()
    assert life.plan().is_empty


def warned(resource: type[Resource], found: Values, config: Values, *changes: str) -> list[Diagnostic]:
    """What is said of an object that is called ``a``."""
    of_all = [dict.fromkeys(resource.fields()) | {"name": "a"} | values for values in (found, config)]
    return list(left_to_others(resource, *of_all, ("pin",), changes))


def about(field: str, name: str, entries: str, unless: str = "") -> Diagnostic:
    return Diagnostic(
        "warning",
        f"{field} of {name} has what the code does not name: {entries}",
        f"It is not managed here, so it goes from the state, and stays on the server{unless}. To manage it, name it in "
        f"`{field}`.",
        (field,),
    )


@pytest.mark.parametrize(("count", "more"), [(20, ""), (21, ", ...")])
def test_what_the_code_does_not_name_is_named_as_far_as_anybody_reads_on(count: int, more: str) -> None:
    keys = [f"k{number:02}" for number in range(count)]
    found = {"config": dict.fromkeys(keys, "x") | {"ours": "x"}}
    told = about("config", "toys album a", ", ".join(keys[:20]) + more)
    assert warned(Album, found, {"config": {"ours": "x"}}) == [told]


def test_what_a_change_of_the_rest_may_take_away_is_told_so() -> None:
    source = CATALOGUE.resources["sluice_streamkap_source"]
    unless = " as far as that shows it and says that it may be set: a change sends it along"
    assert warned(source, {"config": {"theirs": "x", "pin": "4711"}}, {"config": None}) == [
        about("config", "streamkap source a", "theirs", unless)
    ]


def test_a_list_that_is_written_leaves_nothing_in_its_items_to_others() -> None:
    found = {"body": DynamicValue.of({"tags": [{"a": 1, "b": 2}]})}
    ours = {"body": DynamicValue.of({"tags": [{"a": 1}]})}
    assert warned(Album, found, ours) == [about("body", "toys album a", "tags[0].b")]
    assert warned(Album, found, ours, "body") == []


# Documents


def ada(desk: Desk, **values: Any) -> Life:
    """An imported object of which the code names a part."""
    desk.things.objects["7"] = {"id": 7, "name": "Ada", "colour": "red", "size": {"a": 1, "b": 2}}
    desk.on("PATCH /things/*", lambda request: answer(_patched(desk, request)))
    body = {"name": "Ada", "size": {"a": 1}}
    life = desk.thing(body, **values).import_object('{"endpoint": "default", "path": "/things", "id": 7}')
    desk.forget()
    return life


def _patched(desk: Desk, request: Request) -> Any:
    found = desk.things.objects[request.name] = apply_merge_patch(desk.things.objects[request.name], request.json)
    return found


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_members_of_a_document_that_the_code_does_not_name_are_told_and_not_written_without_need(
    desk: Desk, method: str
) -> None:
    life = ada(desk, update={"method": method})
    planned = life.plan(timeouts={"update": "9m"})
    assert planned.difference["body"][1].value == {"name": "Ada", "size": {"a": 1}}
    assert [(item.summary, item.path) for item in planned.warnings] == [
        ("body of rest object default/things/7 has what the code does not name: colour, id, size.b", ("body",))
    ]
    planned.apply()
    assert desk.lines("PUT", "PATCH") == []
    assert (life.plan().is_empty, life.warnings) == (True, [])
    life.apply(body={"name": "Eve", "size": {"a": 1}})
    whole = {"name": "Eve", "size": {"a": 1, "b": 2}, "colour": "red"}
    assert desk.bodies("PUT", "PATCH") == [{"name": "Eve"} if method == "PATCH" else whole]
    assert life.plan().is_empty
