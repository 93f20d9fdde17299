"""Secrets on the construct side: where a value comes from, never the value itself (unless asked loudly)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from provider_lib.constructs.base.config_values import scalar_text
from provider_lib.errors import SynthError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Secret:
    """Says where a secret comes from; made by ``Secret.env``, ``Secret.variable`` or ``Secret.plain``.

    Args:
        source: ``env``, ``variable`` or ``plain``.
        text: name of the variable, or the value of a plain secret.
    """

    source: Literal["env", "variable", "plain"]
    text: str

    def __repr__(self) -> str:
        return f"Secret.{self.source}({'...' if self.source == 'plain' else repr(self.text)})"

    @classmethod
    def env(cls, name: str) -> Secret:
        """The value of an environment variable of the provider process, read when it is sent.

        Only the name travels through Terraform, and it works on every version.

        Args:
            name: of the environment variable.

        Raises:
            SynthError: ``name`` cannot name an environment variable.
        """
        return cls("env", _checked(name, "Secret.env", "an environment variable"))

    @classmethod
    def variable(cls, name: str) -> Secret:
        """The value of the Terraform variable ``name``, declared as sensitive in the construct's stack.

        Give it as ``TF_VAR_<name>``. A variable that only feeds write-only attributes is ephemeral too, so that
        it is not stored in plan files.

        Args:
            name: of the Terraform variable.

        Raises:
            SynthError: ``name`` cannot name a Terraform variable.
        """
        return cls("variable", _checked(name, "Secret.variable", "a Terraform variable"))

    @classmethod
    def plain(cls, value: str | float) -> Secret:
        """A literal that may lie in clear in cdktf.out: for trials and for values that are no secret after all.

        Args:
            value: the literal; a number or a boolean is written as a configuration has it.

        Raises:
            SynthError: it is nothing of these.
        """
        text = value if isinstance(value, str) else scalar_text(value)
        if text is None:
            raise SynthError("Secret.plain was given something other than text, a number or a boolean", "Give text.")
        return cls("plain", text)


def _checked(name: str, maker: str, what: str) -> str:
    if not isinstance(name, str) or _NAME.fullmatch(name) is None:
        # What was given is not shown: it may be the secret itself.
        raise SynthError(
            f"{maker} was given something that cannot be the name of {what}",
            "Give a name made of letters, digits and underscores, not the secret itself.",
        )
    return name
