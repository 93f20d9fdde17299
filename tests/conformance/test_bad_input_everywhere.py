"""Input that no system can use, tried with every resource that is declared: refused where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from provider_lib.constructs.base.inputs import read_inputs
from provider_lib.constructs.base.problems import refusal
from provider_lib.sandbox.server import Sandbox
from provider_lib.spec import Field, NoEmptyValues, Resource, System, roles
from provider_lib.spec.types import Map
from provider_lib.systems import CATALOGUE
from tests.conformance.conftest import Using
from tests.conformance.declared import Example
from tests.core import Workspace
from tests.diagnostics import Said, errors

WRONG = "not-the-right-secret"


def map_inputs(*kinds: type) -> list[tuple[type[Resource], Field]]:
    """Every map that a user may give, of every resource; only of those roles when any are named."""
    return [
        (resource, item)
        for resource in CATALOGUE.resources.values()
        for item in resource.fields().values()
        if item.is_input and isinstance(item.type, Map) and isinstance(item.role, kinds or object)
    ]


def with_entry(resource: type[Resource], item: Field, value: Any) -> dict[str, Any]:
    """The example of a resource in which a map has one more entry."""
    values = Example(resource).values
    return {**values, item.name: {**(values.get(item.name) or {}), "odd": value}}


def test_a_null_in_any_map_is_refused_at_its_key(workspace: Workspace, sandbox: Sandbox) -> None:
    cases = {f"{resource.type_name}.{item.name}": (resource, item) for resource, item in map_inputs()}
    written = {
        address: with_entry(resource, item, None) | {"depends_on": []} for address, (resource, item) in cases.items()
    }
    others = {
        address: values
        for resource, _ in cases.values()
        for address, values in Example(resource).others().items()
        if address not in written
    }
    workspace.write(others | written)
    expected = [
        Said(f"{item.name}.odd is null; leave the key out instead", "", address) for address, (_, item) in cases.items()
    ]
    assert sorted(errors(workspace), key=str) == sorted(expected, key=str)
    assert sandbox.admin.requests() == []


@pytest.mark.parametrize(
    ("resource", "item"), map_inputs(), ids=lambda part: getattr(part, "type_name", None) or part.name
)
def test_none_in_any_map_is_refused_by_its_construct(resource: type[Resource], item: Field) -> None:
    given = {item.name: with_entry(resource, item, None)[item.name]}
    _, problems = read_inputs({item.name: item}, given)
    assert str(refusal("dev/x", problems)) == f'dev/x: {item.name}["odd"] is None\nLeave the key out instead.'


@pytest.mark.parametrize(("value", "text"), [(5, "5"), (True, "true"), (["a", 1], "a,1"), ([], "")])
@pytest.mark.parametrize(
    ("resource", "item"), map_inputs(roles.ConfigMap), ids=lambda part: getattr(part, "type_name", None) or part.name
)
def test_a_configuration_value_becomes_the_text_that_it_stands_for(
    resource: type[Resource], item: Field, value: Any, text: str
) -> None:
    given = {item.name: with_entry(resource, item, value)[item.name]}
    values, problems = read_inputs({item.name: item}, given)
    if isinstance(value, list) and item.role.typed:
        text = json.dumps(value, separators=(",", ":"))
    refused = [problem.path for problem in problems]
    is_refused = not text and any(isinstance(check, NoEmptyValues) for check in item.checks)
    assert (values[item.name]["odd"], refused) == (text, [(item.name, "odd")] if is_refused else [])


@pytest.mark.parametrize(
    ("resource", "item"), map_inputs(roles.ConfigMap), ids=lambda part: getattr(part, "type_name", None) or part.name
)
def test_a_configuration_value_that_is_no_text_is_refused_by_its_construct(
    resource: type[Resource], item: Field
) -> None:
    given = {item.name: with_entry(resource, item, {})[item.name]}
    values, problems = read_inputs({item.name: item}, given)
    if item.role.typed:
        assert (values[item.name]["odd"], problems) == ("{}", [])
    else:
        assert str(refusal("dev/x", problems)).startswith(f'dev/x: {item.name}["odd"] is a dict, not text')


def test_a_configuration_value_that_is_a_list_is_refused_by_terraform(workspace: Workspace) -> None:
    for resource, item in map_inputs(roles.ConfigMap):
        example = Example(resource)
        workspace.write(example.others() | {example.address: with_entry(resource, item, ["a"])})
        assert 'element "odd": string required' in workspace.refuse("plan")


LONG: dict[str, tuple[str, int]] = {
    "sluice_lenses_environment": ("name", 64),
    "sluice_redpanda_connector": ("name", 129),
    "sluice_confluent_flink_agent": ("name", 101),
}


def test_names_that_are_too_long_for_their_vendor_are_refused_before_anything_is_asked(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write(
        {
            f"{type_name}.long": Example(CATALOGUE.resources[type_name]).values | {attribute: "x" * length}
            for type_name, (attribute, length) in LONG.items()
        }
    )
    found = errors(workspace)
    assert {said.address for said in found} == {f"{type_name}.long" for type_name in LONG}
    assert all(said.summary.startswith("name ") and " must be " in said.summary for said in found)
    assert sandbox.admin.requests() == []


@dataclass(frozen=True)
class Refused:
    """A vendor that is given a wrong secret, and what it then says.

    Args:
        variables: settings with the wrong secret.
        type_name: the resource that is tried.
        said: the vendor's own words, from the summary.
        hint: what to do, from the detail.
        switches: of the sandbox.
    """

    variables: dict[str, str]
    type_name: str
    said: str
    hint: str
    switches: dict[str, dict[str, Any]] = field(default_factory=dict)


REFUSED = {
    "lenses": Refused(
        {"SLUICE_LENSES_TOKEN": WRONG},
        "sluice_lenses_environment",
        "Lenses HQ refused to read lenses environment",
        "Make a new one for the service account in Lenses HQ and set `token` of `lenses` in the provider block, or "
        "SLUICE_LENSES_TOKEN.",
    ),
    "kafka_connect": Refused(
        {"SLUICE_KAFKA_CONNECT_USERNAME": "sandbox", "SLUICE_KAFKA_CONNECT_PASSWORD": WRONG},
        "sluice_kafka_connect_connector",
        "Kafka Connect refused to validate the configuration of orders-sink: User cannot access the resource. (401)",
        "Set `username` and `password` of this worker in the provider block, or their variables.",
        {"kafka_connect": {"authenticated": True}},
    ),
    "redpanda": Refused(
        {"SLUICE_REDPANDA_CLIENT_SECRET": WRONG},
        "sluice_redpanda_connector",
        "Redpanda refused to issue a token: Unauthorized (401)",
        "Check `client_secret` of `redpanda` in the provider block, or SLUICE_REDPANDA_CLIENT_SECRET or "
        "REDPANDA_CLIENT_SECRET.",
    ),
    "streamkap": Refused(
        {"SLUICE_STREAMKAP_CLIENT_SECRET": WRONG},
        "sluice_streamkap_tag",
        "Streamkap refused to issue a token",
        "Check `client_secret` of `streamkap` in the provider block, or SLUICE_STREAMKAP_CLIENT_SECRET or "
        "STREAMKAP_SECRET or STREAMKAP_CLIENT_SECRET.",
    ),
    "confluent": Refused(
        {"SLUICE_CONFLUENT_API_SECRET": WRONG},
        "sluice_confluent_flink_agent",
        "Confluent Cloud refused to look for confluent flink agent",
        "It must be a Flink API key of this region, not a Cloud API key: `api_key` and `api_secret` of `confluent` in "
        "the provider block.",
    ),
}


@pytest.mark.parametrize(
    "system",
    [system for system in CATALOGUE.systems.values() if system.probe is not None],
    ids=lambda system: system.name,
)
def test_a_wrong_secret_is_told_with_the_settings_to_check_and_is_not_tried_again(
    using: Using, sandbox: Sandbox, system: System
) -> None:
    case = REFUSED[system.name]
    example = Example(CATALOGUE.resources[case.type_name])
    workspace = using(**example.variables(), **case.variables)
    sandbox.admin.switch(**case.switches)
    workspace.write({example.address: example.values})
    [said] = errors(workspace, "apply")
    assert said.summary.startswith(case.said)
    assert case.hint in said.detail
    assert WRONG not in said.summary + said.detail
    assert [call["status"] for call in sandbox.admin.requests()].count(401) == 1
    assert workspace.state() == {}
