"""The HTTP calls of a declaration, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provider_lib.spec import Action, Call, DataSource, Declared, Redefine, Resource, Validation


def calls_of(declared: type[Declared]) -> list[tuple[str, str]]:
    """What a declared thing asks of its API: purpose and request of each call.

    A request is written as ``GET /api/v1/environments/{name}``, with the fields in braces.
    """
    return [(f"{purpose}{_since(call)}", _request(call)) for purpose, call in _calls(declared)]


def _since(call: Call) -> str:
    return f" (version {call.since} and newer)" if call.since else ""


def _calls(declared: type[Declared]) -> Iterator[tuple[str, Call]]:
    if issubclass(declared, Resource | DataSource | Action) and declared.parent is not None:
        yield "see whether the parent is ready", declared.parent.call
    if issubclass(declared, Resource):
        yield from _calls_of_resource(declared)
    elif issubclass(declared, DataSource):
        if declared.read is not None:
            yield "read", declared.read
        if declared.listing is not None:
            yield "list", declared.listing.call
    elif issubclass(declared, Action):
        yield "do it", declared.call


def _calls_of_resource(declared: type[Resource]) -> Iterator[tuple[str, Call]]:
    api = declared.api
    if declared.validation is not None:
        yield "check the configuration while planning", declared.validation.call
        if isinstance(declared.validation, Validation) and declared.validation.plugins is not None:
            yield "list what can be configured", declared.validation.plugins.call
    yield "create", api.create
    if isinstance(api.read, Call):
        yield "read", api.read
    elif api.read is not None:
        yield from ((f"read its {part}", call) for part, call in api.read.calls.items())
    if api.read_many is not None:
        yield "read many at once", api.read_many.call
    if api.find is not None:
        yield "find by its natural key", api.find.call
    if api.taken is not None:
        yield "list the names that are taken", api.taken.call
    if isinstance(api.update, Redefine):
        yield "update: read its definition", api.update.read
        yield "update: write it back", api.update.write
    if api.recreate is not None:
        unless = ", where it has no definition" if isinstance(api.update, Redefine) else ""
        yield f"update{unless}: delete first", api.delete
        yield f"update{unless}: then create", api.create
    if isinstance(api.update, Call):
        yield "update", api.update
    if api.amend is not None:
        yield "update", api.amend
    for name, call in api.calls.items():
        yield name.replace("_", " "), call
    if declared.handover is not None:
        yield "read its position", declared.handover.read
    yield "delete", api.delete


def _request(call: Call) -> str:
    query = "&".join(f"{name}={value}" for name, given in call.query.items() for value in _each(given))
    return f"{call.method} {call.path}" + (f"?{query}" if query else "")


def _each(given: object) -> Sequence[object]:
    """The values of a query parameter, which is repeated for each."""
    return given if isinstance(given, list | tuple) else (given,)
