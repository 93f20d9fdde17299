"""Taking over what another provider managed: by its state, without a word to the server but reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib import __version__
from provider_lib.contract import Diagnostic
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.rest import RestProvider
from provider_lib.rest.operations.move_state import placed
from provider_lib.systems import CATALOGUE
from tests.unit.rest.core import Core, refusal

MONGEY = "registry.terraform.io/mongey/kafka-connect"
RESTAPI = "registry.terraform.io/mastercard/restapi"
RESTFUL = "registry.terraform.io/magodo/restful"
STREAMKAP = "registry.terraform.io/streamkap-com/streamkap"


@pytest.fixture
def core() -> Core:
    """A provider that nobody configured, as it is when Terraform asks for a move."""
    return Core(RestProvider(CATALOGUE, {}), CATALOGUE)


def move(core: Core, target: str, provider: str, source: str, state: Any, version: int = 0) -> pb.MoveResourceState:
    return core.ask(
        "MoveResourceState",
        source_provider_address=provider,
        source_type_name=source,
        source_schema_version=version,
        source_state=pb.RawState(json=json.dumps(state).encode()),
        target_type_name=target,
    )[0]


def values(core: Core, target: str, moved: Any) -> dict[str, Any]:
    """What is known of the object, without what is null."""
    state = core.resource(target).received(moved.target_state)
    assert state is not None
    return {name: value for name, value in state.items() if value is not None}


CONNECTOR = {
    "id": "orders-sink",
    "name": "orders-sink",
    "config": {"name": "orders-sink", "connector.class": "JdbcSink", "topics": "orders"},
    "config_sensitive": {"connection.password": "hunter22"},
    "timeouts": None,
}
OBJECT = {
    "id": "7",
    "path": "/contacts",
    "data": '{"name":"Ada","token":"hunter22"}',
    "api_data": {"id": "7", "name": "Ada", "token": "hunter22"},
    "api_response": '{"id":7,"name":"Ada","token":"hunter22"}',
    "create_response": '{"id":7}',
    "read_path": None,
    "read_search": None,
    "query_string": None,
}
SEARCHED = OBJECT | {
    "path": "/contacts/",
    "read_path": "/contact/{id}",
    "query_string": "team=a",
    "read_search": {
        "search_key": "meta/name",
        "search_value": "Ada",
        "results_key": "data/items",
        "query_string": "a=b",
    },
}
RESOURCE = {"id": "/contacts/a%2Fb", "path": "contacts", "body": {"name": "Ada"}, "query": {"team": ["a"]}}
SOURCE = {"id": "55adea52", "name": "orders", "connector": "postgresql", "database_password": "hunter22"}


@pytest.mark.parametrize(
    ("target", "provider", "source", "state", "found"),
    [
        (
            "sluice_kafka_connect_connector",
            MONGEY,
            "kafka-connect_connector",
            CONNECTOR,
            {"name": "orders-sink"},
        ),
        (
            "sluice_kafka_connect_connector",
            RESTAPI,
            "restapi_object",
            OBJECT | {"id": "orders-sink", "path": "/connectors"},
            {"name": "orders-sink"},
        ),
        (
            "sluice_kafka_connect_connector",
            RESTFUL,
            "restful_resource",
            RESOURCE | {"id": "/connectors/orders%20sink", "path": "/connectors"},
            {"name": "orders sink"},
        ),
        ("sluice_rest_object", RESTAPI, "restapi_object", OBJECT, {"path": "/contacts", "id": "7"}),
        (
            "sluice_rest_object",
            RESTAPI,
            "restapi_object",
            SEARCHED,
            {
                "path": "/contacts",
                "id": "7",
                "object_path": "/contact/{id}",
                "query": {"team": "a"},
                "search": {
                    "path": None,
                    "query": {"a": "b"},
                    "items": "data.items",
                    "key": "meta.name",
                    "value": "Ada",
                    "paging": None,
                },
            },
        ),
        (
            "sluice_rest_object",
            RESTFUL,
            "restful_resource",
            RESOURCE,
            {"path": "/contacts", "id": "a/b", "query": {"team": "a"}},
        ),
        ("sluice_streamkap_source", STREAMKAP, "streamkap_source_postgresql", SOURCE, {"id": "55adea52"}),
        ("sluice_streamkap_destination", STREAMKAP, "streamkap_destination_snowflake", SOURCE, {"id": "55adea52"}),
        ("sluice_streamkap_pipeline", STREAMKAP, "streamkap_pipeline", SOURCE, {"id": "55adea52"}),
        ("sluice_streamkap_tag", STREAMKAP, "streamkap_tag", SOURCE, {"id": "55adea52"}),
    ],
)
def test_an_old_state_says_which_object_it_is_and_leaves_nothing_else(
    core: Core, target: str, provider: str, source: str, state: Any, found: dict[str, Any]
) -> None:
    moved = move(core, target, provider, source, state)
    assert values(core, target, moved) == found
    assert b"hunter22" not in moved.SerializeToString()


def test_of_old_secrets_the_names_are_remembered(core: Core) -> None:
    moved = move(core, "sluice_kafka_connect_connector", MONGEY, "kafka-connect_connector", CONNECTOR)
    assert json.loads(moved.target_private) == {
        "format": 2,
        "origin": "moving",
        "digests": {"connection.password": ""},
        "written_by": __version__,
    }


@pytest.mark.parametrize(("configured", "place"), [([], "default"), (["east"], "east")])
def test_a_state_that_tells_no_place_is_of_the_only_one_there_is(configured: list[str], place: str) -> None:
    connector = CATALOGUE.resources["sluice_kafka_connect_connector"]
    assert placed(connector, {"connect": None, "name": "a"}, lambda _: configured) == {"connect": place, "name": "a"}


@pytest.mark.parametrize(
    ("target", "named", "source", "state", "found"),
    [
        ("sluice_kafka_connect_connector", "kafka-connect", "kafka-connect_connector", CONNECTOR, "orders-sink"),
        ("sluice_rest_object", "restapi", "restapi_object", OBJECT, "7"),
        ("sluice_rest_object", "restful", "restful_resource", RESOURCE, "a/b"),
        ("sluice_streamkap_tag", "streamkap", "streamkap_tag", SOURCE, "55adea52"),
    ],
)
def test_a_provider_may_be_named_by_the_first_word_of_the_type_as_by_opentofu_1_10(
    core: Core, target: str, named: str, source: str, state: Any, found: str
) -> None:
    known = values(core, target, move(core, target, named, source, state))
    assert known.get("id", known.get("name")) == found


ADVICE = (
    "Let Terraform forget the old one (`removed`, with `lifecycle { destroy = false }`), and import the object here. "
    "Nothing was changed."
)
KIND = "An attribute of it is of another kind than in version {} of its schema. "


@pytest.mark.parametrize(
    ("target", "provider", "source", "state", "version", "summary", "detail"),
    [
        (
            "sluice_streamkap_source",
            STREAMKAP,
            "streamkap_destination_snowflake",
            SOURCE,
            0,
            "sluice_streamkap_source takes over no streamkap_destination_snowflake of "
            "registry.terraform.io/streamkap-com/streamkap",
            r"It takes over streamkap_source_\w+ of streamkap-com/streamkap. ",
        ),
        (
            "sluice_lenses_connector",
            MONGEY,
            "kafka-connect_connector",
            CONNECTOR,
            0,
            f"sluice_lenses_connector takes over no kafka-connect_connector of {MONGEY}",
            "",
        ),
        (
            "sluice_kafka_connect_connector",
            MONGEY,
            "kafka-connect_connector",
            CONNECTOR,
            9,
            "this state of kafka-connect_connector has a version that sluice_kafka_connect_connector does not take",
            "Its schema has version 9, and those that can be read are 0. ",
        ),
        (
            "sluice_rest_object",
            RESTFUL,
            "restful_resource",
            RESOURCE,
            9,
            "this state of restful_resource has a version that sluice_rest_object does not take",
            "Its schema has version 9, and those that can be read are 0, 1, 2. ",
        ),
        (
            "sluice_kafka_connect_connector",
            MONGEY,
            "kafka-connect_connector",
            CONNECTOR | {"name": ""},
            0,
            "the state of this kafka-connect_connector does not say what sluice_kafka_connect_connector needs to find "
            "it",
            "It lacks what would tell name. ",
        ),
        (
            "sluice_kafka_connect_connector",
            RESTAPI,
            "restapi_object",
            OBJECT,
            0,
            "the state of this restapi_object does not say what sluice_kafka_connect_connector needs to find it",
            "It lacks what would tell name. ",
        ),
        (
            "sluice_rest_object",
            RESTAPI,
            "restapi_object",
            OBJECT | {"read_search": "name"},
            0,
            "the state of this restapi_object is not what its provider stores",
            KIND.format(0),
        ),
        (
            "sluice_kafka_connect_connector",
            RESTFUL,
            "restful_resource",
            RESOURCE | {"id": 7},
            2,
            "the state of this restful_resource is not what its provider stores",
            KIND.format(2),
        ),
        (
            "sluice_streamkap_tag",
            STREAMKAP,
            "streamkap_tag",
            SOURCE | {"id": {"a": ["b"]}},
            0,
            "the state of this streamkap_tag is not what its provider stores",
            KIND.format(0),
        ),
        (
            "sluice_rest_object",
            RESTFUL,
            "restful_resource",
            RESOURCE | {"query": ["a"]},
            2,
            "the state of this restful_resource is not what its provider stores",
            KIND.format(2),
        ),
        (
            "sluice_rest_object",
            RESTFUL,
            "restful_resource",
            RESOURCE | {"id": "/settings/mail", "path": "/settings/mail"},
            2,
            "the state of this restful_resource does not say what sluice_rest_object needs to find it",
            "It lacks what would tell id. ",
        ),
        (
            "sluice_kafka_connect_connector",
            MONGEY,
            "kafka-connect_connector",
            CONNECTOR | {"name": ".."},
            0,
            "this kafka-connect_connector cannot become sluice_kafka_connect_connector",
            "name '..' must be neither . nor .., and without control characters or white space at its ends.\n",
        ),
    ],
)
def test_a_state_that_does_not_tell_is_refused(
    core: Core, target: str, provider: str, source: str, state: Any, version: int, summary: str, detail: str
) -> None:
    assert refusal(move, core, target, provider, source, state, version) == Diagnostic(
        "error", summary, f"{detail}{ADVICE}"
    )


@pytest.mark.parametrize(
    ("target", "takes"),
    [
        (
            "sluice_streamkap_source",
            r"It takes over streamkap_source_\w+ of streamkap-com/streamkap. ",
        ),
        (
            "sluice_kafka_connect_connector",
            "It takes over kafka-connect_connector of mongey/kafka-connect, restapi_object of mastercard/restapi, "
            "restful_resource of magodo/restful. ",
        ),
        ("sluice_lenses_environment", ""),
    ],
)
def test_what_may_be_taken_over_is_told(core: Core, target: str, takes: str) -> None:
    assert refusal(move, core, target, "registry.terraform.io/acme/acme", "acme_thing", {}) == Diagnostic(
        "error",
        f"{target} takes over no acme_thing of registry.terraform.io/acme/acme",
        f"{takes}Let Terraform forget the old one (`removed`, with `lifecycle {{ destroy = false }}`), and import the "
        "object here. Nothing was changed.",
    )
