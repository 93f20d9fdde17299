"""Python source of the constructs of one system, made from its declarations alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import cleandoc
from textwrap import indent, wrap

from provider_lib.generator.choices import fields_by_alias
from provider_lib.generator.hints import (
    argument_hint,
    nested_class,
    property_hint,
    property_source,
    uses_object,
)
from provider_lib.generator.naming import arguments_of, construct_name, split_fields, takes_secrets
from provider_lib.spec import DataSource, Declarations, Declared, Field, Nested, System, roles
from provider_lib.spec.annotations import fields_of
from provider_lib.spec.schema import attributes_of

# All that a module may need; what it does not use is taken out when the source is formatted. The bases have names
# that a declaration hardly takes: a source of some system becomes a class called DataSource.
_HEADER = '''"""Constructs for {title}; made by ``make generate`` from what provider_lib/systems declares."""

# ruff: noqa: A002, A003
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, TypedDict, Unpack

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.data_source import DataSource as DataSourceConstruct
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.given import Given
from provider_lib.constructs.base.outputs import Item, Items, Number, StringMap, TextList, TextMap, resolvable
from provider_lib.constructs.base.resource import Resource as ResourceConstruct
from provider_lib.constructs.base.secret import Secret
from provider_lib.systems import CATALOGUE

__all__ = [{names}]


def __dir__() -> list[str]:
    return __all__
'''
_WIDTH = 120
_ARGUMENT_WIDTH = _WIDTH - 8
_SECRETS_DOC = (
    "Secret entries of `{config}` by key: `Secret.env` for the value of an environment variable of the provider "
    "process, `Secret.variable` for a Terraform variable (Terraform or OpenTofu 1.11 and newer)."
)
_WRITE_ONLY = """\
    @property
    def {name}(self) -> {hint}:
{doc}
        return self.{name}_input

