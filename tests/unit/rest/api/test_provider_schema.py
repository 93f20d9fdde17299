from __future__ import annotations

from provider_lib.spec.schema import Attribute
from provider_lib.spec.transport import TRANSPORT, provider_schema, settings_attributes
from provider_lib.spec.types import Map, Object, String
from tests.unit.rest.api.conftest import SHOP
from tests.unit.rest.api.test_settings import DEPOT


def test_a_system_has_its_own_settings_and_those_that_every_system_has() -> None:
    assert settings_attributes(SHOP) == {
        "url": Attribute(String(), "Address of the shop.", optional=True),
        "token": Attribute(String(), "Token of a clerk.", optional=True, sensitive=True),
        **TRANSPORT,
    }


def test_headers_are_sensitive_because_they_may_hold_a_key() -> None:
    assert [name for name, attribute in TRANSPORT.items() if attribute.sensitive] == ["headers"]


def test_the_block_holds_a_system_once_or_by_name() -> None:
    attributes = provider_schema([SHOP, DEPOT]).attributes
    assert attributes == {
        "shop": Attribute(Object(settings_attributes(SHOP)), "How to reach The Shop.", optional=True),
        "depot": Attribute(
            Map(Object(settings_attributes(DEPOT))),
            "How to reach each Depot, by a name that resources refer to.",
            optional=True,
        ),
    }
