"""What adopt finds in an account, and that it only looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest

from provider_lib.adopt import Survey, matches, may_match, survey
from provider_lib.rest import RestAccount
from provider_lib.sandbox import Sandbox
from provider_lib.spec import Resource
from provider_lib.systems import CATALOGUE
from tests.scripted import Api, answer
from tests.unit.adopt.clouds import make_agents
from tests.unit.adopt.estate import ODD, make_connector, make_connectors, make_environments


def kinds(system: str) -> list[type[Resource]]:
    return [item for item in CATALOGUE.resources.values() if item.system.name == system]


def look_at(system: str, environ: Mapping[str, str], *patterns: str) -> Survey:
    with closing(RestAccount(CATALOGUE, {f"SLUICE_{system}_MAX_RETRIES".upper(): "0", **environ})) as account:
        account.configure({})
        return survey(
            account,
            kinds(system),
            ["default"],
            lambda _: None,
            lambda resource, names: may_match(resource, names, patterns),
        )


@pytest.fixture
def connectors(environ: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    make_connectors(environ)
    return environ


def test_every_connector_is_found_with_one_list(sandbox: Sandbox, connectors: Mapping[str, str]) -> None:
    sandbox.admin.clear_requests()
    found = look_at("kafka_connect", connectors)
    assert {item.name for item in found.found} == set(ODD)
    assert found.unread == ()
    asked = [(entry["method"], entry["path"]) for entry in sandbox.admin.requests()]
    assert {path.rpartition("/")[2] for method, path in asked if method != "GET"} <= {"validate"}
    assert len([path for _, path in asked if path.endswith("/connectors")]) <= 2


def test_a_secret_is_told_by_the_plugin_by_its_name_and_by_its_form(connectors: Mapping[str, str]) -> None:
    secrets = {item.name: dict(item.secrets) for item in look_at("kafka_connect", connectors).found if item.secrets}
    assert secrets == {
        "secrets": {"connection.password": "correct-horse-battery", "ssl.token": None},
        "secret in a url": {"connection.url": "jdbc:postgresql://db/shop?user=u&password=correct-horse"},
    }


def test_no_value_of_a_secret_shows_where_a_finding_is_printed(connectors: Mapping[str, str]) -> None:
    assert "correct-horse" not in repr(look_at("kafka_connect", connectors))


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("sec*", {"secrets", "secret in a url"}),
        ("default/a?b", {"a.b", "a-b"}),
        ("JdbcSink*", set(ODD)),
        ("nothing", set()),
    ],
)
def test_a_filter_fits_names_places_and_classes(connectors: Mapping[str, str], pattern: str, named: set[str]) -> None:
    found = look_at("kafka_connect", connectors).found
    assert {item.name for item in found if matches(item, [pattern])} == named


@pytest.mark.parametrize(
    ("pattern", "read", "found"),
    [
        ("orders/*", 3, {"orders/connect/sink-0", "orders/connect/sink-1", "orders/kafka"}),
        ("team", 5, {"team"}),
        ("*JdbcSink*", 4, {f"{env}/connect/sink-{number}" for env in ("orders", "payments") for number in (0, 1)}),
    ],
)
def test_what_no_filter_can_fit_is_not_read(
    sandbox: Sandbox, environ: Mapping[str, str], pattern: str, read: int, found: set[str]
) -> None:
    make_environments(environ, sandbox.admin.connect_agent)
    everything = {item.title for item in look_at("lenses", environ).found}
    seen = look_at("lenses", environ, pattern)
    assert {item.title for item in seen.found if matches(item, [pattern])} == found
    assert len(seen.found) == read
    assert {item.title for item in (*seen.found, *seen.passed)} == everything


def test_what_an_agent_keeps_back_is_named_and_the_rest_is_found(sandbox: Sandbox, environ: Mapping[str, str]) -> None:
    make_environments(environ, sandbox.admin.connect_agent)
    sandbox.admin.disconnect_agent("payments")
    found = look_at("lenses", environ)
    assert [item.what for item in found.unread] == ["connectors of payments"]
    assert [item.title for item in found.found if item.resource.__name__ == "Connector"] == [
        "orders/connect/sink-0",
        "orders/connect/sink-1",
    ]


def test_a_cluster_that_only_an_address_names_is_found(environ: Mapping[str, str]) -> None:
    make_agents(environ)
    found = look_at("confluent", environ)
    assert [item.title for item in found.found] == ["lkc-1/plain.one", "lkc-1/triage", "lkc-2/other"]
    assert found.unread == ()


def test_what_a_list_does_not_name_is_told(environ: Mapping[str, str]) -> None:
    agents = [
        {"name": "lost", "metadata": {"self": "https://flink/agents/lost"}},
        {"name": "bare", "metadata": {}},
        {"metadata": {"self": "https://flink/databases/lkc-1/agents/x"}},
    ]
    api = Api()
    place = f"organizations/{environ['SLUICE_CONFLUENT_ORGANIZATION_ID']}/environments/*/agents"
    api.on(f"GET /sql/v1/{place}", answer({"data": agents, "metadata": {}}))
    with api.server:
        found = look_at("confluent", {**environ, "SLUICE_CONFLUENT_URL": api.url})
    assert found.found == ()
    assert [(item.what, item.why) for item in found.unread] == [
        ("flink agent lost", "is listed without its kafka_cluster_id"),
        ("flink agent bare", "is listed without its kafka_cluster_id"),
        ("flink agent lkc-1", "is listed without its name"),
    ]


def test_a_name_that_terraform_would_take_for_another_is_told(environ: Mapping[str, str]) -> None:
    for name in ("\u00e9", "e\u0301"):
        make_connector(environ, name)
    found = look_at("kafka_connect", environ)
    assert [item.name for item in found.found] == ["\u00e9"]
    assert [(item.what, item.why) for item in found.unread] == [
        ("connector e\u0301 of default", "has accents that Terraform puts on their letters, which is another name")
    ]


def test_wrong_credentials_are_told_of_everything(environ: Mapping[str, str]) -> None:
    found = look_at("lenses", {**environ, "SLUICE_LENSES_TOKEN": "wrong"})
    assert found.found == ()
    assert {"environments", "roles", "groups", "service accounts"} <= {item.what for item in found.unread}
