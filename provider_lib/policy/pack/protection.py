"""Protection against deletion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provider_lib.policy.rules import Found, Rule
from provider_lib.policy.subjects import App, Subject
from provider_lib.spec import WhenEquals, roles


@dataclass(frozen=True)
class Unprotected(Rule):
    """What is protected by default, because of what it is for, stays so."""

    id: str = "unprotected"
    reason: str = (
        "A slip in the code, or a wrong stack, deletes it, and whatever reaches others through it is locked out."
    )
    way_out: str = "Leave deletion_protection out; for a planned removal, waive this until it is done."
    source: str = "docs/reference/lenses/environment.md"

    def look(self, subject: Subject, app: App) -> Iterator[Found]:  # noqa: ARG002 - as of Rule
        """Protection that is switched off where it is on by default."""
        protection = subject.declared.only(roles.Protection)
        match protection.default if protection else None:
            case WhenEquals(field=field, value=value) if protection and subject.get(field) == value:
                if subject.get(protection.name) is False:
                    yield Found(f"is False, and {field} is {value!r}", (protection.name,))
