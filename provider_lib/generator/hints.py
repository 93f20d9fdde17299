"""Types of arguments and properties, as they are written in the generated constructs."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin, get_type_hints

from provider_lib.errors import DeclarationError
from provider_lib.generator.choices import choices_name
from provider_lib.generator.naming import construct_name
from provider_lib.spec import Declarations, Field, Nested, roles
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type


def argument_hint(owner: type, field: Field, catalogue: Declarations) -> str:
    """The type of an argument, e.g. ``str | Environment``.

    Args:
        owner: the declared class, or the class of nested fields, that has the field.
        field: the field.
        catalogue: where to find the constructs that may be given instead of their key.
    """
    return _hint(owner, field, field.type, catalogue)


def _hint(owner: type, field: Field, kind: Type, catalogue: Declarations) -> str:
    match kind:
        case String():
            return _text_hint(owner, field, catalogue)
        case Number():
            return "float"
        case Bool():
            return "bool | cdk.IResolvable"
        case List(of=item) | Set(of=item):
            return f"Sequence[{_hint(owner, field, item, catalogue)}]"
        case Map(of=String()) if isinstance(field.role, roles.ConfigMap):
            return "Mapping[str, Any]"
        case Map(of=String()) if not field.sensitive:
            return "Mapping[str, str | float]"
        case Map(of=item):
            return f"Mapping[str, {_hint(owner, field, item, catalogue)}]"
        case Object():
            return nested_class(owner, field.name).__name__
        case Dynamic():
            return "Any"


def _text_hint(owner: type, field: Field, catalogue: Declarations) -> str:
    if field.choices:
        return choices_name(owner, field.name)
    if field.sensitive:
        return "str | Secret"
    return " | ".join(["str", *_constructs_with(field.refers_to, catalogue)])


def _constructs_with(reference: str | None, catalogue: Declarations) -> list[str]:
    """The constructs that have the attribute ``reference`` (``type.attribute``)."""
    if reference is None:
        return []
    type_name, _, attribute = reference.rpartition(".")
    kinds = [catalogue.resources.get(type_name), catalogue.data_sources.get(type_name)]
    found = [construct_name(kind) for kind in kinds if kind is not None and attribute in kind.fields()]
    if not found:
        raise DeclarationError(f"nothing declared has the attribute {reference}", "Correct `refers_to`.")
    return found


def property_hint(owner: type, field: Field) -> str:
    """The type of what reading an attribute gives."""
    match field.type:
        case String():
            return "str"
        case Number():
            return "float"
        case List(of=String()) | Set(of=String()):
            return "list[str]"
        case List(of=Object()) | Set(of=Object()) if not field.is_input:
            return f"Items[{nested_class(owner, field.name).__name__}]"
        case Map(of=String()) if field.is_input:
            return "Mapping[str, str]"
        case Map(of=String()):
            return "StringMap"
        case _:
            return "cdk.IResolvable"


def property_source(owner: type, field: Field) -> str:
    """The expression that reads an attribute."""
    name = repr(field.name)
    match field.type:
        case String():
            return f"self.get_string_attribute({name})"
        case Number():
            return f"Number(self, {name})"
        case List(of=String()) | Set(of=String()):
            return f"TextList(self, {name})"
        case List(of=Object()) if not field.is_input:
            return f"Items(self, {name}, {nested_class(owner, field.name).__name__})"
        case Set(of=Object()) if not field.is_input:
            return f"Items(self, {name}, {nested_class(owner, field.name).__name__}, is_set=True)"
        case Map(of=String()) if field.is_input:
            return f"TextMap(self, {name})"
        case Map(of=String()):
            return f"StringMap(self, {name})"
        case _:
            return f"resolvable(self, {name})"


def nested_class(owner: type, field: str) -> type[Nested]:
    """The class of nested fields in the annotation of a field.

    Raises:
        DeclarationError: there is none.
    """
    found = _nested_in(get_type_hints(owner, include_extras=True)[field])
    if found is None:
        raise DeclarationError(f"{owner.__name__}.{field} has no class of nested fields")
    return found


def _nested_in(hint: Any) -> type[Nested] | None:
    if isinstance(hint, type) and get_origin(hint) is None:
        return hint if issubclass(hint, Nested) else None
    parts = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    return next((found for part in parts if (found := _nested_in(part))), None)


def uses_object(kind: Type) -> bool:
    """Whether values of this type hold nested fields."""
    match kind:
        case List(of=item) | Set(of=item) | Map(of=item):
            return uses_object(item)
        case _:
            return isinstance(kind, Object)


__all__ = ["argument_hint", "nested_class", "property_hint", "property_source", "uses_object"]
