"""What becomes of secrets whose recipients change: a plan says it before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.rest.mapping.seals import Seals
from provider_lib.rest.object.target import title_of
from provider_lib.rest.object.triggers import pulls
from provider_lib.sealing import IDENTITY_VARIABLE, is_sealed
from provider_lib.spec import Resource, roles


def readdressing(
    resource: type[Resource], prior: Mapping[str, Any] | None, planned: Mapping[str, Any], seals: Seals
) -> Iterator[Diagnostic]:
    """Warnings of secrets that are sealed anew, lie in clear from now on, or are renewed.

    Raises:
        ConfigError: what should open them is no identity.
    """
    if prior is None:
        return
    name = title_of(resource, planned, resource.known_as or resource.identity_fields())
    pulled = [
        field.name for field, _ in resource.fields_with(roles.Trigger) if prior[field.name] != planned[field.name]
    ]
    asked_for = {field for one in pulls(resource, pulled, planned) for field in one.renews}
    secrets = seals.readdressed(resource, prior, planned)
    for field, once in resource.fields_with(roles.Once):
        if field.name not in secrets or field.name in asked_for or once.sealed_to is None:
            continue
        summary, detail = _told(field.name, prior[field.name], secrets[field.name], bool(planned[once.sealed_to]))
        yield Diagnostic("warning", summary.format(name=name), detail, (once.sealed_to,))


def _told(secret: str, before: str, clear: str | None, stays_sealed: bool) -> tuple[str, str]:
    if clear is None:
        return (
            f"{secret} of {{name}} will be renewed, because its recipients change",
            "Nothing here opens the one that there is, so a new one is made, and the old one stops working at once. To "
            f"keep it, plan and apply with an identity of one of its recipients so far in {IDENTITY_VARIABLE}.",
        )
    if not stays_sealed:
        return (
            f"{secret} of {{name}} will lie in the state in clear",
            "It has no recipients any more. It stays as it is.",
        )
    if not is_sealed(before):
        return (
            f"{secret} of {{name}} will be encrypted to its recipients",
            "It stays as it is. Until now it lay in the state in clear, and does in every copy of that: if others may "
            "have read one, renew it.",
        )
    return (
        f"{secret} of {{name}} will be encrypted to other recipients",
        "It stays as it is, and who could read it before may know it still: to shut them out, renew it.",
    )
