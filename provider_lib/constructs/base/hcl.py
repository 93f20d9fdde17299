"""Values with the notes that the CDK's HCL renderer needs (``cdktf synth --hcl``); without them it writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.constructs.base.templates import hcl_templates
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type

_SCALARS: dict[type, str] = {String: "string", Number: "number", Bool: "boolean"}


def hcl_attributes(types: Mapping[str, Type], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as attributes for the renderer.

    Args:
        types: by attribute name.
        values: those of them that are set.
    """
    return {
        name: hcl_attribute(types[name], hcl_templates(value, guessed=_notes(types[name])["type"] == "any"))
        for name, value in values.items()
    }


def hcl_attribute(kind: Type, value: Any) -> dict[str, Any]:
    """One value as an attribute; its texts are templates already."""
    return {"value": value, "isBlock": False, **_notes(kind)}


def _notes(kind: Type) -> dict[str, str]:
    match kind:
        case String() | Number() | Bool():
            return {"type": "simple", "storageClassType": _SCALARS[type(kind)]}
        case List(of=item) if type(item) in _SCALARS:
            return {"type": "list", "storageClassType": f"{_SCALARS[type(item)]}List"}
        case Set(of=item) if type(item) in _SCALARS:
            return {"type": "set", "storageClassType": f"{_SCALARS[type(item)]}List"}
        case Map(of=item) if type(item) in _SCALARS:
            return {"type": "map", "storageClassType": "stringMap"}
        case Map() | Object() | List() | Set() | Dynamic():
            # The renderer's own kind for objects would write a block, and its maps cannot hold lists.
            return {"type": "any", "storageClassType": "any"}
