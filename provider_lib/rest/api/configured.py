"""Which APIs the environment configures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provider_lib.rest.api.setting_names import DEFAULT_NAME, SettingNames
from provider_lib.spec import System


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
