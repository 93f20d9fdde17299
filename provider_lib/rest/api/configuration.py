"""Where settings come from: the provider block together with the environment, read when an API is first needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from provider_lib.contract import Values
from provider_lib.errors import ConfigError
from provider_lib.rest.api.configured import configured
from provider_lib.rest.api.setting_names import DEFAULT_NAME, SettingNames
from provider_lib.rest.api.settings import Given, Settings, problems, read_settings
from provider_lib.spec import System
from provider_lib.spec.slip import nearest
from provider_lib.spec.transport import TRANSPORT
from provider_lib.spec.types import UNKNOWN, is_known


class Configuration:
    """What the user configured.

    Args:
        systems: everything that can be configured.
        block: the provider block; values may be unknown.
        environ: the environment.
    """

    def __init__(self, systems: Iterable[System], block: Values, environ: Mapping[str, str]) -> None:
        self._systems = tuple(systems)
        self._block = block
        self._environ = environ

    def settings(self, system: System, name: str = "") -> Settings | None:
        """The settings of an API, None while Terraform does not know all of them yet.

        Args:
            system: what kind of API.
            name: which one of a named system.

        Raises:
            ConfigError: it is not configured, or wrongly. It is about the provider, so it has no path.
        """
        names = SettingNames(system, (name or DEFAULT_NAME) if system.multiple else "")
        entry = self._entry(names)
        if not is_known(entry):
            return None
        try:
            return read_settings(names, _given(names, entry or {}, self._environ))
        except ConfigError as error:
            others = "" if entry is not None else self._others(names)
            raise error.but(detail=error.detail + others, path=()) from None

    def problems(self) -> Iterator[ConfigError]:
        """What is wrong with the provider block itself, with the path in it; unknown values are skipped.

        A setting that is missing is no problem until a resource needs it.
        """
        for system in self._systems:
            for name in self._entries(system) if system.multiple else [""]:
                names = SettingNames(system, name)
                entry = self._entry(names)
                if isinstance(entry, Mapping):
                    known = {key: value for key, value in entry.items() if is_known(value)}
                    yield from problems(names, _given(names, known, {}))

    def reachable(self) -> Iterator[Settings]:
        """The settings of every API that is configured and known, in the block or in the environment."""
        for system in self._systems:
            for name in self.names(system) if system.multiple else [""]:
                with suppress(ConfigError):  # said when it is needed
                    if settings := self.settings(system, name):
                        yield settings

    def names(self, system: System) -> list[str]:
        """The names of a named system's APIs that are configured, in the block or in the environment."""
        return sorted({*self._entries(system), *(names.name for names in configured(system, self._environ))})

    def _entry(self, names: SettingNames) -> Any:
        """What the block says about an API: attributes, None for nothing, or UNKNOWN."""
        entry = self._block.get(names.system.name)
        if entry is None or entry is UNKNOWN or not names.name:
            return entry
        return entry.get(names.name)

    def _entries(self, system: System) -> list[str]:
        """The names of a named system's APIs that the block configures."""
        entries = self._block.get(system.name)
        return sorted(entries) if isinstance(entries, Mapping) else []

    def _others(self, names: SettingNames) -> str:
        """For an unknown name: what the block does configure."""
        others = self._entries(names.system)
        if not others:
            return ""
        close = nearest(names.name, others)
        guess = f"Did you mean `{close}`? " if close else ""
        return f"\n{guess}The provider block configures {', '.join(f'`{name}`' for name in others)}."


def not_known_yet(system: System) -> ConfigError:
    """The error of what needs settings that only Terraform can work out, and has not yet."""
    return ConfigError(
        f"the settings of {system.title} are not known yet",
        f"`{system.name}` in the provider block depends on something that is only known after an apply. Apply that "
        "first, give the settings by environment variables, or name it in `depends_on` here.",
    )


def _given(names: SettingNames, entry: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Given]:
    """The settings that are given: the block wins over the variables, and what is empty counts as left out."""
    keys = [*(item.name for item in names.system.settings), *TRANSPORT]
    return {key: given for key in keys if (given := _find(names, key, entry, environ)) is not None}


def _find(names: SettingNames, key: str, entry: Mapping[str, Any], environ: Mapping[str, str]) -> Given | None:
    written = _tidy(entry.get(key))
    if written not in (None, ""):
        return Given(written, names.attribute(key))
    for variable in names.variables(key):
        if value := _tidy(environ.get(variable)):
            return Given(value, variable)
    return None


def _tidy(value: Any) -> Any:
    """Without the line end that a value read from a file has, and that no header may hold."""
    return value.strip("\r\n") if isinstance(value, str) else value
