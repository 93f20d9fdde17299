"""Examples for the reference, in Python and in HCL, made from the declarations' own example values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from provider_lib.generator.naming import arguments_of, construct_name, split_fields
from provider_lib.spec import Action, Between, DataSource, Declarations, Declared, Ephemeral, Field, Resource, roles
from provider_lib.spec.types import Bool, List, Map, Number, Object, Set, String, Type

_INLINE_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Reference:
    """Stands in an example for the key of another resource."""

    type_name: str
    attribute: str
    label: str


@dataclass(frozen=True, slots=True)
class SecretEnv:
    """Stands in an example for ``Secret.env(...)``."""

    name: str


def example_values(declared: type[Declared], catalogue: Declarations) -> dict[str, Any]:
    """Values for everything that must be given, and for what has an example."""
    found = {}
    for field in arguments_of(declared):
        value = _example(field, field.type, catalogue)
        if field.example is not None or field.is_required:
            found[field.name] = value
    return found


def _example(field: Field, kind: Type, catalogue: Declarations) -> Any:
    if field.example is not None and field.example is not ...:
        return field.example
    if field.refers_to is not None and isinstance(kind, String):
        type_name, _, attribute = field.refers_to.rpartition(".")
        return Reference(type_name, attribute, label(catalogue.resources[type_name]))
    match kind:
        case String():
            return field.choices[0] if field.choices else "example"
        case Number():
            return next((check.min for check in field.checks if isinstance(check, Between)), 1)
        case Bool():
            return True
        case List(of=item) | Set(of=item):
            return [_example(field, item, catalogue)]
        case Map(of=item):
            return {"example": _example(field, item, catalogue)}
        case Object():
            needed = {name: item for name, item in kind.fields.items() if item.is_required or item.example is not None}
            return {name: _example(item, item.type, catalogue) for name, item in needed.items()}
        case _:
            return {"example": "value"}


def title(declared: type[Declared]) -> str:
    """Id of the example: its ``name``, or else what it is."""
    field = declared.fields().get("name")
    if field is not None and field.is_input and isinstance(field.example, str):
        return field.example
    return declared.thing().replace(" ", "-")


def label(declared: type[Declared]) -> str:
    """Name of the example in HCL, and of its variable in Python."""
    return re.sub(r"\W", "_", title(declared))


def references(values: Any) -> list[Reference]:
    """The other resources that an example refers to."""
    match values:
        case Reference():
            return [values]
        case dict():
            return [found for item in values.values() for found in references(item)]
        case list():
            return [found for item in values for found in references(item)]
        case _:
            return []


def python_example(declared: type[Declared], catalogue: Declarations) -> str:
    """The construct, made inside a stack."""
    values = _arguments(declared, example_values(declared, catalogue))
    name = construct_name(declared)
    lines = [f"from provider_lib.constructs.{declared.system.name} import {name}", ""]
    if "secrets" in values:
        lines.insert(0, "from provider_lib.constructs import Secret")
    arguments = ["self", json.dumps(title(declared))]
    arguments += [f"{key}={_python(value)}" for key, value in values.items()]
    call = f"{label(declared)} = {name}("
    inline = f"{call}{', '.join(arguments)})"
    if len(inline) <= _INLINE_WIDTH and "\n" not in inline:
        return "\n".join([*lines, inline])
    return "\n".join([*lines, call, indent("".join(f"{item},\n" for item in arguments), "    ") + ")"])


def _arguments(declared: type[Declared], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the name of the construct's argument."""
    split = split_fields(declared)
    found = {name: value for name, value in values.items() if name not in split}
    names = declared.only(roles.SecretEnv)
    if names is not None and names.name in split and names.name in values:
        found["secrets"] = {key: SecretEnv(name) for key, name in values[names.name].items()}
    return found


def _python(value: Any) -> str:
    match value:
        case Reference():
            return value.label
        case SecretEnv():
            return f"Secret.env({json.dumps(value.name)})"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case dict():
            return _in_brackets("{}", [f"{json.dumps(key)}: {_python(item)}" for key, item in value.items()])
        case list():
            return _in_brackets("[]", [_python(item) for item in value])
        case _:
            return repr(value)


def _in_brackets(brackets: str, items: list[str]) -> str:
    inline = f"{brackets[0]}{', '.join(items)}{brackets[1]}"
    if len(inline) < _INLINE_WIDTH - 20 and "\n" not in inline:
        return inline
    return f"{brackets[0]}\n{indent(''.join(f'{item},{chr(10)}' for item in items), '    ')}{brackets[1]}"


def hcl_example(declared: type[Declared], catalogue: Declarations) -> str:
    """The block in a Terraform configuration."""
    block = {Resource: "resource", DataSource: "data", Action: "action", Ephemeral: "ephemeral"}
    word = next(word for kind, word in block.items() if issubclass(declared, kind))
    body = hcl_body(example_values(declared, catalogue))
    if issubclass(declared, Action):
        body = f"config {{\n{indent(body, '  ')}\n}}"
    head = f'{word} "{declared.type_name}" "{label(declared)}"'
    return f"{head} {{\n{indent(body, '  ')}\n}}" if body else f"{head} {{}}"


def hcl_body(values: Mapping[str, Any]) -> str:
    """Attributes in HCL; the equals signs of neighbours are aligned, as ``terraform fmt`` does."""
    written = {_hcl_key(name): _hcl(value) for name, value in values.items()}
    flat = [name for name, text in written.items() if "\n" not in text]
    width = max((len(name) for name in flat), default=0)
    lines = [f"{name:<{width}} = {written[name]}" for name in flat]
    blocks = [f"{name} = {text}" for name, text in written.items() if "\n" in text]
    return "\n\n".join([part for part in ("\n".join(lines), *blocks) if part])


def _hcl(value: Any) -> str:
    match value:
        case Reference():
            return f"{value.type_name}.{value.label}.{value.attribute}"
        case dict():
            return f"{{\n{indent(hcl_body(value), '  ')}\n}}" if value else "{}"
        case list():
            return f"[{', '.join(_hcl(item) for item in value)}]"
        case _:
            return json.dumps(value, ensure_ascii=False).replace("${", "$${")


def _hcl_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_][\w-]*", key) else json.dumps(key)
