"""What Terraform is told about a resource: attributes with their types and flags."""

from __future__ import annotations

from collections.abc import Mapping

from provider_lib.dataclass import dataclass, field
from provider_lib.spec.checks import NoNulls
from provider_lib.spec.field import Field
from provider_lib.spec.types import Type


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as Terraform sees it."""

    type: Type
    doc: str = ""
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    write_only: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The attributes of a resource, data source, action or the provider.

    Args:
        attributes: by name.
        doc: Markdown, for the reference.
        version: state version; raised when an upgrade of stored state is needed.
        identity: names of the String attributes that identify the remote object, in import-id order;
            empty for data sources, actions and the provider.
    """

    attributes: Mapping[str, Attribute]
    doc: str = ""
    version: int = 0
    identity: tuple[str, ...] = ()
    identity_docs: Mapping[str, str] = field(default_factory=dict)


def attributes_of(fields: Mapping[str, Field]) -> dict[str, Attribute]:
    """What Terraform is told about declared fields."""
    return {name: _attribute(item) for name, item in fields.items()}


def _attribute(item: Field) -> Attribute:
    rules = [check.words for check in item.checks if check.words != NoNulls().words]
    doc = " ".join([item.doc, *(f"Must be {rule}." for rule in rules)])
    if not item.is_input:
        return Attribute(item.type, doc, computed=True, sensitive=item.sensitive)
    return Attribute(
        item.type,
        doc,
        required=item.is_required,
        optional=not item.is_required,
        computed=item.default is not None or item.server_default,
        sensitive=item.sensitive,
        write_only=item.write_only,
    )
