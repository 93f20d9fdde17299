"""Two synths of a stack, before and after, as the plan that a review reads: no server and no state are asked.

An object is as its code says, with the defaults of its declaration. What it takes from another is the value that the
code gives to that, or else the other's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from provider_lib.review.masking import masked
from provider_lib.review.report import Remark
from provider_lib.review.words import apart
from provider_lib.spec import Declarations, Field, Resource, WhenEquals, roles

FORMAT: Final = "1.2"
"""Of the plans that are written."""
META: Final = ("//", "depends_on", "lifecycle", "provider", "provisioner", "connection")
"""What is Terraform's business, and no value of an object."""
REPEATED: Final = ("for_each", "count")
"""By a change of these objects come and go, and the code alone does not tell which."""
SETTINGS: Final = {
    "provider": "The settings of the provider change: objects may be looked for elsewhere",
    "terraform": "The settings of Terraform change: the state may be looked for elsewhere",
    "variable": "The variables change",
    "locals": "The local values change",
    "data": "What is looked up changes",
}
"""Blocks that make no object, and may change what is done to all."""

_LITERAL = re.compile(r"\$(\$\{[\w-]+(?::[^{}\s]*)?\})")
"""What the code escapes for a server (``$${topic}``), and what is no expression of Terraform's without that either."""
_REFERENCE = re.compile(r"(?<!\$)\$\{((?:data\.)?[A-Za-z]\w*\.[\w-]+)(?:\.([\w-]+))?\}")

Stack = Mapping[str, Any]
"""What a synth writes for a stack."""


@dataclass(frozen=True, slots=True)
class _Side:
    """The objects of one synth: address -> what the code says."""

    bodies: Mapping[str, Mapping[str, Any]]
    catalogue: Declarations

    @classmethod
    def of(cls, stack: Stack, catalogue: Declarations, moves: Mapping[str, str]) -> _Side:
        """The objects of a stack, where they are after the moves."""
        return cls({moves.get(address, address): body for address, body in _resources(stack)}, catalogue)

    def values(self, address: str, moves: Mapping[str, str]) -> dict[str, Any]:
        """An object as its server will have it, as far as the code says."""
        given = {name: item for name, item in self.bodies[address].items() if name not in META}
        values: dict[str, Any] = {name: self.resolved(item, moves) for name, item in given.items()}
        declared = self.catalogue.resources.get(_kind(address))
        if declared is None:
            return values
        defaults = {
            it.name: default for it in declared.fields().values() if (default := _default(it, values)) is not None
        }
        return {**declared.surmised(values), **defaults, **values}

    def resolved(self, value: Any, moves: Mapping[str, str], asked: tuple[str, ...] = ()) -> Any:
        """A value with what it refers to in the place of the references."""
        match value:
            case Mapping():
                return {name: self.resolved(item, moves, asked) for name, item in value.items()}
            case list():
                return [self.resolved(item, moves, asked) for item in value]
            case str() if "${" in value:
                whole = _REFERENCE.fullmatch(value)
                if whole is not None:
                    return self._named(whole, moves, asked)
                said = _REFERENCE.sub(lambda found: str(self._named(found, moves, asked)), value)
                return _LITERAL.sub(r"\1", said)
        return value

    def _named(self, found: re.Match[str], moves: Mapping[str, str], asked: tuple[str, ...]) -> Any:
        """What a reference stands for: a value that is in the code, or else the name of what is referred to."""
        address, attribute = moves.get(found[1], found[1]), found[2]
        body = self.bodies.get(address)
        if body is None or attribute is None:
            return found[0]
        declared = self.catalogue.resources.get(_kind(address))
        field = declared.fields().get(attribute) if declared else None
        if field is not None and field.is_input and not _is_secret(field) and found[0] not in asked:
            value = body.get(attribute, _default(field, body))
            if value is not None:
                return self.resolved(value, moves, (*asked, found[0]))
        path = body.get("//", {}).get("metadata", {}).get("path")
        return f"{path or address}.{attribute}"


def planned(before: Stack | None, after: Stack | None, catalogue: Declarations) -> dict[str, Any]:
    """What becomes of a stack, as a plan in JSON.

    Args:
        before: None for a stack that is new.
        after: None for one that is gone: nobody deploys or destroys what it made.
        catalogue: says what cannot change in place.
    """
    moves = _moves(before or {}, after or {})
    old = _Side.of(before or {}, catalogue, moves)
    new = _Side.of(after or {}, catalogue, {})
    came_from = {new_address: old_address for old_address, new_address in moves.items()}
    imported = {item.get("to") for item in _blocks(after or {}, "import")}
    kept = {item.get("from") for item in _blocks(after or {}, "removed")} if after is not None else {*old.bodies}
    changes = []
    for address in sorted({*old.bodies, *new.bodies}):
        was = old.values(address, moves) if address in old.bodies else None
        becomes = new.values(address, {}) if address in new.bodies else None
        change = _change(address, was, becomes, catalogue, is_kept=address in kept)
        if address in came_from:
            change["previous_address"] = came_from[address]
        if was is None and address in imported:
            change["change"] |= {"actions": ["no-op"], "importing": {}}
        changes.append(change)
    return {
        "format_version": FORMAT,
        "planned_values": {},
        "resource_changes": changes,
        "output_changes": dict(_outputs((before or {}, old, moves), (after or {}, new, {}))),
        "configuration": {"root_module": {"resources": list(_expressions(after or {}, catalogue))}},
    }


