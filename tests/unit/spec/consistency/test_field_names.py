"""A name that no field can have is told, and what cannot be read at all is no traceback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from provider_lib.errors import DeclarationError
from provider_lib.spec import (
    Call,
    Declarations,
    Length,
    Move,
    Nested,
    Resource,
    Setting,
    System,
    Upgrade,
    at,
    computed,
    get,
    optional,
    post,
    required,
    server_id,
)
from provider_lib.spec.consistency import systems
from tests.unit.spec.consistency.machines import WORKS, Hall, Typed, changed, told

TERRAFORM = "has a name that Terraform keeps for itself"
CONSTRUCT = "has a name that every construct has already"
SPELT = "has a name that Terraform or Python does not take"


def hall(name: str) -> type[Resource]:
    """A hall with another field."""
    return changed(Hall, **{name: Typed(str | None, optional("What."))})


@pytest.mark.parametrize(
    ("name", "what"),
    [
        *((name, TERRAFORM) for name in ("count", "for_each", "provider", "depends_on", "connection", "provisioner")),
        *(
            (name, CONSTRUCT)
            for name in ("node", "secrets", "scope", "self", "fqn", "to_string", "move_to", "property")
        ),
        ("name_input", "has a name that the construct gets from name"),
        ("reset_name", "has a name that the construct gets from name"),
        ("fields", "hides what every Resource has under this name"),
        ("tracked", "hides what every Resource has under this name"),
        ("class", "has a name that Python keeps for itself"),
    ],
)
def test_a_name_that_is_taken_is_told(name: str, what: str) -> None:
    assert told(hall(name)) == [f"machines.Hall.{name} {what}\nCall it otherwise, with `wire={name!r}`."]


@pytest.mark.parametrize("name", ["Size", "wideHall", "größe", "_size", "size_", "a__b"])
def test_a_name_that_is_spelt_as_no_attribute_is_told(name: str) -> None:
    advice = f"Use lower-case letters of ASCII and digits, with single _ between, and say `wire={name!r}`."
    assert told(hall(name)) == [f"machines.Hall.{name} {SPELT}\n{advice}"]


def test_limits_of_time_that_are_none_are_told() -> None:
    assert told(hall("timeouts")) == [
        "machines.Hall.timeouts has the name of the limits of time, and is none\n"
        "Declare it by `timeouts()`, or: Call it otherwise, with `wire='timeouts'`."
    ]


def test_a_field_that_has_become_something_else_is_told() -> None:
    class Lost(Hall, system=WORKS, name="lost"):
        """A hall whose field is overwritten by what it is called."""

        type_name: str = required("Kind.")  # type: ignore[misc]

    assert told(Lost) == [
        "test_field_names.Lost.type_name hides what every Resource has under this name\n"
        "Call it otherwise, with `wire='type_name'`."
    ]


class Shelf(Nested):
    """A shelf."""

    wideBoard: str | None = optional("Board.")  # noqa: N815
    resolve: str | None = optional("Resolve.")


class Nothing(Nested):
    pass


class Endless(Nested):
    """Holds others of its kind."""

    inside: Endless | None = optional("Inside.")


def test_names_inside_a_field_are_told_as_well() -> None:
    assert told(changed(Hall, shelf=Typed(Shelf | None, optional("Shelf.")))) == [
        f"test_field_names.Shelf.wideBoard {SPELT}\n"
        "Use lower-case letters of ASCII and digits, with single _ between, and say `wire='wideBoard'`.",
        "test_field_names.Shelf.resolve has a name that every object in a list has already\n"
        "Call it otherwise, with `wire='resolve'`.",
    ]


def test_what_has_nothing_to_say_or_no_fields_is_told() -> None:
    class Mute(Hall, system=WORKS, name="mute"):
        pass

    assert told(Mute) == ["test_field_names.Mute has no words for users\nSay in a docstring what it is."]
    assert told(changed(Hall, nothing=Typed(Nothing | None, optional("Nothing.")))) == [
        "test_field_names.Nothing has no words for users\nSay in a docstring what it is.",
        "test_field_names.Nothing has no fields\nDeclare some by required(...) or another word.",
    ]


def test_what_holds_itself_is_told() -> None:
    assert told(changed(Hall, endless=Typed(Endless | None, optional("Endless.")))) == [
        "test_field_names.Endless is a field of itself\nTerraform has no endless types."
    ]


@pytest.mark.parametrize(
    ("version", "upgrades", "said"),
    [
        (2, (), "upgrades are missing: the version is 2\nSay how state of version 1 is read: `(Upgrade(...),)`."),
        (-1, (), "version is -1\nVersions count up from 0."),
        (
            3,
            (Upgrade(1, (Move("a", "name"),)),),
            "upgrades take the versions 1\nEach takes the version after the one before, and the last takes 2.",
        ),
    ],
)
def test_a_version_without_a_way_to_it_is_told(version: int, upgrades: tuple[Upgrade, ...], said: str) -> None:
    assert told(changed(Hall, version=version, upgrades=upgrades)) == [f"machines.Hall.{said}"]


@pytest.mark.parametrize(
    "path", ["halls", "halls/{id}", "//halls", "/halls?full=1", "/halls#a", "/a b", "/../halls", "https://x/halls"]
)
def test_a_path_that_does_not_lead_below_the_url_is_told(path: str) -> None:
    assert told(changed(Hall, api=replace(Hall.api, create=post(path)))) == [
        f"machines.Hall.api.create.path cannot be used\n{path!r} must be a path that begins with /, below the url; "
        "`query=` has what follows a ?."
    ]


CALLS: list[tuple[Call, str]] = [
    (Call(method="post", path="/halls"), "method cannot be used\n'post' must be one of GET, POST, PUT, PATCH, "),
    (post("/halls", headers={"a b": "c"}), "headers cannot be used\n'a b' must be the name of a header."),
    (post("/halls", query={"a": object}), "query[a] is <class 'object'>, which no request can carry\nUse texts, "),
    (post("/halls", body={"a": {"{name}"}}), "body[a] is {'{name}'}, which no request can carry\nUse texts, "),
    (post("/halls", body={1: "{name}"}), "body has a member 1\nThe names of members are texts."),
]


@pytest.mark.parametrize(("call", "said"), CALLS)
def test_a_call_that_cannot_be_made_is_told(call: Call, said: str) -> None:
    [found] = told(changed(Hall, api=replace(Hall.api, create=call)))
    assert found.startswith(f"machines.Hall.api.create.{said}")


def test_words_that_a_system_lacks_are_told() -> None:
    mute = replace(WORKS, title=" ", settings=(*WORKS.settings, Setting(name="floor2", doc="")))
    assert [str(error) for error in systems.slips(mute)] == [
        "System works has no words for its title\nUsers read them.",
        "System works has no words for its setting floor2\nUsers read them.",
    ]


RAW: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: computed("Made.", wire=at("a.b")),
        "at(...) is given 'a.b', which is no field\nA place is said by `wire=...`.",
    ),
    (
        lambda: told(changed(Hall, size=Typed(str | None, optional("Size.", checks=Length(1)))))[0],
        "machines.Hall.size has Length(min=1, max=None) for `checks`\nThey are a tuple: `checks=(Length(1),)`.",
    ),
    (
        lambda: System(name="a", title="A", settings=Setting(name="url", doc="Where.")),  # type: ignore[arg-type]
        "System a has Setting(name='url', doc='Where.', secret=False, default=None, needed=False, variables=()) for "
        "`settings`\nThey are a tuple: `settings=(Setting(...),)`.",
    ),
    (
        lambda: System(name="a", title="A", settings=(), auth="bearer"),  # type: ignore[arg-type]
        "System a has 'bearer' for `auth`\nIt is one of the ways of spec.auth, such as `Bearer(\"token\")`.",
    ),
    (
        lambda: type("Box", (Resource,), {"__module__": "works"}, system="works", name="box"),  # type: ignore[call-overload]
        "works.Box is declared with system='works' and name='box'\n"
        "`system` is what System(...) made, and `name` a text.",
    ),
]


@pytest.mark.parametrize(("write", "said"), RAW, ids=range(len(RAW)))
def test_what_cannot_be_read_is_no_traceback(write: Callable[[], Any], said: str) -> None:
    try:
        found = write()
    except DeclarationError as error:
        found = str(error)
    assert found == said


def test_two_classes_of_one_name_in_a_system_are_told() -> None:
    class Other(Resource, system=WORKS, name="other"):
        """Another hall."""

        id: str = server_id("Id.")

        api = replace(Hall.api, create=post("/o"), read=get("/o/{id}"), find=None, update=None)
        identity = ("id",)

    twin = type("Other", (Other,), {"__module__": "elsewhere", "__doc__": "A twin."}, system=WORKS, name="twin")
    module = ModuleType("both")
    vars(module).update(first=Other, second=twin)
    with pytest.raises(DeclarationError) as caught:
        Declarations.of(module)
    assert (
        "elsewhere.Other is called as test_field_names.Other is, and each would be the construct Other\nRename one."
    ) in str(caught.value)
