"""The imports of a stack, in a module that can go after the first deploy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from provider_lib.adopt.account import Found, Identity
from provider_lib.adopt.names import Names
from provider_lib.adopt.python_text import Atom, Group, Node, Text, quoted, written
from provider_lib.spec import Resource, roles

_REST = '''

def adopt(stack: Stack) -> None:
    """Take over what is named above, with the next deploy of the stack."""
    for name, import_id in IMPORTS.items():
        resource = stack.node.find_child(name)
        assert isinstance(resource, cdk.TerraformResource)
        resource.import_from({import_id})
'''

_TEXT = '''

def _text(import_id: str | dict[str, object]) -> str:
    """An import id; one that knows of secrets is JSON."""
    return import_id if isinstance(import_id, str) else json.dumps(import_id)
'''


def import_id(found: Found, variables: Mapping[str, str]) -> str | dict[str, object]:
    """By which it is imported: with the variables of its secrets, so that an import knows them for what they are.

    Args:
        found: the object.
        variables: key of its configuration -> variable of the environment.
    """
    field = found.resource.only(roles.SecretEnv)
    if not variables or field is None:
        return found.resource.import_id(found.identity)
    named = dict(zip(found.resource.identity_fields(), found.identity, strict=True))
    return {**named, field.name: dict(variables)}


def imported_identity(resource: type[Resource], import_id: str) -> Identity | None:
    """The values that an import id names; None where it names no object.

    Args:
        resource: what it is.
        import_id: with the variables of secrets or without.
    """
    names = resource.identity_fields()
    if not import_id.startswith("{"):
        parts = tuple(map(unquote, import_id.split("/")))
        return parts if len(parts) == len(names) else None
    try:
        given = json.loads(import_id)
        return tuple(str(given[name]) for name in names)
    except (ValueError, LookupError):
        return None


def imports_module(stack: str, found: Sequence[Found], names: Names) -> str:
    """The module that imports what a stack has.

    Args:
        stack: its name.
        found: what is in it.
        names: of its constructs.
    """
    entries: list[tuple[str, Node]] = []
    for item in found:
        variables = {key: names.environment(item, key) for key in item.secrets}
        entries.append((f"{quoted(names.id_of(item))}: ", _node(import_id(item, variables))))
    needs_json = any(isinstance(node, Group) for _, node in entries)
    kind = ": dict[str, str | dict[str, object]]" if needs_json else ""
    table = written(Group("{", entries, "}", spread=True), before=f"IMPORTS{kind} = ")
    rest = _REST.replace("{import_id}", "_text(import_id)" if needs_json else "import_id") + (
        _TEXT if needs_json else ""
    )
    heading = (
        f'"""What the first deploy of the stack {stack} takes over.\n\n'
        'After that deploy, delete this file and the lines that use it.\n"""\n\n'
        "from __future__ import annotations\n\n"
    )
    above = "import json\n\n" if needs_json else ""
    return f"{heading}{above}from provider_lib.constructs import Stack, cdk\n\n{table}\n{rest}"


def _node(value: object) -> Node:
    match value:
        case str():
            return Text(value)
        case dict():
            return Group("{", [(f"{quoted(key)}: ", _node(item)) for key, item in value.items()], "}")
        case _:
            return Atom(repr(value))
