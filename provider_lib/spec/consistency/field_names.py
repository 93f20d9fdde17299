"""Whether fields have names that Terraform, Python and the constructs can call them by."""

from __future__ import annotations

import re
from collections.abc import Collection
from keyword import iskeyword
from typing import Final

from provider_lib.spec import roles
from provider_lib.spec.annotations import nested_in, title_of
from provider_lib.spec.field import Field
from provider_lib.spec.resource import Action, Declared, Ephemeral
from provider_lib.spec.slip import Slips, slip

NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
"""A name that Terraform takes, and that the constructs can be called by."""

OF_TERRAFORM: Final = frozenset({
    "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner",
})  # fmt: skip
"""What Terraform itself takes in every block."""

OF_OBJECTS: Final = frozenset({
    "compute_fqn", "creation_stack", "fqn", "get_any_map_attribute", "get_boolean_attribute",
    "get_boolean_map_attribute", "get_list_attribute", "get_number_attribute", "get_number_list_attribute",
    "get_number_map_attribute", "get_string_attribute", "get_string_map_attribute", "interpolation_for_attribute",
    "property", "resolve", "to_string",
})  # fmt: skip
"""What an object in a computed list has in the constructs, and what making its class takes."""

OF_CONSTRUCTS: Final = (OF_OBJECTS - {"compute_fqn", "creation_stack", "resolve"}) | frozenset({
    "add_move_target", "add_override", "cdktf_stack", "friendly_unique_id", "generate_config_for_import",
    "has_resource_move", "import_from", "is_construct", "is_terraform_data_source", "is_terraform_element",
    "is_terraform_resource", "meta", "move_from_id", "move_to", "move_to_id", "node", "override_logical_id",
    "provisioners", "reference_to", "reset_override_logical_id", "scope", "secrets", "self",
    "terraform_generator_metadata", "terraform_meta_arguments", "terraform_resource_type", "to_hcl_terraform",
    "to_metadata", "to_terraform", "with_",
})  # fmt: skip
"""What every construct has, and what making one takes."""


def slips(declared: type[Declared], known: Collection[str]) -> Slips:
    """What is wrong with the names of the fields of a declaration, and of those inside them.

    Args:
        declared: a resource, data source or action.
        known: what every declaration of its kind has.
    """
    where, names = title_of(declared), field_names(declared)
    for name in _overwritten(declared, known):
        yield from _hiding(declared, name, known, f"{where}.{name}")
    ours = OF_TERRAFORM if issubclass(declared, Action | Ephemeral) else OF_TERRAFORM | OF_CONSTRUCTS
    for name in names:
        yield from _hiding(declared, name, known, f"{where}.{name}")
        yield from _spelt(name, f"{where}.{name}")
        if name in ours:
            keeper = "Terraform keeps for itself" if name in OF_TERRAFORM else "every construct has already"
            yield slip(f"{where}.{name}", f"has a name that {keeper}", _otherwise(name))
        field = vars(next(base for base in declared.__mro__ if name in vars(base)))[name]
        if name == "timeouts" and not isinstance(field.role, roles.Timeouts):
            instead = f"Declare it by `timeouts()`, or: {_otherwise(name)}"
            yield slip(f"{where}.{name}", "has the name of the limits of time, and is none", instead)
    yield from _made_names(names, where)
    for nested in nested_in(declared):
        for name in field_names(nested):
            yield from _spelt(name, f"{title_of(nested)}.{name}")
            if name in OF_OBJECTS:
                what = "has a name that every object in a list has already"
                yield slip(f"{title_of(nested)}.{name}", what, _otherwise(name))


def _overwritten(declared: type[Declared], known: Collection[str]) -> list[str]:
    """What is written as a field, but has become something else that every declaration has."""
    written = [
        name
        for base in declared.__mro__
        if base.__module__ != Declared.__module__
        for name, hint in vars(base).get("__annotations__", {}).items()
        if "ClassVar" not in str(hint)
    ]
    return [name for name in dict.fromkeys(written) if name in known and name not in field_names(declared)]


def _hiding(declared: type[Declared], name: str, known: Collection[str], where: str) -> Slips:
    if name in known:
        kind = next(base.__name__ for base in declared.__mro__ if base.__module__ == Declared.__module__)
        yield slip(where, f"hides what every {kind} has under this name", _otherwise(name))


def _spelt(name: str, where: str) -> Slips:
    if NAME.fullmatch(name) is None:
        instead = f"Use lower-case letters of ASCII and digits, with single _ between, and say `wire={name!r}`."
        yield slip(where, "has a name that Terraform or Python does not take", instead)
    elif iskeyword(name):
        yield slip(where, "has a name that Python keeps for itself", _otherwise(name))


def _made_names(names: Collection[str], where: str) -> Slips:
    """Each argument ``x`` of a construct also gives it ``x_input`` and ``reset_x``."""
    for name in names:
        for made in (f"{name}_input", f"reset_{name}"):
            if made in names:
                yield slip(f"{where}.{made}", f"has a name that the construct gets from {name}", _otherwise(made))


def field_names(owner: type) -> list[str]:
    """The names of what a class declares as fields, without looking at their types."""
    found = [name for base in owner.__mro__ for name, value in vars(base).items() if isinstance(value, Field)]
    return list(dict.fromkeys(found))


def _otherwise(name: str) -> str:
    return f"Call it otherwise, with `wire={name!r}`."
