"""Which variables of the environment hold credentials."""

from __future__ import annotations

from provider_lib.rest import credential_variables
from provider_lib.systems import CATALOGUE


def test_credentials_are_known_by_name_and_the_rest_is_left() -> None:
    secret = {
        "SLUICE_AGE_IDENTITY",
        "SLUICE_LENSES_TOKEN",
        "SLUICE_LENSES_HEADERS",
        "SLUICE_KAFKA_CONNECT_PASSWORD",
        "SLUICE_KAFKA_CONNECT_MAIN_PASSWORD",
        "SLUICE_REST_CRM_API_KEY",
        "SLUICE_REST_MY_CRM_CLIENT_SECRET",
        "SLUICE_REDPANDA_CLIENT_SECRET",
        "REDPANDA_CLIENT_SECRET",
        "STREAMKAP_SECRET",
        "FLINK_API_SECRET",
    }
    plain = {
        "PATH",
        "TOKEN",
        "SLUICE_CDK",
        "SLUICE_DEBUG",
        "SLUICE_HOME",
        "SLUICE_LENSES_URL",
        "SLUICE_LENSES_INSECURE",
        "SLUICE_REDPANDA_CLIENT_ID",
        "SLUICE_KAFKA_CONNECT_MAIN_USERNAME",
        "SLUICE_REST_CRM_API_KEY_HEADER",
        "REDPANDA_CLIENT_ID",
    }
    assert credential_variables(CATALOGUE.systems.values(), dict.fromkeys(secret | plain, "x")) == secret
