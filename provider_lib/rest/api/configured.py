"""Which APIs the environment configures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provider_lib.rest.api.setting_names import DEFAULT_NAME, Place
from provider_lib.spec import System


def configured(system: System, environ: Mapping[str, str]) -> list[Place]:
    """The APIs of a system for which the environment has any setting."""
    return [place for place in _places(system, environ) if any(map(environ.get, _variables(place)))]


def _places(system: System, environ: Mapping[str, str]) -> Iterator[Place]:
    if not system.multiple:
        yield Place(system)
        return
    address = re.compile(re.escape(system.variable("")) + r"(.+)_URL")
    names = {match.group(1).lower() for match in map(address.fullmatch, environ) if match}
    yield from (Place(system, name) for name in sorted({DEFAULT_NAME, *names}))


def _variables(place: Place) -> Iterator[str]:
    for setting in place.system.settings:
        yield from place.variables(setting.name)
