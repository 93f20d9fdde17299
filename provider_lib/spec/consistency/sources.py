"""Whether a data source has one way to be answered, and whether it and an action send what users give."""

from __future__ import annotations

from provider_lib.spec import roles
from provider_lib.spec.annotations import title_of
from provider_lib.spec.calls import Call, Listing
from provider_lib.spec.consistency.calls import idle_item, idle_options, sent_by
from provider_lib.spec.resource import Action, DataSource, Declared
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import List, Object, Set


def slips_of_data_source(source: type[DataSource]) -> Slips:
    """What is wrong with how a data source is read."""
    where = title_of(source)
    describes_itself = any("read_for" in vars(base) for base in source.__mro__ if base is not DataSource)
    if (source.listing is not None) == (source.read is not None or describes_itself):
        instead = "With `read` one object answers, with `listing` many."
        yield slip(where, "must have one of `read` and `listing`", instead)
    elif source.listing is not None:
        yield from _listing(source, source.listing, where)
        yield from _unsent(source, source.listing.call, where)
    elif source.into is not None:
        yield slip(f"{where}.into", "does nothing", "It is for a `listing`.")
    if source.read is not None:
        yield from idle_options(source.read, source, f"{where}.read")
    if source.read is not None and not describes_itself:
        yield from _unsent(source, source.read, where)


def slips_of_action(action: type[Action]) -> Slips:
    """What is wrong with the call of an action."""
    where = title_of(action)
    yield from idle_options(action.call, action, f"{where}.call")
    yield from _unsent(action, action.call, where)


def _listing(source: type[DataSource], listing: Listing, where: str) -> Slips:
    yield from idle_options(listing.call, source, f"{where}.listing.call")
    yield from idle_item(listing, f"{where}.listing")
    if listing.match:
        yield slip(f"{where}.listing.match", "does nothing", "Every item goes into the list.")
    if source.into is None:
        yield slip(where, "does not say where its list goes", 'Say `into = "NAME"`, the name of a computed list.')
    for name, field in source.fields().items():
        if name == source.into:
            if not isinstance(field.type, List | Set) or not isinstance(field.type.of, Object):
                yield slip(f"{where}.into", f"names {name}, which is no list of a Nested class", "Make it one.")
        elif not field.is_input or isinstance(field.role, roles.WaitField):
            yield slip(f"{where}.{name}", "does nothing beside a list", "Take it away, or put it into the items.")


def _unsent(declared: type[Declared], call: Call, where: str) -> Slips:
    """What users give, and the server is never told."""
    sent = sent_by(call, declared.fields())
    for field, _ in declared.fields_with(roles.Plain):
        if field.name not in sent:
            instead = "Name it in path, query or body, or declare it with local(...)."
            yield slip(f"{where}.{field.name}", "reaches no call", instead)
