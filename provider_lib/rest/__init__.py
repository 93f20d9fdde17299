"""The REST engine: runs every declaration against its API.

What the rest of Sluice may use of it is here; its rooms, in the order in which they build on each other, are ``json``,
``mapping``, ``api``, ``object``, ``checks`` and ``operations``. Names are loaded when they are first used, because the
HTTP library takes long to import, and the processes of Terraform that only validate never get there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provider_lib.rest.account import RestAccount
    from provider_lib.rest.api.configured import configured, credential_variables
    from provider_lib.rest.api.setting_names import SettingNames
    from provider_lib.rest.connection import exposed, probe
    from provider_lib.rest.mapping.private import written_by
    from provider_lib.rest.operations.list_objects import AT_ONCE
    from provider_lib.rest.operations.look import Looked
    from provider_lib.rest.operations.observe import Observed
    from provider_lib.rest.operations.steer import RESTART, RESTART_FAILED
    from provider_lib.rest.provider import RestProvider

_HOMES = {
    "AT_ONCE": "operations.list_objects",
    "Looked": "operations.look",
    "Observed": "operations.observe",
    "RESTART": "operations.steer",
    "RESTART_FAILED": "operations.steer",
    "RestAccount": "account",
    "RestProvider": "provider",
    "SettingNames": "api.setting_names",
    "configured": "api.configured",
    "credential_variables": "api.configured",
    "exposed": "connection",
    "probe": "connection",
    "written_by": "mapping.private",
}

__all__ = [
    "AT_ONCE",
    "RESTART",
    "RESTART_FAILED",
    "Looked",
    "Observed",
    "RestAccount",
    "RestProvider",
    "SettingNames",
    "configured",
    "credential_variables",
    "exposed",
    "probe",
    "written_by",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Kept, because importing a module of the same name has just put that in its place.
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
