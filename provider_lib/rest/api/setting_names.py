"""What the settings of one API are called: the attributes in the provider block, and the environment variables."""

from __future__ import annotations

import re

from provider_lib.dataclass import dataclass
from provider_lib.errors import Path
from provider_lib.spec import System

DEFAULT_NAME = "default"
"""Name of the entry that unnamed variables of a named system stand for."""


@dataclass(frozen=True, slots=True)
class SettingNames:
    """The names of the settings of one API.

    Args:
        system: what kind of API it is.
        name: which one of a named system; "" for a system of which there is one.
    """

    system: System
    name: str = ""

    @property
    def entry(self) -> str:
        """Where they stand in the provider block."""
        return f"{self.system.name}.{self.name}" if self.name else self.system.name

    @property
    def title(self) -> str:
        """The API in prose."""
        return self.system.title if self.name in ("", DEFAULT_NAME) else f"{self.system.title} {self.name}"

    def path(self, key: str) -> Path:
        """The attribute of a setting."""
        return (self.system.name, self.name, key) if self.name else (self.system.name, key)

    def attribute(self, key: str) -> str:
        """The attribute of a setting, in prose."""
        return f"`{key}` of `{self.entry}`"

    def variables(self, key: str) -> tuple[str, ...]:
        """The environment variables of a setting, the one that wins first.

        A vendor's own variable holds one value only, so of a named system it counts for the default entry alone:
        the password of one server is not sent to another.
        """
        own = next((item.variables for item in self.system.settings if item.name == key), ())
        if not self.name:
            return (self.system.variable(key), *own)
        named = self.system.variable(f"{re.sub('[^A-Za-z0-9]', '_', self.name)}_{key}")
        return (named, self.system.variable(key), *own) if self.name == DEFAULT_NAME else (named,)

    def how_to_set(self, key: str) -> str:
        """Where to write a setting, after "set" or "check"."""
        return " or ".join([f"{self.attribute(key)} in the provider block,", *self.variables(key)])
