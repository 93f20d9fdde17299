"""What a change would take away from the server: said in the plan, or refused where it must not be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from provider_lib.contract import Diagnostic, Values
from provider_lib.errors import SluiceError
from provider_lib.rest.json.patches import members_of_items
from provider_lib.rest.json.paths import above_items, dig, is_taken, planted, walk
from provider_lib.rest.json.semantic_equality import equal
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import WHOLE
from provider_lib.rest.object.definition import definition_of
from provider_lib.rest.object.members import (
    Members,
    amendments,
    cannot_repeat,
    takes_whole,
    value_of,
)
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.unmanaged import cannot_write_back
from provider_lib.spec import Call, Field, Redefine, roles
from provider_lib.spec.announcements import MAY_BE_MADE_ANEW, WILL_BE_MADE_ANEW
from provider_lib.spec.paths import spell_path, steps_of
from provider_lib.spec.types import UNKNOWN

NO_CALL: Final = "Its API has no call that changes it."


def losses(
    remote: Remote, prior: Values | None, private: Private, changes: set[str], imported: Values | None
) -> Iterator[Diagnostic]:
    """What a planned change takes away beside what the plan of its attributes shows.

    Args:
        remote: the object as planned.
        prior: its state, as far as it is ours; None when it is new.
        private: what is remembered of it.
        changes: the fields that change.
        imported: its state with what others have, until the first write after an import.
    """
    fields = remote.resource.fields()
    if prior is None or not any(fields[name].role.traits.change == "body" for name in changes):
        return
    if (config := remote.resource.only(roles.ConfigMap)) is not None:
        values = remote.values[config.name]
        if values is not UNKNOWN and WHOLE not in remote.secrets.values:
            given = {*(values or {}), *remote.secrets.values}
            lost = [key for key in private.hidden if key not in given]
            if lost and is_written_whole(remote):
                yield Diagnostic.of(cannot_write_back(remote.name, config.name, lost))
            yield from _given_up(remote, config, private, given)
        yield from _made_anew(remote, config, prior)
    document = remote.resource.only(roles.Document)
    if document is not None and remote.values[document.name] is not UNKNOWN and WHOLE not in remote.secrets.values:
        found = [] if imported is None else _found_in_items(remote, document, imported)
        yield from _not_sent(remote, document, prior)
        yield from _of_document(remote, document, prior, private)
        yield from _in_items(remote, document, prior, private, [*private.in_items, *found])


def is_written_whole(remote: Remote) -> bool:
    """Whether a change sends the whole configuration or document, so that what it leaves out is gone."""
    if any(role.null_removed for _, role in remote.resource.fields_with(roles.ConfigMap)):
        return False
    try:
        update = remote.update_call()
    except SluiceError:
        return False  # nobody can tell now; the write itself looks again
    return takes_whole(update) if isinstance(update, Call) else update is not None


def _given_up(remote: Remote, field: Field, private: Private, given: set[str]) -> Iterator[Diagnostic]:
    """Secrets that were ours and are no longer declared: their removal shows nowhere else."""
    gone = sorted(private.written - given)
    if gone:
        yield Diagnostic(
            "warning",
            f"{', '.join(gone)} will be removed from {remote.name}",
            f"It was set as a secret of `{field.name}` and is not declared any more.",
            (field.name,),
        )


def _made_anew(remote: Remote, config: Field, prior: Values) -> Iterator[Diagnostic]:
    """That the object goes and comes again to be changed, or that nobody can tell."""
    update, way = remote.api.update, remote.api.recreate
    if way is None:
        return
    try:
        obstacle = definition_of(remote, update, prior).obstacle if isinstance(update, Redefine) else NO_CALL
    except SluiceError as error:
        summary = f"{remote.name} {MAY_BE_MADE_ANEW}"
        yield Diagnostic(
            "warning", summary, f"Whether it can be changed in place could not be told: {error}", (config.name,)
        )
        return
    if obstacle:
        summary = f"{remote.name} {WILL_BE_MADE_ANEW}"
        keeps = f"; {way.keeps}" if way.keeps else ""
        yield Diagnostic("warning", summary, f"{obstacle}\nIt is away until it runs again{keeps}.", (config.name,))


def _not_sent(remote: Remote, field: Field, prior: Values) -> Iterator[Diagnostic]:
    """Declared members that the arguments of a change leave out of it: the plan may show them for ever."""
    ours, former = value_of(remote.values[field.name]), value_of(prior[field.name])
    nulls = [spell_path(place) for place, value in walk(amendments(remote)) if value is None]
    stuck = [path for path in nulls if is_taken(ours, path) and not equal(dig(former, path), dig(ours, path))]
    if stuck:
        yield Diagnostic(
            "warning",
            f"the change of {', '.join(stuck)} of {remote.name} is not sent",
            f"`{field.name}` declares it, and `update.body` says null there, which leaves it out. Unless the API "
            "changes it by something else, every plan shows the same again. Take it out of one of the two; "
            "`replace_on` makes another object of such a change, and `ignore` leaves the value to the server.",
            (field.name,),
        )


def _of_document(remote: Remote, field: Field, prior: Values, private: Private) -> Iterator[Diagnostic]:
    ours = _whole(remote, field)
    yield from _given_up(remote, field, private, {path for path in private.written if is_taken(ours, path)})
    if not is_written_whole(remote):
        return
    says = amendments(remote)
    lost = [path for path in private.hidden if not is_taken(ours, path) and not is_taken(says, path)]
    if lost:
        yield Diagnostic.of(cannot_repeat(remote.name, field.name, lost))
    yield from _left_out(remote, field, prior, private)


def _left_out(remote: Remote, field: Field, prior: Values, private: Private) -> Iterator[Diagnostic]:
    """Members that the arguments of a change leave out of what it writes; what the server makes by itself stays."""
    nulls = [spell_path(place) for place, value in walk(amendments(remote)) if value is None]
    try:
        members = Members.of(remote, remote.read(), prior, private) if nulls else None
    except SluiceError:
        return  # nobody can tell now
    gone = [] if members is None else [path for path in nulls if members.have(path) and path not in private.made]
    if gone:
        yield Diagnostic(
            "warning",
            f"{', '.join(gone)} of {remote.name} will be left out of what is written",
            f"`{field.name}` does not declare it, and `update.body` says null there. Unless the API makes it by "
            "itself, it is gone then.",
            (field.name,),
        )


def _whole(remote: Remote, field: Field) -> Any:
    """A document as it is planned, with its secrets."""
    return planted(value_of(remote.values[field.name]) or {}, remote.secrets.values)


def _found_in_items(remote: Remote, field: Field, imported: Values) -> list[str]:
    """Places of what an import found in items that are declared without it."""
    return [spell_path(at) for at, _ in members_of_items(value_of(imported[field.name]), _whole(remote, field))]


def _in_items(
    remote: Remote, field: Field, prior: Values, private: Private, places: Iterable[str]
) -> Iterator[Diagnostic]:
    """Members of items that stay and are declared without them, where their list is written."""
    ours, former = _whole(remote, field), value_of(prior[field.name])
    secret = {_list_of(path) for path in (*private.digests, *remote.secrets.values)}
    is_whole = is_written_whole(remote)

    def is_written(at: str) -> bool:
        return is_whole or at in secret or not equal(dig(former, at), dig(ours, at))

    gone = [path for path in dict.fromkeys(places) if _is_member_to_be(ours, path) and is_written(_list_of(path))]
    if gone:
        yield Diagnostic(
            "warning",
            f"{', '.join(gone)} of {remote.name} will be gone",
            f"A list is written as `{field.name}` declares it, item by item. Declare it there to keep it.",
            (field.name,),
        )


def _list_of(path: str) -> str:
    """The outermost list on the way to a place."""
    return spell_path(above_items(steps_of(path)))


def _is_member_to_be(ours: Any, path: str) -> bool:
    """Whether a document has the object that a place is a member of, without that member."""
    return not is_taken(ours, path) and isinstance(dig(ours, spell_path(steps_of(path)[:-1])), Mapping)
