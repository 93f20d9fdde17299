"""The provider block together with the environment: the settings of every API, worked out when they are asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.errors import ConfigError
from provider_lib.rest.api.setting_names import DEFAULT_NAME, Place
from provider_lib.rest.api.settings import Settings, Source, problems, read_settings
from provider_lib.spec import System
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
        place = Place(system, (name or DEFAULT_NAME) if system.multiple else "")
        given = self._given(place)
        if not is_known(given):
            return None
        try:
            return read_settings(Source(place, given or {}, self._environ))
        except ConfigError as error:
            others = "" if given is not None else self._others(place)
            raise ConfigError(error.summary, error.detail + others) from None

    def problems(self) -> Iterator[ConfigError]:
        """What is wrong with the provider block itself, with the path in it; unknown values are skipped.

        A setting that is missing is no problem until a resource needs it.
        """
        for place in self._places():
            given = self._given(place)
            if isinstance(given, Mapping):
                known = {key: value for key, value in given.items() if is_known(value)}
                yield from problems(Source(place, known, self._environ))

    def _given(self, place: Place) -> Any:
        """What the block says about an API: attributes, None for nothing, or UNKNOWN."""
        given = self._block.get(place.system.name)
        if given is None or given is UNKNOWN or not place.name:
            return given
        return given.get(place.name)

    def _places(self) -> Iterator[Place]:
        for system in self._systems:
            if not system.multiple:
                yield Place(system)
            else:
                yield from (Place(system, name) for name in self._names(system))

    def _names(self, system: System) -> list[str]:
        given = self._block.get(system.name)
        return sorted(given) if isinstance(given, Mapping) else []

    def _others(self, place: Place) -> str:
        """For an unknown name: what the block does configure."""
        names = self._names(place.system) if place.name else []
        if not names:
            return ""
        close = difflib.get_close_matches(place.name, names, 1)
        guess = f"Did you mean `{close[0]}`? " if close else ""
        return f"\n{guess}The provider block configures {', '.join(f'`{name}`' for name in names)}."
