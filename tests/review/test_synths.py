"""Two synths of a stack, reviewed by the code alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.review import Report, document, planned, review, settings, text
from provider_lib.systems import CATALOGUE

CONNECTOR = "sluice_kafka_connect_connector"
ENVIRONMENT = "sluice_lenses_environment"
KAFKA = "sluice_lenses_kafka_connection"


def synth(*made: tuple[str, str, dict[str, Any]], **blocks: Any) -> dict[str, Any]:
    """A stack with objects: type, construct path below the stack, what the code says."""
    resources: dict[str, Any] = {}
    for kind, path, body in made:
        metadata = {"//": {"metadata": {"path": f"dev/{path}"}}}
        resources.setdefault(kind, {})[path.replace("/", "_")] = {**metadata, **body}
    return {"resource": resources, **blocks}


def connector(
    path: str = "orders", config: dict[str, str] | None = None, **body: Any
) -> tuple[str, str, dict[str, Any]]:
    own = {"connector.class": "com.example.Sink", "topics": "orders"} if config is None else config
    return CONNECTOR, path, {"name": "orders", "config": own, **body}


def environment(path: str = "eu", **body: Any) -> tuple[str, str, dict[str, Any]]:
    return ENVIRONMENT, path, {"name": "orders", "tier": "production", **body}


def kafka(path: str = "kafka", **body: Any) -> tuple[str, str, dict[str, Any]]:
    return KAFKA, path, {"environment": f"${{{ENVIRONMENT}.eu.name}}", "name": "kafka", **body}


def compared(before: Any, after: Any, **parts: Any) -> Report:
    names = {
        f"{kind}.{name}": body["//"]["metadata"]["path"]
        for side in (before, after)
        for kind, bodies in (side or {}).get("resource", {}).items()
        for name, body in bodies.items()
    }
    plan = planned(before, after, CATALOGUE)
    return review(plan, CATALOGUE, stack="dev", names=names, remarks=settings(before, after), **parts)


def deeds(before: Any, after: Any) -> dict[str, str]:
    return {change.name: change.deed for change in compared(before, after).changes}


def test_a_change_has_its_consequence_without_a_server() -> None:
    after = connector(config={"connector.class": "com.example.Sink", "topics": "orders,returns"})
    (change,) = compared(synth(connector()), synth(after)).changes
    assert (change.name, change.deed, change.tier) == ("dev/orders", "update", "restarts")
    assert [effect.says for effect in change.effects] == ["reads returns too, from the beginning", "restarts its tasks"]
    assert [(it.path, it.server, it.after) for it in change.differences] == [
        (("config", "topics"), "orders", "orders,returns")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([connector()], [connector(desired_state="running", connect="default")]),
        ([environment()], [environment(deletion_protection=True)]),
        ([connector()], [connector(depends_on=["x.y"], lifecycle={"prevent_destroy": True})]),
        ([environment(), kafka()], [environment(), kafka(environment="orders")]),
    ],
    ids=["defaults", "a default by another field", "Terraform's business", "a reference and its value"],
)
def test_what_means_the_same_is_no_change(before: Any, after: Any) -> None:
    assert deeds(synth(*before), synth(*after)) == {}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("a_$${topic}", "a_${topic}"),
        ("$${file:/run/secrets.txt:name}", "${file:/run/secrets.txt:name}"),
        ("$${topic} of ${sluice_lenses_environment.eu.name}", "${topic} of orders"),
        ("$${sluice_lenses_environment.eu.name}", "$${sluice_lenses_environment.eu.name}"),
    ],
)
def test_what_the_code_escapes_is_told_as_the_server_gets_it(code: str, said: str) -> None:
    before, after = (synth(environment(), connector(config={"table.name.format": it})) for it in ("a", code))
    [change] = compared(before, after).changes
    assert [it.after for it in change.differences] == [said]


def test_that_an_expression_becomes_a_text_is_a_change() -> None:
    before, after = (synth(connector(config={"note": it})) for it in ("${var.x}", "$${var.x}"))
    assert [change.deed for change in compared(before, after).changes] == ["update"]


def test_what_cannot_change_in_place_is_replaced() -> None:
    (change,) = compared(synth(connector()), synth(connector(name="returns"))).changes
    assert (change.deed, change.why) == ("replace", "name cannot change in place")


def test_what_only_the_server_knows_of_another_object_has_its_name() -> None:
    config = {"connector.class": "com.example.Sink", "file": f"/data/${{{ENVIRONMENT}.eu.id}}"}
    (change,) = compared(synth(environment(), connector()), synth(environment(), connector(config=config))).changes
    assert ("/data/dev/eu.id") in [it.after for it in change.differences]


@pytest.mark.parametrize(("config", "said"), [({"topics": "a"}, "has not read yet"), ({"tables": "a"}, "its source")])
def test_a_sink_is_told_from_a_source_by_its_topics(config: dict[str, str], said: str) -> None:
    (change,) = compared(synth(connector(config={"connector.class": "x", **config})), synth()).changes
    assert (change.deed, change.tier, said in change.effects[0].says) == ("delete", "loss", True)


def test_a_rename_is_told_with_what_keeps_the_objects() -> None:
    before, after = (
        synth(environment(), kafka()),
        synth(environment("europe"), kafka("europe/kafka", environment="orders")),
    )
    found = compared(before, after).renames
    assert [(it.former_name, it.name, it.tier) for it in found] == [
        ("dev/eu", "dev/europe", "lockout"),
        ("dev/kafka", "dev/europe/kafka", "gap"),
    ]
    assert found[0].way_out == f'app.node.find_child("dev").node.find_child("europe").move_from_id("{ENVIRONMENT}.eu")'


def test_what_the_code_moves_takes_over_or_lets_go_stays_as_it_is() -> None:
    moved = synth(
        environment("europe"), kafka(environment=f"${{{ENVIRONMENT}.europe.name}}"),
        moved=[{"from": f"{ENVIRONMENT}.eu", "to": f"{ENVIRONMENT}.middle"},
               {"from": f"{ENVIRONMENT}.middle", "to": f"{ENVIRONMENT}.europe"}],
    )  # fmt: skip
    assert deeds(synth(environment(), kafka()), moved) == {"dev/europe": "move"}
    imported = synth(connector(), **{"import": [{"to": f"{CONNECTOR}.orders", "id": "orders"}]})
    assert deeds(synth(), imported) == {"dev/orders": "import"}
    removed = synth(removed=[{"from": f"{CONNECTOR}.orders", "lifecycle": {"destroy": False}}])
    assert deeds(synth(connector()), removed) == {"dev/orders": "forget"}


def test_a_stack_that_is_gone_leaves_its_objects_where_they_are() -> None:
    report = compared(synth(connector()), None)
    assert [(it.name, it.deed) for it in report.changes] == [("dev/orders", "forget")]
    assert [it.summary for it in report.remarks] == ["The stack is not in the code any more"]


def test_a_stack_that_is_new_makes_everything() -> None:
    assert deeds(None, synth(environment(), kafka())) == {"dev/eu": "create", "dev/kafka": "create"}


def test_a_secret_changes_without_being_shown() -> None:
    before, after = (synth(connector(secret_config={"password": f"planted-{it}"})) for it in "ab")
    report = compared(before, after)
    assert [(use.name, use.fate) for use in report.changes[0].secrets] == [("password", "changed")]
    assert "planted" not in text(report) + json.dumps(document([report]))


def test_another_variable_of_a_secret_is_told_by_name() -> None:
    before, after = (synth(connector(secret_env={"password": it})) for it in ("OLD_PASSWORD", "NEW_PASSWORD"))
    (change,) = compared(before, after).changes
    (use,) = change.secrets
    assert (use.source, use.fate) == ("environment variable NEW_PASSWORD, before OLD_PASSWORD", "changed")
    assert [effect.says for effect in change.effects] == ["takes password from another variable"]


def test_settings_that_concern_all_objects_are_told_without_secrets() -> None:
    before, after = (
        synth(provider={"sluice": [{"lenses": {"url": f"https://me:planted@{it}", "token": f"planted-{it}"}}]})
        for it in ("old", "new")
    )
    (remark,) = settings(before, after)
    assert remark.summary == "The settings of the provider change: objects may be looked for elsewhere"
    assert [line.partition(":")[0] for line in remark.detail.splitlines()] == [
        "provider.sluice.0.lenses.token",
        "provider.sluice.0.lenses.url",
    ]
    assert "planted" not in remark.detail
    assert settings(before, before) == ()


def test_an_object_that_is_looked_for_elsewhere_is_told() -> None:
    before, after = synth(connector()), synth(connector(provider="sluice.eu"))
    (remark,) = compared(before, after).remarks
    assert (remark.summary, remark.detail) == (
        "It is looked for by another provider from now on", "nothing -> sluice.eu"
    )  # fmt: skip


def test_an_output_has_what_it_refers_to() -> None:
    before, after = (
        synth(environment(), output={"where": {"value": value}, "key": {"value": value + "x", "sensitive": True}})
        for value in (f"${{{ENVIRONMENT}.eu.name}}", f"${{{ENVIRONMENT}.eu.id}}")
    )
    found = {it.path: (it.server, it.after) for it in compared(before, after).outputs}
    assert found[("where",)] == ("orders", "dev/eu.id")
    assert "orders" not in json.dumps(found[("key",)])


@pytest.mark.parametrize("change", [{"for_each": "${toset([])}"}, {"count": 1}])
def test_where_nobody_can_tell_which_objects_come_and_go_the_worst_is_feared(change: dict[str, Any]) -> None:
    (found,) = compared(synth(connector(for_each='${toset(["a"])}')), synth(connector(**change))).changes
    assert (found.deed, found.tier, found.is_judged) == ("unknown", "lockout", False)
    assert "others are made or destroyed by for_each or count" in found.effects[0].says


def test_what_another_provider_has_is_not_judged() -> None:
    (change,) = compared(synth(("null_thing", "it", {"a": 1})), synth(("null_thing", "it", {"a": 2}))).changes
    assert (change.deed, change.is_judged) == ("update", False)
