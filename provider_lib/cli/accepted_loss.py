"""What a deploy does not do for nothing but a rename, unless somebody says that it is meant."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence

from provider_lib.errors import ConfigError
from provider_lib.review import Rename, Report, keeping
from provider_lib.spec.consequences import TIERS, Tier

FROM: Tier = "loss"
"""The tier from which on it is refused."""


def check_renames(report: Report, accepted: Sequence[str]) -> None:
    """Refuse to destroy and make again what only has another name in the code, where something is lost by that.

    Args:
        report: of the plan.
        accepted: construct paths and addresses, before or after, of what may be lost; the path of a construct that
            holds others stands for all of them.

    Raises:
        ConfigError: says what keeps the objects, or that the plan renames nothing of a name.
    """
    meant: set[Rename] = set()
    for name in accepted:
        found = {rename for rename in report.renames if _is_called(rename, name)}
        if not found:
            known = ", ".join(rename.name for rename in report.renames)
            hint = f"It does so with: {known}." if known else "It renames nothing: leave --accept-loss out."
            raise ConfigError(f"The plan destroys and makes again nothing that is called {name!r}", hint)
        meant |= found
    refused = [it for it in report.renames if TIERS.index(it.tier) >= TIERS.index(FROM) and it not in meant]
    if refused:
        raise ConfigError(
            "What only has another name in the code would be destroyed and made again",
            "\n".join([*_what(refused), *keeping(refused), _otherwise(refused), "Nothing was changed."]),
        )


def _is_called(rename: Rename, name: str) -> bool:
    """Whether a name is one of its own, or of what holds it, or of all instances."""
    names = (rename.name, rename.former_name, rename.address, rename.former_address)
    return any(it == name or it.startswith((f"{name}/", f"{name}[")) for it in names)


def _what(refused: Collection[Rename]) -> list[str]:
    return [f"{it.tier}: {it.name}, so far {it.former_name}" for it in refused]


def _otherwise(refused: Sequence[Rename]) -> str:
    flags = " ".join(f"--accept-loss {shlex.quote(it.name)}" for it in refused[:3])
    return f"If it is to be destroyed: {flags}{' ...' if len(refused) > 3 else ''}"