"""
_SECRETS = """\
    @property
    def secrets(self) -> Mapping[str, Secret | str] | None:
        \"\"\"What was given for `secrets`: what the connector has of them cannot be read.\"\"\"
        return self.secrets_input

    @secrets.setter
    def secrets(self, value: Mapping[str, Secret | str] | None) -> None:
        self._assign("secrets", value)"""
_META = "count, depends_on, for_each, lifecycle, provider"
_META_DOC = "As for every resource and data source in the CDK."


def module_source(system: System, catalogue: Declarations) -> str:
    """The module with the constructs of a system."""
    everything: list[type[Declared]] = [*catalogue.resources.values(), *catalogue.data_sources.values()]
    declared = [item for item in everything if item.system is system]
    arguments = _nested(declared, are_inputs=True)
    items = _nested(declared, are_inputs=False)
    choices = fields_by_alias([*declared, *arguments])
    names = [*choices, *(item.__name__ for item in (*arguments, *items)), *map(construct_name, declared)]
    parts = [
        _HEADER.format(title=system.title, names=", ".join(repr(name) for name in sorted(names))),
        "\n".join(_alias_source(name, field) for name, field in choices.items()),
        *(arguments_source(item, item.__name__, catalogue) for item in arguments),
        *(_item_source(item) for item in items),
        *(_construct_source(item, catalogue) for item in declared),
    ]
    return "\n\n\n".join(part for part in parts if part)


def _alias_source(name: str, field: Field) -> str:
    """A type for the texts that an argument may be."""
    return f"{name} = Literal[{', '.join(map(repr, field.choices))}]\n{docstring(field.doc, '')}"


def _nested(declared: Iterable[type[Declared]], *, are_inputs: bool) -> list[type[Nested]]:
    """The classes of nested fields, each after those that it uses."""
    found: dict[type[Nested], None] = {}

    def visit(owner: type, fields: Iterable[Field]) -> None:
        for field in fields:
            if uses_object(field.type):
                nested = nested_class(owner, field.name)
                visit(nested, fields_of(nested).values())
                found[nested] = None

    for item in declared:
        visit(item, [field for field in item.fields().values() if field.is_input is are_inputs])
    return list(found)


def arguments_source(nested: type[Nested], name: str, catalogue: Declarations) -> str:
    """A TypedDict for nested fields that are given as an argument."""
    lines = [f"class {name}(TypedDict, total=False):", docstring(nested.__doc__ or "", "    ")]
    for field in fields_of(nested).values():
        hint = argument_hint(nested, field, catalogue)
        lines.append(f"    {field.name}: {f'Required[{hint}]' if field.is_required else hint}")
        lines.append(docstring(_doc(field), "    "))
    return "\n".join(lines)


def _item_source(nested: type[Nested]) -> str:
    """A class that reads one object of a computed list."""
    head = f"class {nested.__name__}(Item):\n{docstring(nested.__doc__ or '', '    ')}"
    return "\n\n".join([head, *(_property(nested, field) for field in fields_of(nested).values())])


def _construct_source(declared: type[Declared], catalogue: Declarations) -> str:
    fields = declared.fields().values()
    is_data = issubclass(declared, DataSource)
    collection = "data_sources" if is_data else "resources"
    parts = [
        f"class {construct_name(declared)}({'DataSource' if is_data else 'Resource'}Construct):\n"
        + docstring(_class_doc(declared), "    "),
        f'    TF_RESOURCE_TYPE: ClassVar[str] = "{declared.type_name}"\n'
        f'    _declared = CATALOGUE.{collection}["{declared.type_name}"]',
        _constructor(declared, catalogue),
    ]
    arguments = _arguments(declared, catalogue)
    hints = {name: hint if required else f"{hint} | None" for name, hint, required in arguments}
    for field in fields:
        if not field.write_only:
            parts.append(_property(declared, field))
        if field.name in hints:
            parts.append(_setter(field, hints[field.name]))
    if "secrets" in hints:
        parts.append(_SECRETS)
    parts.append("\n".join(f"    {name}_input: Given[{hint}] = Given({name!r})" for name, hint, _ in arguments))
    parts += [_reset(name) for name, _, required in arguments if not required]
    return "\n\n".join(parts)


def _class_doc(declared: type[Declared]) -> str:
    arguments = {"scope": "The construct that holds it.", "id_": "Its name within `scope`."}
    arguments |= {field.name: _doc(field) for field in _plain_arguments(declared)}
    for _, role in declared.fields_with(roles.SecretMap):
        arguments["secrets"] = _SECRETS_DOC.format(config=role.into)
    arguments[_META] = _META_DOC
    lines = [
        "\n".join(wrap(f"{name}: {doc}", _ARGUMENT_WIDTH, subsequent_indent="    ")) for name, doc in arguments.items()
    ]
    return f"{cleandoc(declared.__doc__ or '')}\n\nArgs:\n{indent(chr(10).join(lines), '    ')}"


def _constructor(declared: type[Declared], catalogue: Declarations) -> str:
    arguments = _arguments(declared, catalogue)
    signature = [
        f"{name}: {hint}" if required else f"{name}: {hint} | None = None" for name, hint, required in arguments
    ]
    given = [f"{name!r}: {name}" for name, _, _ in arguments]
    return f"""\
    def __init__(
        self,
        scope: Construct,
        id_: str,
        {"*," if signature else ""}
        {"".join(f"{item}, " for item in signature)}
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {{{", ".join(given)}}}
        super().__init__(scope, id_, given, **meta)"""


def _plain_arguments(declared: type[Declared]) -> Iterator[Field]:
    """The fields that are arguments of the construct under their own name."""
    split = split_fields(declared)
    return (item for item in arguments_of(declared) if item.name not in split)


def _arguments(declared: type[Declared], catalogue: Declarations) -> list[tuple[str, str, bool]]:
    """Name, type and whether it must be given, of every argument."""
    found = [
        (field.name, argument_hint(declared, field, catalogue), field.is_required)
        for field in _plain_arguments(declared)
    ]
    if takes_secrets(declared):
        found.append(("secrets", "Mapping[str, Secret | str]", False))
    return found


def _property(owner: type, field: Field) -> str:
    return f"""\
    @property
    def {field.name}(self) -> {property_hint(owner, field)}:
{docstring(field.doc, "        ")}
        return {property_source(owner, field)}"""


def _setter(field: Field, hint: str) -> str:
    name = field.name
    getter = _WRITE_ONLY.format(name=name, hint=hint, doc=docstring(field.doc, "        ")) if field.write_only else ""
    return f"""{getter}\
    @{name}.setter
    def {name}(self, value: {hint}) -> None:
        self._assign({field.name!r}, value)"""


def _reset(name: str) -> str:
    return f"""\
    def reset_{name}(self) -> None:
        \"\"\"Take back what was given for `{name}`.\"\"\"
        self._reset({name!r})"""


def _doc(field: Field) -> str:
    """What a field is for, with its rules and default in words."""
    doc = attributes_of({field.name: field})[field.name].doc
    match field.default:
        case str() | bool() | int() as value:
            return f"{doc} Default: `{value}`."
        case _:
            return doc


def docstring(text: str, margin: str) -> str:
    """A docstring, each paragraph wrapped; what is indented already is left as it is."""
    lines: list[str] = []
    for line in cleandoc(text).splitlines():
        lines += [line] if line.startswith(" ") or not line else wrap(line, _WIDTH - len(margin) - 6)
    if len(lines) == 1:
        return f'{margin}"""{lines[0]}"""'
    return indent('"""' + "\n".join(lines) + '\n"""', margin)
