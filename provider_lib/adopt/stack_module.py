"""The module of a stack: a construct for each object, as somebody would write it who knows them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provider_lib.adopt.account import Found, telling_key
from provider_lib.adopt.names import Names, class_name
from provider_lib.adopt.python_text import STEP, WIDTH, Atom, Group, Node, Text, quoted, written
from provider_lib.adopt.shared_values import Shared, shared_values
from provider_lib.spec import Field, KeyCatalog, System, Template, WhenEquals, roles
from provider_lib.spec.types import List, Map, Object, Set, Type

PROVIDER_ID = "sluice"
"""The construct of the provider, which every stack has."""

SECRETS = "secrets"
"""The argument of a construct for the secret entries of its configuration."""


def stack_module(
    stack: str, system: System, found: Sequence[Found], names: Names, settings: Mapping[str, Any] | None = None
) -> str:
    """The source of a stack.

    Args:
        stack: its name.
        system: whose objects these are.
        found: the objects, those first that others refer to.
        names: of their constructs.
        settings: where the system is, as far as the environment does not say it.
    """
    writer = _Writer(found, names)
    made = [(names.local(item), writer.construct(item)) for item in found]
    constructs = [
        written(node, f"{local} = " if local in writer.referred else "", indent=STEP * 2) for local, node in made
    ]
    lifted = {each.name: each for each in writer.used}
    shared = [
        written(
            Group("{", [(f"{quoted(key)}: ", Text(value)) for key, value in each.entries.items()], "}", spread=True),
            before=f"{each.name} = ",
        )
        for each in lifted.values()
    ]
    imported, common = _imports(found, bool(settings))
    flat = f"from provider_lib.constructs.{system.name} import {', '.join(imported)}"
    spread = Group("(", [("", Atom(each)) for each in imported], ")", spread=True)
    module = flat if len(flat) <= WIDTH else written(spread, flat.partition(imported[0])[0])
    lines = [
        f'"""What sluice adopt found of {system.title}."""',
        "",
        "from __future__ import annotations",
        "",
        f"from provider_lib.constructs import {', '.join(common)}",
        module,
        "",
        *([text for each in shared for text in (each, "")]),
        "",
        f"class {stack_class(stack, found)}(Stack):",
        f'{STEP}"""The objects of {system.title} that were there before this code."""',
        "",
        f"{STEP}def __init__(self, app: App) -> None:",
        f"{STEP * 2}super().__init__(app, {quoted(stack)})",
        *([written(_provider(system, settings), indent=STEP * 2)] if settings else []),
        *constructs,
    ]
    return "\n".join(lines) + "\n"


def stack_class(stack: str, found: Sequence[Found]) -> str:
    """The name of the class of a stack, which none of the names in its module has."""
    imported, common = _imports(found, has_provider=True)
    name = class_name(stack)
    return f"{name}Stack" if name in {*imported, *common} else name


def _imports(found: Sequence[Found], has_provider: bool) -> tuple[list[str], list[str]]:
    """What a module imports: the constructs of its system, and what all have."""
    needed = {"Secret": any(item.secrets for item in found), "SluiceProvider": has_provider}
    common = ["App", *(name for name, is_needed in needed.items() if is_needed), "Stack"]
    return sorted({item.resource.__name__ for item in found}), common


def _provider(system: System, settings: Mapping[str, Any]) -> Node:
    """The provider of a stack, which takes the place of the one that is configured by the environment alone."""
    arguments: list[tuple[str, Node]] = [
        ("", Atom("self")),
        ("", Text(PROVIDER_ID)),
        (f"{system.name}=", _setting(settings)),
    ]
    return Group("SluiceProvider(", arguments, ")", spread=True)


def _setting(value: Any) -> Node:
    match value:
        case Mapping():
            return Group("{", [(f"{quoted(key)}: ", _setting(item)) for key, item in value.items()], "}")
        case list():
            return Group("[", [("", _setting(item)) for item in value], "]")
        case str():
            return Text(value)
        case _:
            return Atom(repr(value))


class _Writer:
    def __init__(self, found: Sequence[Found], names: Names) -> None:
        self._names = names
        self._shared = _lifted(found)
        self._written: dict[tuple[str, str], list[str]] = {}
        self.used: list[Shared] = []
        self.referred: set[str] = set()

    def construct(self, found: Found) -> Node:
        """The call that makes the construct of an object."""
        arguments: list[tuple[str, Node]] = [("", Atom("self")), ("", Text(self._names.id_of(found)))]
        for field in _in_order(found):
            node = self._argument(found, field)
            if node is not None:
                arguments.append((f"{field.name}=", node))
        if found.secrets:
            variables = {key: Text(self._names.environment(found, key)) for key in found.secrets}
            entries = [(f"{quoted(key)}: ", Group("Secret.env(", [("", text)], ")")) for key, text in variables.items()]
            arguments.append((f"{SECRETS}=", Group("{", entries, "}")))
        self._remember(found, self._names.local(found))
        return Group(f"{found.resource.__name__}(", arguments, ")", spread=True)

    def _remember(self, found: Found, local: str) -> None:
        for name, value in found.values.items():
            if isinstance(value, str):
                self._written.setdefault((f"{found.resource.type_name}.{name}", value), []).append(local)

    def _argument(self, found: Found, field: Field) -> Node | None:
        value = found.values[field.name]
        if not field.is_input or field.write_only or isinstance(field.role, roles.SecretEntries):
            return None
        if value is None or value == _default(field, found.values):
            return None
        if isinstance(field.role, roles.ConfigMap):
            return self._configuration(found, value)
        return self._value(field, field.type, value)

    def _configuration(self, found: Found, config: Mapping[str, str]) -> Node:
        lifted = [each for each in self._shared.get(found.resource.type_name, ()) if each.is_in(config)]
        self.used += lifted
        rest = {key: value for key, value in config.items() if not any(key in each.entries for each in lifted)}
        first = telling_key(found.resource)
        keys = sorted(rest, key=lambda key: (key != first, key))
        items: list[tuple[str, Node]] = [("**", Atom(each.name)) for each in lifted]
        entries: list[tuple[str, Node]] = [(f"{quoted(key)}: ", Text(rest[key])) for key in keys]
        above = 1 if first in rest else 0
        return Group("{", [*entries[:above], *items, *entries[above:]], "}", spread=True)

    def _value(self, field: Field | None, kind: Type, value: Any) -> Node:
        match kind:
            case Object(fields=fields):
                return Group("{", list(self._members(fields, value)), "}")
            case List(of=of):
                return Group("[", [("", self._value(field, of, item)) for item in value], "]")
            case Set(of=of):
                items = sorted(value, key=str)
                return Group("[", [("", self._value(field, of, item)) for item in items], "]")
            case Map(of=of):
                return Group(
                    "{", [(f"{quoted(key)}: ", self._value(None, of, value[key])) for key in sorted(value)], "}"
                )
            case _ if isinstance(value, str):
                return self._reference(self._meant(field, value)) or Text(value)
            case _:
                return Atom(str(value))

    def _members(self, fields: Mapping[str, Field], value: Mapping[str, Any]) -> Iterator[tuple[str, Node]]:
        """The members of an object; those that refer to the same kind refer to the same object."""
        for name, field in fields.items():
            if not field.is_input or value[name] is None or value[name] == field.default:
                continue
            kind = _kind_referred_to(field)
            fellows = [each for each in fields.values() if kind and _kind_referred_to(each) == kind]
            meant = [self._meant(each, value[each.name]) for each in fellows]
            reference = self._reference(set.intersection(*meant)) if meant else None
            yield f"{quoted(name)}: ", reference or self._value(field, field.type, value[name])

    def _meant(self, field: Field | None, value: Any) -> set[str]:
        """The constructs written so far that a value may refer to."""
        return set(self._written.get((field.refers_to, value), ())) if field and field.refers_to else set()

    def _reference(self, meant: set[str]) -> Atom | None:
        """The construct that is meant; None where it is none, or may be any of several."""
        if len(meant) != 1:
            return None
        self.referred |= meant
        return Atom(*meant)


def _kind_referred_to(field: Field) -> str:
    return (field.refers_to or "").partition(".")[0]


def _lifted(found: Sequence[Found]) -> dict[str, list[Shared]]:
    """By kind, what its configurations share."""
    kinds: dict[str, list[Found]] = {}
    for item in found:
        if item.resource.only(roles.ConfigMap) is not None:
            kinds.setdefault(item.resource.type_name, []).append(item)
    names: set[str] = set()
    return {
        kind: shared_values([_config(item) for item in items], telling_key(items[0].resource), names)
        for kind, items in kinds.items()
    }


def _config(found: Found) -> Mapping[str, str]:
    field = found.resource.only(roles.ConfigMap)
    assert field is not None
    return found.values[field.name] or {}


def _in_order(found: Found) -> list[Field]:
    """The fields with what names the object first, and then what must be given."""
    fields = found.resource.fields()
    first = found.resource.known_as or found.resource.identity_fields()
    kind = found.resource.validation.kind if isinstance(found.resource.validation, KeyCatalog) else ""
    return sorted(fields.values(), key=lambda field: (field.name not in (*first, kind), not field.is_required))


def _default(field: Field, values: Mapping[str, Any]) -> Any:
    """What it is when it is left out."""
    match field.default:
        case Template(text=text):
            return text.format_map({name: value for name, value in values.items() if isinstance(value, str)})
        case WhenEquals(field=other, value=value):
            return bool(values[other] == value)
        case default:
            return default
