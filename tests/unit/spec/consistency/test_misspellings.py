"""Every text in the catalogue is misspelt once: whatever names something must then be told.

Nothing here knows which texts are names. All are found by walking the declarations, and those that only a server or a
reader could miss are listed; what is new and neither told nor listed fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Annotated, Any, Final, get_args, get_origin

from provider_lib.spec import Declared, Field, Nested, System
from provider_lib.spec.annotations import annotation_of
from provider_lib.spec.consistency import attributes_of, members, slips, slips_of, systems
from provider_lib.systems import CATALOGUE

HOLDER: Final = re.compile(r"\{[a-z_.\[\]]+\}")

DECLARED: Final = (*CATALOGUE.resources.values(), *CATALOGUE.data_sources.values(), *CATALOGUE.actions.values())
ATTRIBUTES: Final = attributes_of(DECLARED)

FOR_THE_SERVER: Final = {
    "Predecessor.provider",
    "Predecessor.secrets",
    "Predecessor.takes",
    "Predecessor.type",
    "Consequence.keys",
    "Consequence.becomes",
    "Has.matches",
    "Has.key",
    "Flow.keys",
    "Flow.names",
    "Flow.prefix",
    "Flow.joint",
    "Call.path",
    "Call.query key",
    "Call.query",
    "Call.body key",
    "Call.item",
    "Call.adds key",
    "Call.adds",
    "Call.keeps",
    "Call.unwraps",
    "Api.withheld",
    "Listing.items",
    "Listing.match",
    "Listing.excerpts",
    "PageNumber.page",
    "PageNumber.size",
    "PageNumber.more",
    "PageToken.token",
    "PageToken.next",
    "PageToken.size",
    "NextLink.next",
    "NextLink.size",
    "Handover.items",
    "Handover.about key",
    "Handover.about",
    "Parent.ready",
    "ErrorShape.gone key",
    "ErrorShape.gone",
    "System.starting key",
    "System.starting",
    "Initial.path",
    "Lifecycle.states",
    "Lifecycle.failed",
    "Lifecycle.idle",
    "Lifecycle.task_states",
    "Lifecycle.task_failed",
    "Tracked.failed",
    "Validation.entries",
    "Validation.key",
    "Validation.errors",
    "Validation.plugin_key",
    "Validation.plugin_name",
    "Validation.plugin_place",
    "Validation.type",
    "Validation.secret",
    "KeyCatalog.entries",
    "KeyCatalog.name",
    "KeyCatalog.settable",
    "KeyCatalog.required",
    "KeyCatalog.default",
    "KeyCatalog.description",
    "KeyCatalog.values",
    "KeyCatalog.value",
    "KeyCatalog.conditions",
    "KeyCatalog.secret",
    "KeyCatalog.kind_name",
    "ValueTypes.control",
    "ValueTypes.booleans",
    "ValueTypes.numbers",
    "ValueTypes.lists",
    "ValueTypes.documents",
    "ValueTypes.texts",
    "Condition.gate",
    "Condition.value",
    "Condition.operator",
    "Condition.equal",
    "Condition.unequal",
    "Condition.among",
    "ConfigMap.injects key",
    "ConfigMap.not_ours",
    "Field.sent_as",
    "Field.read_as",
    "Field.send",
    "Field.removed_as",
    "TokenExchange.url",
    "TokenExchange.send key",
    "TokenExchange.send",
    "TokenExchange.also key",
    "TokenExchange.token",
    "TokenExchange.lifetime",
    "ErrorShape.message",
    "ErrorShape.request_id",
    "ErrorShape.fields",
    "ErrorShape.field_name",
    "ErrorShape.field_below",
    "ErrorShape.field_message",
    "ServerVersion.path",
    "ServerVersion.renumbered key",
    "ServerVersion.renumbered",
    "System.masks",
    "System.pages key",
    "System.busy",
    "System.lost",
    "System.drop_suffix",
}
"""What only a server could miss."""

FOR_USERS: Final = {
    "Consequence.says",
    "Field.default",
    "Field.doc",
    "Field.example",
    "Field.example key",
    "Lifecycle.advice",
    "Parent.not_ready",
    "Parent.title",
    "Recreate.keeps",
    "Validation.refusal",
    "System.title",
    "System.hints",
    "System.pages",
    "Setting.doc",
    "Setting.default",
    "Setting.variables",
    "ErrorShape.speaker",
    "ErrorShape.hints",
}
"""What only a reader could miss."""

DEFINING: Final = {"Setting.name", "System.name"}
"""What others name: when it is misspelt, they are told."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a declaration.

    Args:
        at: the word that holds it, and the attribute.
        text: as it is.
        make: the whole with another text in its place.
    """

    at: str
    text: str
    make: Callable[[str], Any]


def texts(value: Any, at: str, make: Callable[[Any], Any]) -> Iterator[Text]:
    """Every text in a value, names of a mapping's members included."""
    if isinstance(value, str):
        yield Text(at, value, make)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            inside = f"{type(value).__name__}.{item.name}"
            yield from texts(
                getattr(value, item.name), inside, lambda new, name=item.name: make(replace(value, **{name: new}))
            )
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield Text(
                f"{at} key", str(key), lambda new, key=key: make({new if k == key else k: v for k, v in value.items()})
            )
            yield from texts(item, at, lambda new, key=key: make({**value, key: new}))
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value):
            yield from texts(
                item, at, lambda new, number=number: make(type(value)([*value[:number], new, *value[number + 1 :]]))
            )


