"""The address of the provider: what is one, and which of several places counts."""

from __future__ import annotations

import pytest

from provider_lib.errors import ConfigError
from provider_lib.provider_source import chosen_source, provider_source, sources_named_in

DEFAULT = "sluice.internal/sluice/sluice"
OWN = "registry.example.com/acme/sluice"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (OWN, OWN),
        (" Registry.Example.com/Acme/sluice\n", OWN),
        ("localhost:8443/a_1/sluice", "localhost:8443/a_1/sluice"),
        ("app.terraform.io/acme-platform/sluice", "app.terraform.io/acme-platform/sluice"),
    ],
)
def test_an_address_is_spelled_as_terraform_does(text: str, address: str) -> None:
    assert provider_source(text, "SOURCE") == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acme/sluice",
        "registry.example.com/acme/sluices",
        "registry.example.com/acme/team/sluice",
        "https://registry.example.com/acme/sluice",
        "registry..example.com/acme/sluice",
        "registry.example.com:/acme/sluice",
        "registry.example.com/-acme/sluice",
        'registry.example.com/a"b/sluice',
        "registry.example.com/../sluice",
        7,
        ["registry.example.com/acme/sluice"],
    ],
)
def test_what_is_no_address_is_refused_with_where_it_stands(text: object) -> None:
    with pytest.raises(ConfigError) as caught:
        provider_source(text, "`source` of dev/hq")
    assert str(caught.value) == (
        f"`source` of dev/hq is no address of the provider: {text!r}\n"
        f"Write HOST/NAMESPACE/sluice, such as {OWN}; without it, it is {DEFAULT}."
    )


@pytest.mark.parametrize(
    ("environ", "in_context", "chosen"),
    [
        ({}, None, DEFAULT),
        ({}, OWN, OWN),
        ({"SLUICE_PROVIDER_SOURCE": OWN}, "b.example.com/b/sluice", OWN),
        ({"SLUICE_PROVIDER_SOURCE": ""}, OWN, OWN),
    ],
)
def test_the_environment_counts_before_the_settings_of_the_app(
    environ: dict[str, str], in_context: object, chosen: str
) -> None:
    assert chosen_source(environ, in_context) == chosen


@pytest.mark.parametrize(
    ("environ", "in_context", "place"),
    [
        ({"SLUICE_PROVIDER_SOURCE": "x"}, OWN, "SLUICE_PROVIDER_SOURCE is"),
        ({}, "x", '"sluiceProviderSource" in the context of cdktf.json is'),
        ({}, {}, '"sluiceProviderSource" in the context of cdktf.json is'),
    ],
)
def test_an_error_names_the_place_that_counts(environ: dict[str, str], in_context: object, place: str) -> None:
    with pytest.raises(ConfigError) as caught:
        chosen_source(environ, in_context)
    assert caught.value.summary.startswith(place)


def test_addresses_are_found_in_configurations_locks_and_states() -> None:
    assert sources_named_in(
        f'''sluice = {{ source = "{OWN}" }}
random = {{ source = "hashicorp/random" }}
module "m" {{ source = "git::https://example.com/acme/sluice" }}
provider "{DEFAULT}" {{ }}
"provider": "module.m.provider[\\"{OWN}\\"]"'''.replace("\\", "")
    ) == [OWN, DEFAULT]
