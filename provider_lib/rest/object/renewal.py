"""Renewing what only one answer tells: when that is lost, nobody knows what works now, so it is renewed again."""

from __future__ import annotations

from collections.abc import Sequence

from provider_lib.contract import Diagnostic, Values
from provider_lib.dataclass import dataclass
from provider_lib.errors import SluiceError, UnexpectedAnswer
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.object.deeds import begin_renewal, left_of, replaces, told, was_asked_so
from provider_lib.rest.object.journal import Entry
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.target import may_have_happened
from provider_lib.spec.types import UNKNOWN

TIME_TO_RENEW = 30.0
"""Seconds for renewing again, whatever is left of the time for the change itself."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of a renewal.

    Args:
        reached: the values, the new ones among them.
        told: that it was renewed more than once.
    """

    reached: Values
    told: tuple[Diagnostic, ...] = ()


def renew_journalled(remote: Remote, call: str, names: Sequence[str], values: Values, advice: str) -> Renewed:
    """Renew fields of an object that is in a state: the journal has them until the state does.

    What a former run renewed, and no state has, is not renewed again.

    Raises:
        SluiceError: they are not renewed.
    """
    if not names:
        return renew(remote, call, names, values, advice)
    before = [entry for entry in left_of(remote) if entry.doing == call]
    for entry in before:
        if entry.told is not None and was_asked_so(remote, entry) and _goes_with(remote, entry, values):
            return Renewed(values | dict(entry.secrets), (_found(remote, names),))
    deed = begin_renewal(remote, call, values)
    try:
        renewed = renew(remote, call, names, values, advice)
    except SluiceError as failure:
        if not may_have_happened(failure):
            deed.end()
        raise
    deed.note(**told(remote, renewed.reached))
    remote.target.journal.forget(*before)
    return renewed


def _goes_with(remote: Remote, entry: Entry, values: Values) -> bool:
    """Whether values are those before a renewal, or have what it made already."""
    return replaces(remote, entry, values) or values == values | dict(entry.secrets)


def renew(
    remote: Remote, call: str, names: Sequence[str], values: Values, advice: str, doing: str | None = None
) -> Renewed:
    """Make a call that renews fields, and once more at once when its answer with them is lost.

    Args:
        call: its name.
        names: the fields; with none it is a call like any other.
        values: what is known so far.
        advice: what to do when it is lost again.
        doing: what it is for, before the name of the object; the call's own name when left out.

    Raises:
        SluiceError: they are not renewed.
    """
    doing = doing or f"{call.replace('_', ' ')} of"
    lost = " and ".join(dict.fromkeys(names))
    try:
        return _renew_once(remote, call, names, doing, values)
    except Exception as cause:
        first = as_error(cause, f"{doing} {remote.name}")
        if not names or not may_have_happened(first):
            raise
    try:
        renewed = _renew_once(remote.within(TIME_TO_RENEW), call, names, doing, values)
    except Exception as cause:
        second = as_error(cause, f"{doing} {remote.name}")
        before = f"It was tried twice, and {lost} may have been renewed each time. The first time: {first.summary}"
        raise second.but(detail=f"{second.detail}\n{before}\n{advice}") from cause
    return Renewed(renewed.reached, (_told(remote, lost, first),))


def _renew_once(remote: Remote, call: str, names: Sequence[str], doing: str, values: Values) -> Renewed:
    answer = remote.send(remote.api.calls[call], doing)
    reached = remote.projection.applied(answer, values | dict.fromkeys(names, UNKNOWN))
    for name in names:
        if reached[name] is None:
            raise _without(remote, name)
    return Renewed(reached)


def _without(remote: Remote, name: str) -> UnexpectedAnswer:
    path = remote.resource.fields()[name].answer_path or name
    return UnexpectedAnswer(
        f"{remote.target.declared.system.title} answered without the {name} of {remote.name}",
        f"It was expected at `{path}` of the answer, as text.",
    )


def _found(remote: Remote, names: Sequence[str]) -> Diagnostic:
    lost = " and ".join(dict.fromkeys(names))
    return Diagnostic(
        "warning",
        f"{lost} of {remote.name} had been renewed by a run that ended too soon",
        f"The journal of the provider has the {lost} that works, and it is in the state now. It was not renewed again.",
    )


def _told(remote: Remote, lost: str, first: SluiceError) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"{lost} of {remote.name} was renewed twice",
        f"The first answer was lost, and with it a {lost} that nobody knows, so it was renewed again at once. The one "
        f"in the state works; any other does not.\nThe first time: {first.summary}\n{first.detail}".rstrip(),
    )
