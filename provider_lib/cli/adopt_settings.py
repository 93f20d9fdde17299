"""Where the APIs of a system are: by the environment, and by the provider blocks of the app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from provider_lib.engine.app import Stack
from provider_lib.engine.stack_file import read_stack
from provider_lib.errors import ConfigError
from provider_lib.fleet import provider_blocks
from provider_lib.rest import SettingNames, configured
from provider_lib.spec import System
from provider_lib.spec.types import is_known

ONLY: Final = ""
"""The name of the one API of a system that has no others."""

Entries = Mapping[str, Mapping[str, Any]]
"""The settings of APIs by their names."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How the APIs of a system are reached.

    Args:
        system: it.
        names: of the APIs that are configured.
        entries: what provider blocks say of them, UNKNOWN where only Terraform knows it.
        literal: the same as far as it is plain text there, which other code can say again.
        elsewhere: stacks that mean other APIs by these names.
    """

    system: System
    names: tuple[str, ...]
    entries: Entries = field(default_factory=dict, repr=False)
    literal: Entries = field(default_factory=dict, repr=False)
    elsewhere: frozenset[str] = frozenset()

    @property
    def block(self) -> dict[str, Any]:
        """A provider block by which they are reached."""
        known = {name: _without_unknown(entry) for name, entry in self.entries.items()}
        return {self.system.name: _nested(self.system, known)} if known else {}

    def said(self, names: Iterable[str]) -> Any:
        """The settings of some APIs, by name, that code has to say; empty where the environment has all of them."""
        used = {name: self.literal[name] for name in self._used(names)}
        return _nested(self.system, used) if used else {}

    def variables(self, names: Iterable[str]) -> dict[str, str]:
        """The variables of the environment for what blocks say of some APIs by other than plain text.

        Their values are empty where only Terraform knows them.
        """
        return {
            SettingNames(self.system, name).variables(key)[0]: str(value) if is_known(value) else ""
            for name in self._used(names)
            for key, value in self.entries[name].items()
            if key not in self.literal[name]
        }

    def _used(self, names: Iterable[str]) -> list[str]:
        wanted = {*names, ONLY}
        return [name for name in self.entries if name in wanted]


def reach(system: System, stacks: Iterable[Stack], environ: Mapping[str, str], chosen: str | None) -> Reach:
    """How the APIs of a system are reached.

    Args:
        system: it.
        stacks: of the app.
        environ: the environment.
        chosen: the stack whose provider counts; None for all of them, which must then agree.

    Raises:
        ConfigError: they do not, there is no such stack, or nothing says where an API is.
    """
    found = {stack.name: _entries(system, read_stack(stack.directory), environ) for stack in stacks}
    if chosen is not None and chosen not in found:
        raise ConfigError(f"There is no stack {chosen}", f"There is {', '.join(sorted(found)) or 'none'}.")
    entries: dict[str, dict[str, Any]] = {}
    literal: dict[str, dict[str, Any]] = {}
    for stack in [chosen] if chosen is not None else sorted(found):
        for name, (entry, plain) in found[stack].items():
            if entries.setdefault(name, entry) != entry:
                where = f"{system.title} {name}".rstrip()
                raise ConfigError(
                    f"The stacks of the app mean different servers by {where}",
                    "Say by which stack it is meant: --stack NAME.",
                )
            literal.setdefault(name, plain)
    elsewhere = frozenset(
        stack
        for stack, theirs in found.items()
        if any(entry != entries.get(name, entry) for name, (entry, _) in theirs.items())
    )
    names = {api.name for api in configured(system, environ)} | entries.keys()
    if not names:
        needed = " and ".join(system.variable(setting.name) for setting in system.settings if setting.needed)
        raise ConfigError(f"Where {system.title} is, is not set", f"Set {needed}.")
    return Reach(system, tuple(sorted(names)), entries, literal, elsewhere)


def _entries(
    system: System, stack: Mapping[str, Any], environ: Mapping[str, str]
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """What the provider blocks of a stack say of a system, and what of that is plain text."""
    known = provider_blocks(stack, environ)
    literal = provider_blocks({"provider": stack.get("provider", {})}, {})
    return {
        name: (dict(entry), _without_unknown(_named(system, literal[alias])[name]))
        for alias, block in known.items()
        for name, entry in _named(system, block).items()
        if isinstance(entry, Mapping)
    }


def _named(system: System, block: Mapping[str, Any]) -> Mapping[str, Any]:
    given = block.get(system.name)
    if not isinstance(given, Mapping):
        return {}
    return given if system.multiple else {ONLY: given}


def _nested(system: System, entries: Entries) -> Any:
    return dict(entries) if system.multiple else entries[ONLY]


def _without_unknown(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if is_known(value)}
