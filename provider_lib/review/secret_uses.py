"""The secrets of an object, by name and source: never by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from provider_lib.review.plan import PlannedChange
from provider_lib.review.report import SecretUse
from provider_lib.spec import Field, Resource, roles

_REFERENCE = re.compile(r"\$\{([^{}]+)\}")


def secret_uses(
    change: PlannedChange, declared: type[Resource], expressions: Mapping[str, Any]
) -> tuple[SecretUse, ...]:
    """The secrets that an object has, or had.

    Args:
        change: of the object.
        declared: its declaration.
        expressions: what its configuration says, attribute by attribute.
    """
    changed = _revision(change.before, declared) != _revision(change.after, declared)
    found: dict[str, SecretUse] = {}
    for field, _ in declared.fields_with(roles.SecretEnv):
        found |= {use.name: use for use in _of_variables(field, change, changed)}
    for field, role in declared.fields_with(roles.Secret):
        if not isinstance(role, roles.SecretEnv) and change.after is not None:
            fate = _fate(change.before is None, changed)
            found |= {use.name: use for use in _of_values(field, expressions.get(field.name), fate)}
    return tuple(found[name] for name in sorted(found))


def _of_variables(field: Field, change: PlannedChange, changed: bool) -> Iterator[SecretUse]:
    old, new = (_texts((side or {}).get(field.name)) for side in (change.before, change.after))
    for key in {**old, **new}:
        if key not in new:
            yield SecretUse(key, _variable(old[key]), "gone")
        elif key not in old:
            yield SecretUse(key, _variable(new[key]), "new")
        elif old[key] != new[key]:
            yield SecretUse(key, f"{_variable(new[key])}, before {old[key]}", "changed")
        else:
            yield SecretUse(key, _variable(new[key]), "changed" if changed else "unchanged")


def _of_values(field: Field, expression: Any, fate: Literal["unchanged", "changed", "new"]) -> Iterator[SecretUse]:
    """Secrets that come as values, of which a plan has nothing but what the code says."""
    if not isinstance(expression, Mapping):
        return
    written = expression.get("constant_value")
    if isinstance(written, Mapping):
        for key, value in written.items():
            yield SecretUse(str(key), _source(value), fate)
    elif references := expression.get("references"):
        names = ", ".join(str(name) for name in references) if isinstance(references, list) else ""
        yield SecretUse(field.name, names or "the code", fate)


def _source(value: Any) -> str:
    found = _REFERENCE.findall(value) if isinstance(value, str) else []
    names = [f"variable {name[4:]}" if name.startswith("var.") else name for name in found]
    return ", ".join(names) or "the code itself"


def _fate(is_new: bool, changed: bool) -> Literal["unchanged", "changed", "new"]:
    if is_new:
        return "new"
    return "changed" if changed else "unchanged"


def _revision(values: Mapping[str, Any] | None, declared: type[Resource]) -> Any:
    field = declared.only(roles.SecretRevision)
    return None if field is None or values is None else values.get(field.name)


def _texts(value: Any) -> dict[str, str]:
    return (
        {str(key): item for key, item in value.items() if isinstance(item, str)} if isinstance(value, Mapping) else {}
    )


def _variable(name: str) -> str:
    return f"environment variable {name}"
