"""What names mean in one declaration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from provider_lib.dataclass import dataclass, field, replace
from provider_lib.spec.api import Api, Lifecycle, Validation
from provider_lib.spec.field import Field
from provider_lib.spec.names import Names
from provider_lib.spec.resource import Declared, Resource
from provider_lib.spec.roles import Assigned, DesiredState
from provider_lib.spec.system import System

ITEMS: Final = ("item", "items")
"""Place-holders for the items of a set that has calls of its own."""


TASK: Final = "task"
"""Place-holder for the number of a task, in the call that restarts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What can be named.

    Args:
        fields: by name.
        items: what stands in some calls beside the fields: items of a set that has calls of its own, a task.
        known: the names of other things.
        given: fields and settings that are never null when a call is made.
        entries: keys that a call may name although a map need not have them.
        used: what was named so far, filled in while words are looked at.
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    items: Collection[str] = ()
    known: Mapping[Names, Collection[str]]
    given: Collection[str]
    entries: Collection[str] = ()
    used: set[tuple[Names, str]] = field(default_factory=set)

    @property
    def settings(self) -> Collection[str]:
        """The settings of the system, as far as they may stand where they are named."""
        return self.known[Names.SETTING]

    def of_validation(self, validation: Validation) -> Scope:
        """The same for a validation: it is not made while its key is missing, and it is given no settings."""
        return replace(self, known={**self.known, Names.SETTING: ()}, entries=(validation.plugin_key,))


def scope_of(declared: type[Declared], attributes: Collection[str], used: set[tuple[Names, str]]) -> Scope:
    """What names mean in a declaration.

    Args:
        declared: a resource, data source or action.
        attributes: what its fields can refer to, as ``type.attribute``.
        used: takes what is named.
    """
    api = getattr(declared, "api", None)
    fields, outside = declared.fields(), scope_of_system(declared.system)
    known = {
        Names.CALL: api.calls if isinstance(api, Api) else (),
        Names.STATE: [state for item, _ in declared.fields_with(DesiredState) for state in item.choices],
        Names.ATTRIBUTE: attributes,
    }
    given = [name for name, item in fields.items() if _is_given(declared, item)]
    items = ITEMS if declared.fields_with(Assigned) else ()
    lifecycle = getattr(declared, "lifecycle", None)
    if isinstance(lifecycle, Lifecycle) and lifecycle.restart_task is not None:
        items = (*items, TASK)
    known = {**outside.known, **known}
    return Scope(fields=fields, items=items, known=known, given=[*outside.given, *given], used=used)


def _is_given(declared: type[Declared], item: Field) -> bool:
    if item.is_input:
        return item.is_required or item.default is not None
    return issubclass(declared, Resource)


def scope_of_system(system: System, *, with_secrets: bool = False) -> Scope:
    """What names mean outside of all declarations: the settings, those that are secret only where they may stand."""
    usable = [item for item in system.settings if with_secrets or not item.secret]
    given = [item.name for item in usable if with_secrets or item.needed or item.default is not None]
    secret = [item.name for item in usable if item.secret]
    return Scope(known={Names.SETTING: [item.name for item in usable], Names.SECRET: secret}, given=given)
