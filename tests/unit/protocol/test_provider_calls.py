"""What Terraform asks about the provider itself, its data sources and its actions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provider_lib.contract import Provider
from provider_lib.errors import ConfigError
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.dispatch import Service
from provider_lib.protocol.schema import identity_message, schema_message
from tests.unit.protocol.terraform import Terraform, config, planned_thing, state, terraform, told
from tests.unit.protocol.tiny_provider import SCHEMAS, THING, TinyProvider


def test_everything_on_offer_is_in_one_answer(core: Terraform) -> None:
    data_source, action = SCHEMAS.data_sources["tiny_names"], SCHEMAS.actions["tiny_ping"]
    assert core.call("GetProviderSchema") == pb.GetProviderSchema.Response(
        provider=schema_message(SCHEMAS.provider),
        resource_schemas={"tiny_thing": schema_message(THING)},
        data_source_schemas={"tiny_names": schema_message(data_source)},
        action_schemas={"tiny_ping": pb.ActionSchema(schema=schema_message(action))},
        ephemeral_resource_schemas={"tiny_echo": schema_message(SCHEMAS.ephemerals["tiny_echo"])},
        list_resource_schemas={"tiny_thing": schema_message(SCHEMAS.lists["tiny_thing"])},
        server_capabilities=pb.ServerCapabilities(
            plan_destroy=True,
            get_provider_schema_optional=True,
            move_resource_state=True,
            generate_resource_config=True,
        ),
    )


def test_identities_are_those_of_resources_that_have_one(core: Terraform) -> None:
    assert core.call("GetResourceIdentitySchemas") == pb.GetResourceIdentitySchemas.Response(
        identity_schemas={"tiny_thing": identity_message(THING)}
    )


def test_the_provider_block_is_checked_and_taken(core: Terraform) -> None:
    rude, loud = config({"greeting": "rude"}), config({"greeting": "shout"})
    assert told(core.call("ValidateProviderConfig", config=rude)) == [
        {"severity": "error", "summary": "Be polite", "detail": "", "path": ["greeting"]}
    ]
    assert told(core.call("ConfigureProvider", config=loud, terraform_version="1.15.5")) == [
        {"severity": "warning", "summary": "Not so loud", "detail": "", "path": ["greeting"]}
    ]


def test_a_data_source_is_read(core: Terraform, tmp_path: Path) -> None:
    (tmp_path / "blue").mkdir()
    (tmp_path / "blue" / "one.json").touch()
    asked = config({"space": "blue", "names": None})
    checked = core.call("ValidateDataResourceConfig", type_name="tiny_names", config=asked)
    assert checked == pb.ValidateDataResourceConfig.Response()
    answer = core.call("ReadDataSource", type_name="tiny_names", config=asked)
    assert answer.state == config({"space": "blue", "names": ["one"]})
    assert told(answer) == [{"severity": "warning", "summary": "Found 1", "detail": "", "path": ["space"]}]


def test_an_action_reports_progress_and_then_its_end(core: Terraform) -> None:
    twice = config({"times": 2})
    assert core.call("ValidateActionConfig", type_name="tiny_ping", config=twice) == (
        pb.ValidateActionConfig.Response()
    )
    assert core.call("PlanAction", action_type="tiny_ping", config=twice) == pb.PlanAction.Response()
    event = pb.InvokeAction.Event
    assert core.invoke("tiny_ping", twice) == [
        event(progress=event.Progress(message="ping 0")),
        event(progress=event.Progress(message="ping 1")),
        event(completed=event.Completed()),
    ]


def test_what_is_wrong_with_a_data_source_or_an_action_is_told_at_its_attribute(core: Terraform) -> None:
    dark = core.call("ValidateDataResourceConfig", type_name="tiny_names", config=config({"space": "black"}))
    assert told(dark) == [{"severity": "warning", "summary": "It is dark there", "detail": "", "path": ["space"]}]
    never = core.call("ValidateActionConfig", type_name="tiny_ping", config=config({"times": 0}))
    assert told(never) == [{"severity": "warning", "summary": "No ping at all", "detail": "", "path": ["times"]}]


def test_an_action_that_fails_says_so_at_its_end(core: Terraform) -> None:
    *progress, last = core.invoke("tiny_ping", config({"times": 9}))
    assert [event.progress.message for event in progress] == [f"ping {number}" for number in range(5)]
    assert told(last.completed) == [
        {"severity": "error", "summary": "Five pings are enough", "detail": "", "path": ["times"]}
    ]


def test_an_ephemeral_resource_is_opened_and_left(core: Terraform) -> None:
    asked = config({"call": "hello", "answer": None})
    checked = core.call("ValidateEphemeralResourceConfig", type_name="tiny_echo", config=asked)
    assert checked == pb.ValidateEphemeralResourceConfig.Response()
    assert core.call("OpenEphemeralResource", type_name="tiny_echo", config=asked) == (
        pb.OpenEphemeralResource.Response(result=config({"call": "hello", "answer": "HELLO"}))
    )
    assert core.call("RenewEphemeralResource", type_name="tiny_echo") == pb.RenewEphemeralResource.Response()
    assert core.call("CloseEphemeralResource", type_name="tiny_echo") == pb.CloseEphemeralResource.Response()


def test_an_ephemeral_resource_that_cannot_be_opened_says_so_at_its_attribute(core: Terraform) -> None:
    nobody = config({"call": "", "answer": None})
    [warning] = told(core.call("ValidateEphemeralResourceConfig", type_name="tiny_echo", config=nobody))
    assert warning == {"severity": "warning", "summary": "Nobody calls", "detail": "", "path": ["call"]}
    [error] = told(core.call("OpenEphemeralResource", type_name="tiny_echo", config=nobody))
    assert error == {"severity": "error", "summary": "Nothing comes back", "detail": "", "path": ["call"]}


def test_a_type_that_is_not_on_offer_is_a_diagnostic_too(core: Terraform) -> None:
    [found] = told(core.call("ReadResource", type_name="tiny_other"))
    assert found["summary"] == "Malformed request"
    assert found["detail"].startswith(
        "Something called the provider with a type that it does not have. Terraform does "
    )


def test_nothing_in_the_place_of_the_settings_is_told(core: Terraform) -> None:
    for name in ("ValidateProviderConfig", "ConfigureProvider"):
        assert told(core.call(name)) == [
            {"severity": "error", "summary": "Terraform sent nothing where provider needs an object", "detail": ""}
        ]


def test_bytes_that_are_no_message_are_a_malformed_request(tmp_path: Path) -> None:
    handlers = Service(lambda: TinyProvider(tmp_path)).handlers()
    answer = handlers["/tfplugin6.Provider/ReadResource"](b"\xff")
    assert isinstance(answer, bytes)
    [event] = handlers["/tfplugin6.Provider/ListResource"](b"\xff")
    assert isinstance(event, bytes)
    found = {
        "severity": "error",
        "summary": "Malformed request",
        "detail": "Something called the provider with bytes that are no message of the protocol. Terraform does not do "
        "that: look at what else speaks to it.",
    }
    assert told(pb.ReadResource.Response.FromString(answer)) == [found]
    [listed] = pb.ListResource.Event.FromString(event).diagnostic
    assert (listed.summary, listed.detail) == (found["summary"], found["detail"])


@pytest.mark.parametrize("name", ["GetProviderSchema", "ConfigureProvider", "PlanResourceChange"])
def test_a_provider_that_cannot_be_made_is_a_diagnostic_of_every_call(name: str) -> None:
    class Broken:
        def schemas(self) -> Any:
            raise ConfigError("No catalogue", "It is not installed.")

    broken: Provider = Broken()  # type: ignore[assignment]
    with terraform(broken) as core:
        assert told(core.call(name)) == [
            {"severity": "error", "summary": "No catalogue", "detail": "It is not installed."}
        ]


def test_messages_may_be_larger_than_grpc_likes(core: Terraform) -> None:
    large = planned_thing(labels={"text": "x" * 6_000_000})
    applied = core.call(
        "ApplyResourceChange",
        type_name="tiny_thing",
        planned_state=state(large),
        config=config(large | {"id": None, "revision": None}),
    )
    assert applied.new_state == state(large | {"id": "blue-1", "revision": 1})
