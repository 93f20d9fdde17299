"""Python source of the types of the provider's settings, made from the declared systems alone."""

from __future__ import annotations

from provider_lib.generator.source import docstring
from provider_lib.spec import Declarations, System
from provider_lib.spec.schema import Attribute
from provider_lib.spec.transport import settings_attributes
from provider_lib.spec.types import Bool, Map, Number, String, Type

_HEADER = '''"""Settings of each system, as ``SluiceProvider`` takes them; made by ``make generate``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from provider_lib.constructs.base.secret import Secret

__all__ = [{names}]


def __dir__() -> list[str]:
    return __all__
'''


def settings_source(catalogue: Declarations) -> str:
    """The module with the settings of every system."""
    systems = sorted(catalogue.systems.values(), key=lambda system: system.name)
    names = ", ".join(repr(name) for name in [*map(_class_name, systems), "Systems"])
    parts = [_HEADER.format(names=names), *(_settings(system) for system in systems), _systems(systems)]
    return "\n\n\n".join(parts)


def _settings(system: System) -> str:
    lines = [
        f"class {_class_name(system)}(TypedDict, total=False):",
        docstring(f"How to reach {system.title}.", "    "),
    ]
    for name, attribute in settings_attributes(system).items():
        lines += [f"    {name}: {_hint(attribute, attribute.type)}", docstring(attribute.doc, "    ")]
    return "\n".join(lines)


def _systems(systems: list[System]) -> str:
    lines = ["class Systems(TypedDict, total=False):", docstring("The systems that a provider can reach.", "    ")]
    for system in systems:
        hint = f"Mapping[str, {_class_name(system)}]" if system.multiple else _class_name(system)
        doc = f"{system.title}, by the name that resources use." if system.multiple else f"{system.title}."
        lines += [f"    {system.name}: {hint} | None", docstring(doc, "    ")]
    return "\n".join(lines)


def _class_name(system: System) -> str:
    return "".join(part.capitalize() for part in system.name.split("_")) + "Settings"


def _hint(attribute: Attribute, kind: Type) -> str:
    match kind:
        case Bool():
            return "bool"
        case Number():
            return "int"
        case Map(of=item):
            return f"Mapping[str, {_hint(attribute, item)}]"
        case String() if attribute.sensitive:
            return "str | Secret"
        case _:
            return "str"
