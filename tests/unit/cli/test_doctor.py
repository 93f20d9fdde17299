"""What ``sluice doctor`` says of one API."""

from __future__ import annotations

from provider_lib.cli.doctor import Finding, findings

PLAIN = {"SLUICE_LENSES_URL": "http://lenses.invalid", "SLUICE_LENSES_TOKEN": "sluice-of-a-test"}


def test_credentials_that_others_may_read_are_warned_of_before_the_api_is_asked() -> None:
    assert next(finding for finding in findings("terraform", PLAIN) if finding.about == "Lenses HQ") == Finding(
        "warning",
        "Lenses HQ",
        "Lenses HQ is reached over plain http at lenses.invalid",
        "Whoever is on the way there reads the credentials and all that is sent. "
        "Give an address with https in `url` of `lenses` in the provider block, or SLUICE_LENSES_URL.",
    )
