"""Credentials of a backend that were written down: Terraform keeps them in clear, in cdktf.out and beside the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from provider_lib.constructs.base._cdk import cdk
from provider_lib.spec.clear_secrets import clear_secret

_ID: Final = "backend"
"""The id that the CDK gives every backend."""

_VARIABLES: Final = {
    "azurerm": "ARM_ACCESS_KEY, ARM_SAS_TOKEN or ARM_CLIENT_SECRET",
    "cloud": "TF_TOKEN_<host>",
    "consul": "CONSUL_HTTP_TOKEN",
    "cos": "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
    "gcs": "GOOGLE_CREDENTIALS",
    "http": "TF_HTTP_USERNAME and TF_HTTP_PASSWORD",
    "oss": "ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY",
    "pg": "PGUSER and PGPASSWORD, or PG_CONN_STR",
    "remote": "TF_TOKEN_<host>",
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
}
"""The variables from which Terraform's backends take credentials."""


def refused_credentials(stack: cdk.TerraformStack) -> Iterator[str]:
    """A problem for each setting of a stack's backend that holds a secret in clear.

    Args:
        stack: its backend is looked at.
    """
    backend = stack.node.try_find_child(_ID)
    if not isinstance(backend, cdk.TerraformBackend):
        return
    for kind, settings in _settings(backend):
        for path, value in _texts(settings):
            if (what := clear_secret(path[-1], value)) is not None:
                advice = (
                    f"Leave it out, and set {_VARIABLES[kind]}" if kind in _VARIABLES else "Leave it out, and set it"
                )
                yield (
                    f"The backend of {stack.node.path}: {'.'.join(path)} is {what}, and would lie in cdktf.out and "
                    f"beside the state in clear\n{advice} where sluice or Terraform runs."
                )


def _settings(backend: cdk.TerraformBackend) -> Iterator[tuple[str, Any]]:
    """What the backend is, and its settings."""
    block = cast("Mapping[str, Any]", backend.to_terraform()).get("terraform", {})
    yield from block.get("backend", {}).items()
    if "cloud" in block:
        yield "cloud", block["cloud"]


def _texts(settings: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, value in settings.items() if isinstance(settings, Mapping) else ():
        if isinstance(value, str):
            yield (*above, name), value
        else:
            yield from _texts(value, (*above, name))
