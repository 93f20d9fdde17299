"""The reference: Markdown pages made from the declarations alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Final

from provider_lib.generator.calls import calls_of
from provider_lib.generator.examples import (
    example_values,
    hcl_example,
    label,
    python_example,
    references,
)
from provider_lib.generator.markdown import table, type_words
from provider_lib.generator.naming import arguments_of, takes_secrets
from provider_lib.generator.provider_page import provider_page
from provider_lib.spec import (
    Action,
    DataSource,
    Declarations,
    Declared,
    Ephemeral,
    Field,
    Resource,
    Template,
    WhenEquals,
)
from provider_lib.spec.checks import NoNulls
from provider_lib.spec.types import List, Map, Object, Set, Type

_NOTICE = "<!-- Made by `make generate` from provider_lib/systems; do not edit. -->"
_SECRETS = (
    'In Python the argument `secrets` stands for both `secret_config` and `secret_env`: `Secret.env("NAME")` for the '
    'value of an environment variable of the provider, `Secret.variable("name")` for a Terraform variable.'
)


WITHOUT: Final = (Action, Ephemeral)
"""Kinds for which the CDK has no constructs."""


def reference_pages(catalogue: Declarations) -> dict[Path, str]:
    """Every page, by path from the folder of the reference."""
    pages = {Path("README.md"): _index(catalogue), Path("provider.md"): provider_page(catalogue)}
    for declared in _everything(catalogue):
        pages[_page(declared)] = _declared_page(declared, catalogue)
    return {path: f"{_NOTICE}\n\n{text.rstrip()}\n" for path, text in pages.items()}


def _everything(catalogue: Declarations) -> Iterator[type[Declared]]:
    yield from catalogue.resources.values()
    yield from catalogue.data_sources.values()
    yield from catalogue.actions.values()
    yield from catalogue.ephemerals.values()


def _page(declared: type[Declared]) -> Path:
    thing = declared.thing().replace(" ", "_")
    kinds = {DataSource: "data_", Action: "action_", Ephemeral: "ephemeral_"}
    prefix = next((prefix for kind, prefix in kinds.items() if issubclass(declared, kind)), "")
    return Path(declared.system.name, f"{prefix}{thing}.md")


def _kind(declared: type[Declared]) -> str:
    kinds = {Resource: "Resource", DataSource: "Data source", Action: "Action", Ephemeral: "Ephemeral resource"}
    return next(word for kind, word in kinds.items() if issubclass(declared, kind))


def _index(catalogue: Declarations) -> str:
    parts = [
        "# Reference",
        "What each resource, data source, action and ephemeral resource takes and gives, and how it is reached. "
        "The [provider page](provider.md) has the settings and their environment variables, and [policy](policy.md) "
        "has the rules that apps are held to.",
    ]
    for system in catalogue.systems.values():
        declared = [item for item in _everything(catalogue) if item.system is system]
        rows = [
            (f"[`{item.type_name}`]({_page(item)})", _kind(item).lower(), _first_sentence(item)) for item in declared
        ]
        parts += [f"## {system.title}", table(("Type", "Kind", "What it is"), rows)]
    return "\n\n".join(parts)


def _first_sentence(declared: type[Declared]) -> str:
    return cleandoc(declared.__doc__ or "").splitlines()[0]


def _declared_page(declared: type[Declared], catalogue: Declarations) -> str:
    requests = [(purpose.capitalize(), f"`{request}`") for purpose, request in calls_of(declared)]
    computed = [field for field in declared.fields().values() if not field.is_input]
    parts = [
        f"# {declared.type_name}",
        f"{_kind(declared)} of {declared.system.title}.",
        cleandoc(declared.__doc__ or ""),
        *_examples(declared, catalogue),
        *_section(
            "## Arguments", _argument_tables(arguments_of(declared), has_construct=not issubclass(declared, WITHOUT))
        ),
        *([_SECRETS] if takes_secrets(declared) else []),
        *_section("## Attributes", _attribute_tables(computed)),
        *([*_import_section(declared), *_list_section(declared)] if issubclass(declared, Resource) else []),
        *(["## HTTP calls", table(("Purpose", "Request"), requests)] if requests else []),
    ]
    return "\n\n".join(parts)


def _section(heading: str, parts: Iterable[str]) -> list[str]:
    found = list(parts)
    return [heading, *found] if found else []


def _examples(declared: type[Declared], catalogue: Declarations) -> Iterator[str]:
    yield "## Example"
    found = references(example_values(declared, catalogue))
    for name, type_name in dict.fromkeys((reference.label, reference.type_name) for reference in found):
        yield f"`{name}` is a [`{type_name}`]({_page(catalogue.resources[type_name]).name})."
    if not issubclass(declared, WITHOUT):
        yield f"```python\n{python_example(declared, catalogue)}\n```"
    yield f"```hcl\n{hcl_example(declared, catalogue)}\n```"
    if issubclass(declared, Action):
        address = f"action.{declared.type_name}.{label(declared)}"
        yield f"Run it with `terraform apply -invoke={address}`, or from an `action_trigger` of a resource."


def _argument_tables(fields: Iterable[Field], *, has_construct: bool, within: str = "") -> Iterator[str]:
    rows = [
        (
            f"`{field.name}`",
            type_words(field.type),
            "yes" if field.is_required else "",
            _default(field),
            " ".join([field.doc, *_rules(field), *(_constructs(field) if has_construct else [])]),
        )
        for field in fields
    ]
    if rows:
        yield table(("Argument", "Type", "Required", "Default", "What it is"), rows)
    for field in fields:
        if isinstance(inner := _innermost(field.type), Object) and inner.fields:
            yield f"### {within}{field.name}"
            nested = [item for item in inner.fields.values() if item.is_input]
            yield from _argument_tables(nested, has_construct=has_construct, within=f"{within}{field.name}.")


def _attribute_tables(fields: Iterable[Field], *, within: str = "") -> Iterator[str]:
    rows = [
        (f"`{field.name}`", type_words(field.type), f"{field.doc} Sensitive." if field.sensitive else field.doc)
        for field in fields
    ]
    if rows:
        yield table(("Attribute", "Type", "What it is"), rows)
    for field in fields:
        if isinstance(inner := _innermost(field.type), Object) and inner.fields:
            yield f"### {within}{field.name}"
            yield from _attribute_tables(inner.fields.values(), within=f"{within}{field.name}.")


def _innermost(kind: Type) -> Type:
    match kind:
        case List(of=item) | Set(of=item) | Map(of=item):
            return _innermost(item)
        case _:
            return kind


def _default(field: Field) -> str:
    match field.default:
        case None:
            return "set by the server" if field.server_default else ""
        case bool() as value:
            return f"`{str(value).lower()}`"
        case Template(text=text):
            return f"`{text}`"
        case WhenEquals(field=other, value=value):
            return f"`true` when `{other}` is `{value}`"
        case value:
            return f"`{value}`"


def _rules(field: Field) -> Iterator[str]:
    """What holds for an argument, in sentences."""
    for check in field.checks:
        if not isinstance(check, NoNulls):
            yield f"Must be {check.words}."
    if field.immutable:
        yield "A change replaces the object."
    if field.sensitive:
        yield "Sensitive."


def _constructs(field: Field) -> Iterator[str]:
    if field.refers_to:
        yield f"In Python also the construct of a `{field.refers_to.rpartition('.')[0]}`."


def _import_section(declared: type[Resource]) -> Iterator[str]:
    names = declared.identity_fields()
    if not names:
        return
    import_id = "/".join(f"<{name}>" for name in names)
    yield "## Import"
    yield (
        f"The import id is `{import_id}`; a `/` inside a part is written `%2F`. In Python call `import_from` on the "
        f"construct, or:"
    )
    yield f"```sh\nterraform import {declared.type_name}.{label(declared)} '{import_id}'\n```"


def _list_section(declared: type[Resource]) -> Iterator[str]:
    if declared.listing() is None:
        return
    *first, last = (f"`{name}`" for name in declared.list_schema().attributes)
    filters = f"{', '.join(first)} and {last} are filters" if first else f"{last} is a filter"
    yield "## List"
    yield (
        f"[`terraform query`](../../guides/terraform.md#what-is-there-already) finds every one; {filters}, in which "
        "`*` and `?` stand for any text."
    )
