"""The objects of a state as Terraform stores them, with what the provider keeps beside each: enough to refresh one.

Format: https://developer.hashicorp.com/terraform/internals/json-format says that it has none that can be relied upon;
version 4, which every Terraform since 0.12 and every OpenTofu writes, is what is read here.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import takewhile
from typing import Any, Final

from provider_lib.dataclass import dataclass, field
from provider_lib.errors import StateError
from provider_lib.spec.numbers import as_whole, read_number

FORMAT: Final = 4
_ALIAS: Final = re.compile(r'provider\["[^"]*"\]\.(\w[\w-]*)\Z')


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """An object as a state holds it.

    Args:
        stack: name of the stack that holds it.
        address: in Terraform.
        type: Terraform type.
        construct_path: of the construct that made it; None for what was not made by one.
        provider: alias of the provider block that it belongs to; empty for the one without.
        tainted: whether the next deploy replaces it.
        version: of the schema by which it was stored.
        attributes: in clear, with numbers of every digit.
        private: what the provider keeps beside them.
        sensitive: the shape of the attributes, true where Terraform was told that nothing may be shown.
    """

    stack: str
    address: str
    type: str
    construct_path: str | None = None
    provider: str = ""
    tainted: bool = False
    version: int = 0
    attributes: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    private: bytes = field(default=b"", repr=False)
    sensitive: Mapping[str, Any] = field(default_factory=dict, hash=False)


def stored_objects(stack: str, text: str, construct_paths: Mapping[str, str]) -> list[StoredObject]:
    """The managed objects in the text of a state; none where nothing was deployed.

    Args:
        stack: name of the stack.
        text: the state, as its backend has it.
        construct_paths: address -> path of the construct that made the resource.

    Raises:
        StateError: it is no state, or of a version that is not known.
    """
    if not text.strip():
        return []
    try:
        state = json.loads(text, parse_int=_integer, parse_float=read_number)
        version = state["version"]
        found = list(_objects(stack, state, construct_paths)) if version == FORMAT else []
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise StateError(
            f"The state of {stack} cannot be read: it is not in the form in which Terraform stores one",
            "Look at what the engine's `state pull` prints in the folder of the stack.",
        ) from error
    if version != FORMAT:
        raise StateError(f"The state of {stack} is of version {version}, which is not known", "Update Sluice.")
    return found


def _integer(text: str) -> int | Decimal:
    return as_whole(read_number(text))


def _objects(stack: str, state: Mapping[str, Any], construct_paths: Mapping[str, str]) -> Iterator[StoredObject]:
    for resource in state.get("resources") or []:
        if resource["mode"] != "managed":
            continue
        module = f"{resource['module']}." if resource.get("module") else ""
        base = f"{module}{resource['type']}.{resource['name']}"
        alias = _ALIAS.search(resource["provider"])
        for instance in resource["instances"]:
            if "deposed" in instance:
                continue
            yield StoredObject(
                stack=stack,
                address=base + _index(instance.get("index_key")),
                type=resource["type"],
                construct_path=construct_paths.get(base),
                provider=alias[1] if alias else "",
                tainted=instance.get("status") == "tainted",
                version=int(instance.get("schema_version") or 0),
                attributes=instance["attributes"],
                private=base64.b64decode(instance.get("private") or "", validate=True),
                sensitive=_shape(instance.get("sensitive_attributes") or ()),
            )


def _shape(paths: Iterable[Iterable[Mapping[str, Any]]]) -> dict[str, Any]:
    """Paths as a shape that is true where one of them ends; a list is sensitive as a whole."""
    shape: dict[str, Any] = {}
    for path in paths:
        names = list(takewhile(lambda name: isinstance(name, str), map(_name, path)))
        inner = shape
        for name in names[:-1]:
            inner = inner.setdefault(name, {})
            if inner is True:
                break
        else:
            inner.update(dict.fromkeys(names[-1:], True))
    return shape


def _name(step: Mapping[str, Any]) -> Any:
    """The attribute or key to which a step of a path leads."""
    value = step["value"]
    return value["value"] if step["type"] == "index" else value


def _index(key: Any) -> str:
    """How an address names one of several instances."""
    match key:
        case None:
            return ""
        case str():
            return f"[{json.dumps(key, ensure_ascii=False)}]"
        case _:
            return f"[{key}]"
