"""What is refused of backends: credentials, which would lie in clear in what is synthesized, and one for two stacks."""

from __future__ import annotations

import json

import pytest

from tests.synth.conftest import Synthesized

REFUSED = {
    "pg": ("conn_str is a text with credentials in it", "PGUSER and PGPASSWORD, or PG_CONN_STR"),
    "s3": ("secret_key is a secret by its name", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"),
    "http": ("password is a secret by its name", "TF_HTTP_USERNAME and TF_HTTP_PASSWORD"),
    "cloud": ("token is a secret by its name", "TF_TOKEN_<host>"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_credentials_of_a_backend_are_refused(synthesized: Synthesized, kind: str) -> None:
    what, variables = REFUSED[kind]
    assert synthesized.notes["backends"][kind] == (
        f"[dev] The backend of dev: {what}, and would lie in cdktf.out and beside the state in clear\n"
        f"Leave it out, and set {variables} where sluice or Terraform runs."
    )


def test_stacks_that_would_have_one_state_are_refused(synthesized: Synthesized) -> None:
    assert synthesized.notes["backends_of_two_stacks"] == {
        "one place": "[prod] The backends of dev and prod are the same: they would have one state, and each would "
        "delete what the other made\nGive each a place of its own: another key.",
        "two places": "nothing was refused",
    }


def test_a_backend_without_credentials_is_synthesized(synthesized: Synthesized) -> None:
    written = {name: synthesized.path("backends_without_credentials", name).read_text() for name in ("pg", "s3", "gcs")}
    backend = {name: json.loads(text)["terraform"]["backend"] for name, text in written.items()}
    assert backend["pg"] == {"pg": {"conn_str": "postgres://db/shop", "schema_name": "dev"}}
    assert backend["gcs"]["gcs"]["credentials"] == "/run/keys/gcp.json"
    assert backend["s3"]["s3"]["encrypt"] is True
