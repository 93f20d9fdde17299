"""Apps whose backends were given credentials."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provider_lib.constructs import App, Stack, cdk
from tests.synth.registry import case, refusal

SHOP = {"bucket": "shop", "key": "dev", "region": "eu-central-1"}

WITH_CREDENTIALS: dict[str, Callable[[Stack], Any]] = {
    "pg": lambda stack: cdk.PgBackend(stack, conn_str="postgres://jo:hunter2@db/shop"),
    "s3": lambda stack: cdk.S3Backend(stack, **SHOP, secret_key="hunter2"),
    "http": lambda stack: cdk.HttpBackend(stack, address="https://state.example.com", password="hunter2"),
    "cloud": lambda stack: cdk.CloudBackend(
        stack, organization="shop", workspaces=cdk.NamedCloudWorkspace("dev"), token="hunter2"
    ),
}

WITHOUT: dict[str, Callable[[Stack], Any]] = {
    "none": lambda _: None,
    "pg": lambda stack: cdk.PgBackend(stack, conn_str="postgres://db/shop", schema_name="dev"),
    "s3": lambda stack: cdk.S3Backend(stack, **SHOP, encrypt=True),
    "gcs": lambda stack: cdk.GcsBackend(stack, bucket="shop", credentials="/run/keys/gcp.json"),
}


def _synthesized(give: Callable[[Stack], Any], name: str) -> str | None:
    app = App(outdir=f"backends/{name}")
    give(Stack(app, "dev"))
    return refusal(app.synth)


@case
def backends(app: App) -> Any:  # noqa: ARG001
    return {name: _synthesized(give, name) for name, give in WITH_CREDENTIALS.items()}


@case
def backends_of_two_stacks(app: App) -> Any:  # noqa: ARG001
    told = {}
    for name, keys in {"one place": ("a", "a"), "two places": ("a", "b")}.items():
        shop = App(outdir=f"backends_of_two_stacks/{name}")
        for stack, key in zip(("dev", "prod"), keys, strict=True):
            cdk.S3Backend(Stack(shop, stack), **{**SHOP, "key": key})
        told[name] = refusal(shop.synth)
    return told


@case
def backends_without_credentials(app: App) -> Any:
    for name, give in WITHOUT.items():
        give(Stack(app, name))
