"""Which APIs the environment configures, and which of its variables hold secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from provider_lib.rest.api.setting_names import DEFAULT_NAME, SettingNames
from provider_lib.sealing import IDENTITY_VARIABLE
from provider_lib.spec import System
from provider_lib.spec.transport import TRANSPORT


def configured(system: System, environ: Mapping[str, str]) -> list[SettingNames]:
    """The APIs of a system for which the environment has any setting."""
    return [names for names in _possible(system, environ) if any(map(environ.get, _variables(names)))]


def _possible(system: System, environ: Mapping[str, str]) -> Iterator[SettingNames]:
    if not system.multiple:
        yield SettingNames(system)
        return
    address = re.compile(re.escape(system.variable("")) + r"(.+)_URL")
    found = {match.group(1).lower() for match in map(address.fullmatch, environ) if match}
    yield from (SettingNames(system, name) for name in sorted({DEFAULT_NAME, *found}))


def _variables(names: SettingNames) -> Iterator[str]:
    for setting in names.system.settings:
        yield from names.variables(setting.name)


def credential_variables(systems: Iterable[System], environ: Mapping[str, str]) -> set[str]:
    """The variables in the environment that hold secrets of the provider's own, the vendors' names included."""
    found = {name for system in systems for name in _secret_variables(system, environ)}
    return found | ({IDENTITY_VARIABLE} & environ.keys())


def _secret_variables(system: System, environ: Mapping[str, str]) -> Iterator[str]:
    secret = [setting for setting in system.settings if setting.secret]
    keys = [*(setting.name for setting in secret), *(key for key, setting in TRANSPORT.items() if setting.sensitive)]
    endings = "|".join(key.upper() for key in keys)
    own = re.compile(rf"{re.escape(system.variable(''))}(.+_)?({endings})")
    yield from filter(own.fullmatch, environ)
    yield from (name for setting in secret for name in setting.variables if name in environ)