def misspellings(text: str) -> Iterator[tuple[str, str]]:
    """The text with a wrong name in each of its place-holders, else as a whole; and the wrong name."""
    holders = HOLDER.findall(text)
    for holder in holders:
        name, bracket, key = holder[1:-1].partition("[")
        yield text.replace(holder, f"{{{_misspelt(name)}{bracket}{key}}}"), _misspelt(name)
        if bracket:
            yield text.replace(holder, f"{{{name}[{_misspelt(key)}}}"), _misspelt(key).removesuffix("]")
    if not holders:
        yield _misspelt(text), _misspelt(text)


def _misspelt(text: str) -> str:
    first, last = text[: len(text) // 2], text[len(text) // 2 :]
    return f"{first}q{last}"


def texts_of(declared: type[Declared]) -> Iterator[Text]:
    """Every text of a declaration; each makes a class that differs from it in nothing else."""
    kind = members.kind_of_declaration(declared)
    for name in kind.__annotations__:
        yield from texts(
            getattr(declared, name), f"{kind.__name__}.{name}", lambda new, name=name: variant(declared, name, new)
        )
    for name, field in written(declared):
        yield from texts_of_field(field, lambda new, name=name: variant(declared, name, new))
        for nested in nested_in(annotation_of(declared, name)):
            for part, inner in written(nested):
                yield from texts_of_field(
                    inner,
                    lambda new, name=name, field=field, nested=nested, part=part: retyped(
                        declared, name, field, nested, variant(nested, part, new)
                    ),
                )


def written(owner: type) -> list[tuple[str, Field]]:
    """The fields of a class as they were declared."""
    names = [name for base in reversed(owner.__mro__) for name, value in vars(base).items() if isinstance(value, Field)]
    return [(name, getattr(owner, name)) for name in dict.fromkeys(names)]


def texts_of_field(field: Field, make: Callable[[Any], Any]) -> Iterator[Text]:
    """Its texts, but for those that come with its annotation, and its rules."""
    bare = texts(replace(field, checks=()), "", lambda new: make(replace(new, checks=field.checks)))
    return (found for found in bare if found.at != "Field.name")


def variant(owner: type, name: str, value: Any) -> Any:
    return type(owner.__name__, (owner,), {name: value, "__module__": owner.__module__, "__doc__": owner.__doc__})


def retyped(declared: type, name: str, field: Field, old: type, new: type) -> Any:
    hints = {name: swapped(annotation_of(declared, name), old, new)}
    own = {"__annotations__": hints, "__module__": declared.__module__, "__doc__": declared.__doc__}
    return type(declared.__name__, (declared,), {name: field, **own})


def nested_in(hint: Any) -> list[type[Nested]]:
    if isinstance(hint, type) and issubclass(hint, Nested):
        return [hint]
    return [found for part in get_args(hint) for found in nested_in(part)]


def swapped(hint: Any, old: type, new: type) -> Any:
    """A type in which another class stands for one."""
    if hint is old:
        return new
    if get_origin(hint) in (list, set, dict):
        return get_origin(hint)[tuple(swapped(part, old, new) for part in get_args(hint))]
    if get_origin(hint) is Annotated:
        return Annotated[(swapped(hint.__origin__, old, new), *hint.__metadata__)]
    if type(None) in get_args(hint):
        return swapped(get_args(hint)[0], old, new) | None
    return hint


@cache
def untold() -> list[tuple[str, str]]:
    """Every misspelling that is not told with the class and the wrong name: where, and the text as it should be."""
    of_classes = once((item, declared.__name__) for declared in DECLARED for item in texts_of(declared))
    of_systems = [(item, name) for name, system in CATALOGUE.systems.items() for item in texts(system, "", _same)]
    return [
        (item.at, item.text)
        for item, owner in (*of_classes, *of_systems)
        for wrong, name in misspellings(item.text)
        if not any(owner in said and name in said for said in told(item.make(wrong)))
    ]


def once(found: Iterator[tuple[Text, str]]) -> Iterator[tuple[Text, str]]:
    """Without the consequences that one declaration has from another: they are the same words, and many."""
    tried: set[tuple[str, str]] = set()
    for item, owner in found:
        if not item.at.startswith(("Consequence.", "Has.")) or (item.at, item.text) not in tried:
            tried.add((item.at, item.text))
            yield item, owner


def told(changed: type[Declared] | System) -> list[str]:
    found = systems.slips(changed) if isinstance(changed, System) else slips_of(changed, ATTRIBUTES)
    return [str(error) for error in found]


def _same(value: Any) -> Any:
    return value


def test_nothing_in_the_catalogue_is_declared_wrongly() -> None:
    assert list(slips(DECLARED)) == []


def test_only_what_a_server_or_a_reader_could_miss_can_be_misspelt_in_silence() -> None:
    assert {at for at, _ in untold()} == FOR_THE_SERVER | FOR_USERS | DEFINING


def test_no_place_holder_can_be_misspelt_in_silence() -> None:
    prose = {"Field.doc", "ErrorShape.hints", "System.hints", "System.pages"}
    assert [(at, text) for at, text in untold() if HOLDER.search(text) and at not in prose] == []
