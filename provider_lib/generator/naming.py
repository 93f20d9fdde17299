"""How declared things are called in the constructs."""

from __future__ import annotations

from provider_lib.spec import DataSource, Declared, Field, roles


def construct_name(declared: type[Declared]) -> str:
    """Name of the construct class: ``Environment``, ``DataEnvironment`` for the data source of the same thing."""
    if issubclass(declared, DataSource):
        return "Data" + declared.__name__.removesuffix("Data")
    return declared.__name__


def arguments_of(declared: type[Declared]) -> list[Field]:
    """The fields that may be given: keys first, then what else must be given, then the rest."""
    inputs = (field for field in declared.fields().values() if field.is_input)
    return sorted(inputs, key=lambda field: (not field.role.traits.identifies, not field.is_required))


def takes_secrets(declared: type[Declared]) -> bool:
    """Whether the construct has the argument ``secrets`` in place of the fields that it is split into."""
    return declared.only(roles.SecretMap) is not None


def split_fields(declared: type[Declared]) -> list[str]:
    """The fields that the argument ``secrets`` is split into."""
    return [field.name for field, _ in declared.fields_with(roles.SecretEntries)] if takes_secrets(declared) else []