def settings(before: Stack | None, after: Stack | None) -> tuple[Remark, ...]:
    """What is to be said of a stack beside its objects: it comes, it goes, or its settings change."""
    if before is None:
        return ()
    if after is None:
        detail = "Nothing deploys or destroys what it made any more: destroy it first, from the code before."
        return (Remark("warning", "The stack is not in the code any more", detail),)
    found = []
    for name in SETTINGS:
        old, new = (dict(_leaves(stack.get(name), (name,))) for stack in (before, after))
        rows = [
            f"{'.'.join(path)}: {' -> '.join(apart(*(masked(side.get(path), key=path[-1]) for side in (old, new))))}"
            for path in sorted({*old, *new})
            if old.get(path) != new.get(path)
        ]
        if rows:
            found.append(Remark("warning", SETTINGS[name], "\n".join(rows)))
    old_bodies, new_bodies = dict(_resources(before)), dict(_resources(after))
    for address in sorted(old_bodies.keys() & new_bodies.keys()):
        was, becomes = (bodies[address].get("provider") for bodies in (old_bodies, new_bodies))
        if was != becomes:
            detail = " -> ".join(apart(was, becomes))
            found.append(Remark("warning", "It is looked for by another provider from now on", detail, address))
    return tuple(found)


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    if items:
        for name, item in items:
            if name != "//":
                yield from _leaves(item, (*path, str(name)))
    elif value is not None:
        yield path, value


def _change(
    address: str, was: dict[str, Any] | None, becomes: dict[str, Any] | None, catalogue: Declarations, *, is_kept: bool
) -> dict[str, Any]:
    declared = catalogue.resources.get(_kind(address))
    fixed = _fixed(declared, was, becomes) if declared is not None and was is not None and becomes is not None else []
    if was is None:
        actions = ["create"]
    elif becomes is None:
        actions = ["forget"] if is_kept else ["delete"]
    elif was == becomes:
        actions = ["no-op"]
    elif any(was.get(name) != becomes.get(name) for name in REPEATED):
        actions = ["others are made or destroyed by for_each or count"]
    else:
        actions = ["delete", "create"] if fixed else ["update"]
    if declared is not None and was is not None and becomes is not None:
        _tell_secrets(declared, was, becomes)
    secret = {it.name: True for it in declared.fields().values() if _is_secret(it)} if declared else {}
    change = {"actions": actions, "before": was, "after": becomes, "replace_paths": [[name] for name in fixed]}
    change |= {"before_sensitive": secret, "after_sensitive": secret}
    reason = {"action_reason": "delete_because_no_resource_config"} if actions == ["delete"] else {}
    return {"address": address, "mode": "managed", "type": _kind(address), "change": change, **reason}


def _fixed(declared: type[Resource], was: Mapping[str, Any], becomes: Mapping[str, Any]) -> list[str]:
    """The fields that change, and cannot in place."""
    return [it.name for it in declared.fields().values() if it.immutable and was.get(it.name) != becomes.get(it.name)]


def _tell_secrets(declared: type[Resource], was: dict[str, Any], becomes: dict[str, Any]) -> None:
    """Let a revision say that a secret gets another value, as the provider does."""
    revision = declared.only(roles.SecretRevision)
    if revision is not None:
        secrets = declared.fields_with(roles.Secret)
        names = [field.name for field, role in secrets if not isinstance(role, roles.SecretEnv)]
        is_other = any(was.get(name) != becomes.get(name) for name in names)
        was[revision.name], becomes[revision.name] = 1, 2 if is_other else 1


def _default(field: Field, values: Mapping[str, Any]) -> Any:
    """What a field has that the code leaves out, as far as that follows from the code."""
    match field.default:
        case str() | int():
            return field.default
        case WhenEquals(other, value):
            return values.get(other) == value
    return None


def _is_secret(field: Field) -> bool:
    return field.sensitive or isinstance(field.role, roles.Secret)


def _moves(before: Stack, after: Stack) -> dict[str, str]:
    """Where the code after moves the objects before: address -> address, through chains too."""
    steps = {item.get("from"): item.get("to") for item in _blocks(after, "moved")}
    here, there = {address for address, _ in _resources(before)}, {address for address, _ in _resources(after)}
    found = {}
    for address in here - there:
        end, seen = address, {address}
        while (step := steps.get(end)) is not None and step not in seen:
            end = step
            seen.add(end)
        if end != address and end in there - here:
            found[address] = end
    return found


def _resources(stack: Stack) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind, made in (stack.get("resource") or {}).items():
        for name, body in made.items():
            yield f"{kind}.{name}", body


def _expressions(stack: Stack, catalogue: Declarations) -> Iterator[dict[str, Any]]:
    """What the code says of secrets, which a plan has nothing else of."""
    for address, body in _resources(stack):
        declared = catalogue.resources.get(_kind(address))
        names = [field.name for field, _ in declared.fields_with(roles.Secret)] if declared else []
        said = {name: {"constant_value": body[name]} for name in names if name in body}
        if said:
            yield {"address": address, "expressions": said}


def _outputs(*sides: tuple[Stack, _Side, Mapping[str, str]]) -> Iterator[tuple[str, Any]]:
    old, new = (stack.get("output") or {} for stack, _, _ in sides)
    for name in sorted({*old, *new}):
        bodies = old.get(name, {}), new.get(name, {})
        was, becomes = (
            side.resolved(body.get("value"), moves) for body, (_, side, moves) in zip(bodies, sides, strict=True)
        )
        if was != becomes:
            hidden = [body.get("sensitive") is True for body in bodies]
            actions = ["create"] if name not in old else ["delete"] if name not in new else ["update"]
            change = {"actions": actions, "before": was, "after": becomes, "after_unknown": False}
            yield name, {**change, "before_sensitive": hidden[0], "after_sensitive": hidden[1]}


def _blocks(stack: Stack, name: str) -> list[Mapping[str, Any]]:
    found = stack.get(name) or []
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _kind(address: str) -> str:
    return address.partition(".")[0]
