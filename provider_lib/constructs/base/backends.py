"""What is wrong with the backend of a stack.

Credentials that were written down: Terraform keeps them in clear, in cdktf.out and beside the state. A place that is
another stack's too: each of them would delete what the other made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.kept import kept
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


_CHOOSING: Final = ("cloud", "remote")
"""Those that may leave it to TF_WORKSPACE which workspace it is."""

_PLACES: Final = {
    "http": "another address",
    "local": "another path",
    "pg": "another schema_name",
    "s3": "another key",
}
"""By what the states of one of these backends are told apart."""


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


def shared_place(stack: cdk.TerraformStack) -> Iterator[str]:
    """A problem when a stack's state would be in the place of another's; the second of them that is looked at has it.

    Args:
        stack: its backend is compared with those of its app that were looked at before.
    """
    backend = stack.node.try_find_child(_ID)
    places: dict[str, str] = kept(stack.node.root, "places of states", dict)
    places.pop(stack.node.path, None)
    if not isinstance(backend, cdk.TerraformBackend):
        return
    for kind, settings in _settings(backend):
        if kind in _CHOOSING and not settings.get("workspaces", {}).get("name"):
            return
        place = json.dumps([kind, settings], sort_keys=True, default=str)
        others = [path for path, other in places.items() if other == place]
        if others:
            yield (
                f"The backends of {others[0]} and {stack.node.path} are the same: they would have one state, and each "
                f"would delete what the other made\nGive each a place of its own: {_PLACES.get(kind, 'another name')}."
            )
        places[stack.node.path] = place


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
