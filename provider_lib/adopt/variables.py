"""The variables of the environment that the code needs, as an example for everybody to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provider_lib.legible import legible

HOW = "# Copy this to .env, which git ignores, fill it in, and load it:  set -a; . ./.env; set +a"


def with_variables(there: str, title: str, settings: Sequence[str], secrets: Mapping[str, str]) -> str:
    """A file of examples with these variables added, as far as it does not have them.

    Args:
        there: the file as it is; empty where there is none.
        title: whose they are.
        settings: variables of the provider.
        secrets: variable -> where it is used.
    """
    known = {line.partition("=")[0].removeprefix("export ").strip() for line in there.splitlines()}
    lines = [f"{name}=" for name in settings if name not in known]
    for name, use in secrets.items():
        if name not in known:
            lines += [f"# {legible(use, kept='')}", f"{name}="]
    if not lines:
        return there
    above = f"{there.rstrip()}\n\n" if there.strip() else f"{HOW}\n"
    return "\n".join([f"{above}# {title}", *lines, ""])
