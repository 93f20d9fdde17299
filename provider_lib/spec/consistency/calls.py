"""Whether the calls of a resource suffice for its fields, and whether each option of a call has an effect."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from provider_lib.spec import roles
from provider_lib.spec.annotations import title_of
from provider_lib.spec.api import Redefine
from provider_lib.spec.calls import FIELDS, Call, Listing, Parts, Verbatim
from provider_lib.spec.field import Field
from provider_lib.spec.placeholders import placeholders
from provider_lib.spec.resource import Declared, Resource
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import String

READ: Final = ("first", "last", "shown")
"""How a state takes what the server sets, where it stands in answers."""

FOR_UPDATES: Final = ("keeps", "merge", "operations")
"""Options that are looked at in an update alone."""


def slips(resource: type[Resource], named: Collection[str]) -> Slips:
    """What is wrong with the calls of a resource.

    Args:
        resource: the declaration.
        named: the further calls that its words name.
    """
    where, wrong_identity = title_of(resource), list(_identity(resource, title_of(resource)))
    yield from wrong_identity
    yield from _options(resource, where)
    yield from _lookups(resource, where)
    yield from _unused(resource, named, where)
    if _describes_itself(resource):
        return
    yield from _writes(resource, where)
    yield from _reads(resource, where)
    yield from _begins(resource, where)
    if not wrong_identity:
        yield from _imports(resource, where)
        yield from _tells_apart(resource, where)


def _describes_itself(resource: type[Resource]) -> bool:
    """Whether each object of it has calls of its own, made from its arguments."""
    return any("api_for" in vars(base) for base in resource.__mro__ if base is not Resource)


def calls_of(resource: type[Resource]) -> Iterator[tuple[str, Call]]:
    """Every call of a resource, with the attribute in which it stands."""
    api = resource.api
    if resource.parent is not None:
        yield "parent.call", resource.parent.call
    yield "api.create", api.create
    yield "api.delete", api.delete
    if isinstance(api.read, Call):
        yield "api.read", api.read
    if isinstance(api.read, Parts):
        yield from ((f"api.read.calls[{part}]", call) for part, call in api.read.calls.items())
    if isinstance(api.update, Call):
        yield "api.update", api.update
    if isinstance(api.update, Redefine):
        yield "api.update.read", api.update.read
        yield "api.update.write", api.update.write
    if api.amend is not None:
        yield "api.amend", api.amend
    if api.read_many is not None:
        yield "api.read_many.call", api.read_many.call
    if api.listed is not None:
        yield "api.listed.call", api.listed.call
    yield from ((f"api.places[{name}].call", listing.call) for name, listing in api.places.items())
    if api.find is not None:
        yield "api.find.call", api.find.call
    if api.taken is not None:
        yield "api.taken.call", api.taken.call
    yield from ((f"api.calls[{name}]", call) for name, call in api.calls.items())
    if resource.handover is not None:
        yield "handover.read", resource.handover.read
    if resource.validation is not None:
        yield "validation.call", resource.validation.call


def named_in(*templates: Any) -> set[str]:
    """The fields and settings that templates of any shape mention."""
    found: set[str] = set()
    for template in templates:
        if isinstance(template, Mapping):
            found |= named_in(*template.values())
        elif isinstance(template, list | tuple):
            found |= named_in(*template)
        elif isinstance(template, str) and not isinstance(template, Verbatim):
            found |= {name.partition("[")[0] for name in placeholders(template)}
    return found


def sent_by(call: Call, fields: Mapping[str, Field]) -> set[str]:
    """The fields whose values a call carries."""
    named = named_in(call.path, call.query, call.headers, call.body, call.adds)
    if call.body is not FIELDS:
        return named
    return named | {name for name, field in fields.items() if field.request_path is not None}


def idle_options(call: Call, declared: type[Declared], where: str) -> Slips:
    """Options of a call that have no effect beside the others."""
    if call.with_key and call.body is not FIELDS:
        yield slip(f"{where}.with_key", "does nothing", "It is for a body of FIELDS.")
    if call.since is not None and declared.system.version is None:
        yield slip(f"{where}.since", "does nothing", "Give the System a `version=ServerVersion(...)`.")


def idle_item(listing: Listing, where: str) -> Slips:
    """A place that is not looked at."""
    if listing.call.item != ("",):
        yield slip(f"{where}.call.item", "does nothing", f"Write `items={listing.call.item[0]!r}` in the Listing.")


def _identity(resource: type[Resource], where: str) -> Slips:
    names, fields = resource.identity_fields(), resource.fields()
    if not names:
        yield slip(where, "has nothing that identifies an object", 'Declare a key(...), or say `identity = ("id",)`.')
    for name in names:
        if fields[name].type != String():
            yield slip(f"{where}.identity", f"names {name}, which is no str", "An import id is made of texts.")
        if not fields[name].is_input and not isinstance(fields[name].role, roles.ServerId):
            yield slip(f"{where}.identity", f"names {name}, by which nothing is found", "Name keys, or the server_id.")


def _options(resource: type[Resource], where: str) -> Slips:
    for at, call in calls_of(resource):
        yield from idle_options(call, resource, f"{where}.{at}")
        for option in FOR_UPDATES:
            if at not in ("api.update", "api.amend") and getattr(call, option):
                yield slip(f"{where}.{at}.{option}", "does nothing", "It is for the update alone.")
    update = resource.api.update
    if isinstance(update, Call) and update.operations and resource.only(roles.Document) is None:
        yield slip(f"{where}.api.update.operations", "needs a document(...)", "A JSON Patch changes nothing else.")
    amend = resource.api.amend
    if amend is not None and not (amend.merge and amend.since):
        advice = "Write `merge=True` and `since=...` there, or make it the `update`."
        yield slip(f"{where}.api.amend", "is no merge patch of newer servers alone", advice)
    if resource.api.recreate is not None:
        yield from _made_anew(resource, f"{where}.api.update")


def _made_anew(resource: type[Resource], where: str) -> Slips:
    """What may be made anew to change it, and whether its definition can be written."""
    update, config = resource.api.update, resource.only(roles.ConfigMap)
    if config is None:
        yield slip(where, f"is {type(update).__name__} without a config_map(...)", "Nothing else can be put back.")
    elif isinstance(update, Redefine) and any(
        role.typed or role.null_removed for _, role in resource.fields_with(roles.ConfigMap)
    ):
        advice = "A definition holds texts, and lacks what is taken out."
        yield slip(where, f"is Redefine, but {config.name} is typed or has nulls", advice)
    if isinstance(update, Redefine) and update.write.body is not None:
        yield slip(f"{where}.write.body", "does nothing", "The body is the definition.")


def _lookups(resource: type[Resource], where: str) -> Slips:
    api = resource.api
    if api.read is None and api.find is None and api.read_many is None:
        yield slip(f"{where}.api", "has no call that reads", "Give it `read`, `read_many` or `find`.")
    lists = {"read_many": api.read_many, "listed": api.listed, "find": api.find, "taken": api.taken}
    for name, listing in (lists | {f"places[{name}]": places for name, places in api.places.items()}).items():
        if listing is not None:
            yield from idle_item(listing, f"{where}.api.{name}")
            if not listing.match:
                yield slip(
                    f"{where}.api.{name}", "matches nothing", 'Say how an item is told: `match={"name": "name"}`.'
                )
            yield from _excerpts(listing, f"{where}.api.{name}")
    if isinstance(api.read, Parts) and api.read.written is not None and api.read.written not in api.read.calls:
        parts = ", ".join(api.read.calls)
        yield slip(f"{where}.api.read.written", f"names {api.read.written}, which is no part", f"Write one of {parts}.")


def _excerpts(listing: Listing, where: str) -> Slips:
    """Whether each part of a text is one, of a text that is looked at."""
    for name, pattern in listing.excerpts.items():
        if name not in listing.match:
            yield slip(f"{where}.excerpts[{name}]", "does nothing", f"Say in `match` where the text of {name} lies.")
        if re.compile(pattern).groups != 1:
            instead = "Put what is meant into one group: `/a/([^/]+)`."
            yield slip(f"{where}.excerpts[{name}]", f"is {pattern!r}", instead)


def _unused(resource: type[Resource], named: Collection[str], where: str) -> Slips:
    """Further calls that nothing makes."""
    for name in resource.api.calls:
        if name not in named:
            instead = "Name it in a trigger(...), in `once(..., recover=...)` or in the lifecycle, or take it away."
            yield slip(f"{where}.api.calls[{name}]", "is made by nothing", instead)


def _writes(resource: type[Resource], where: str) -> Slips:
    """Whether what users set reaches the server, at first and when it changes."""
    api, fields = resource.api, resource.fields()
    sent = [field.request_path for field in fields.values() if field.request_path is not None]
    for path in dict.fromkeys(path for path in sent if sent.count(path) > 1):
        names = " and ".join(field.name for field in fields.values() if field.request_path == path)
        yield slip(where, f"sends {names} at the same place, {path}", "Only the last arrives: correct `wire` of one.")
    for name, field in fields.items():
        if _is_written(field) and name not in sent_by(api.create, fields):
            instead = "Name it in path, query or body, or declare it with local(...)."
            yield slip(f"{where}.api.create", f"does not send {name}", instead)
        if not _is_changed_by_update(resource, field):
            continue
        if api.update is None:
            yield slip(
                f"{where}.{name}", "may change, but `api` has no update", "Give it one, or say `immutable=True`."
            )
        elif isinstance(api.update, Call) and name not in sent_by(api.update, fields):
            yield slip(f"{where}.api.update", f"does not send {name}", "Name it there, or say `immutable=True`.")


def _is_changed_by_update(resource: type[Resource], field: Field) -> bool:
    lifecycle = resource.lifecycle
    if lifecycle is not None and field.name == lifecycle.desired:
        return not lifecycle.calls and field.request_path is not None
    return _is_written(field) and not field.immutable


def _is_written(field: Field) -> bool:
    return field.is_input and field.role.traits.change == "body"


def _reads(resource: type[Resource], where: str) -> Slips:
    """Whether what the server sets is found in its answers."""
    api, desired = resource.api, [field.name for field, _ in resource.fields_with(roles.DesiredState)]
    for name, field in resource.fields().items():
        paths = api.paths.get(name, () if field.answer_path is None else (field.answer_path,))
        if not field.is_input and field.role.traits.read in READ and not paths:
            yield slip(f"{where}.{name}", "is never read", "Say where it lies in answers: `wire=` or `read_as=`.")
        if isinstance(api.read, Parts) and field.role.traits.read != "never" and field.name not in desired:
            for path in paths:
                if path.partition(".")[0] not in api.read.calls:
                    instead = f"Write {' or '.join(f'`{part}.{path}`' for part in api.read.calls)}."
                    yield slip(f"{where}.{name}", f"is read at {path}, which is in no part of the answer", instead)


def _imports(resource: type[Resource], where: str) -> Slips:
    """The read that follows an import knows nothing but what identifies the object."""
    api, identity = resource.api, resource.identity_fields()
    reading = ("parent", "api.read") if api.read is not None else ("parent", "api.read", "api.find")
    for at, call in calls_of(resource):
        if at.startswith(reading):
            named = named_in(call.path, call.query, call.headers) & resource.fields().keys()
            for name in sorted(named - set(identity)):
                instead = f"Add it to `identity`, which is {', '.join(identity)}."
                yield slip(f"{where}.{at}", f"names {name}, which an import does not know", instead)


def _tells_apart(resource: type[Resource], where: str) -> Slips:
    """A call about one object must say which; else it is about another, or about all of them."""
    api, fields = resource.api, resource.fields()
    identity = [name for name in resource.identity_fields() if not isinstance(fields[name].role, roles.Endpoint)]
    for at, call in calls_of(resource):
        named = sent_by(call, fields)
        if at == "api.read_many.call" and api.read_many is not None:
            named |= set(api.read_many.match)
        if at.startswith(("api.listed", "api.places")):
            continue  # what they list is anybody's
        about_none = ("api.create", "api.find.call", "api.taken.call", "api.update.write")
        if at.startswith(("api", "handover")) and at not in about_none:
            for name in identity:
                if name not in named:
                    yield slip(f"{where}.{at}", f"does not say which {name} it is about", f"Name {{{name}}} in it.")


def _begins(resource: type[Resource], where: str) -> Slips:
    """Calls about an object that is not there yet cannot name what the server will set."""
    api, made = resource.api, ("given", "made")
    by_server = {name for name, field in resource.fields().items() if field.role.traits.planned not in made}
    named = {"create": named_in(api.create.path, api.create.query, api.create.headers, api.create.body)}
    if api.find is not None:
        named["find"] = named_in(api.find.call.path, api.find.call.query) | api.find.match.keys()
    if api.taken is not None:
        named["taken"] = named_in(api.taken.call.path, api.taken.call.query) | api.taken.match.keys()
    for call, names in named.items():
        for name in sorted(names & by_server):
            yield slip(f"{where}.api.{call}", f"names {name}, which is not known yet", "Name what users give.")
