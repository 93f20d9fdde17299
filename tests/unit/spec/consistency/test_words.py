"""Words that are given what they do not take, attributes that mean nothing, and what a whole catalogue must be."""

from __future__ import annotations

import re
from dataclasses import is_dataclass, replace
from inspect import isfunction, signature
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args

import pytest

import provider_lib
from provider_lib import spec
from provider_lib.errors import DeclarationError
from provider_lib.spec import (
    Action,
    Api,
    Basic,
    Bearer,
    DataSource,
    Declarations,
    Declared,
    ErrorShape,
    FirstOf,
    HeaderKey,
    Length,
    Lifecycle,
    Listing,
    Nested,
    Resource,
    ServerVersion,
    Setting,
    System,
    TokenExchange,
    computed,
    delete,
    get,
    key,
    optional,
    post,
    required,
    roles,
)
from provider_lib.spec.consistency import companions, refuse_slips, shapes, slips, systems
from provider_lib.spec.consistency.words import annotation
from provider_lib.spec.tracking import COLUMNS, Tracked
from tests.unit.spec.consistency.machines import DECLARED, WORKS, Hall, Machine, MachineData, Oil, Typed, changed, told


def api(**calls: Any) -> Any:
    return changed(Machine, api=replace(Machine.api, **calls))


class Bent(Nested):
    """A part with attributes that mean nothing."""

    hall: str | None = optional("Hall.")
    size: int
    weight = 3


class Idle(Hall):
    """A hall with a method that nobody calls."""

    @classmethod
    def api_fro(cls) -> None:
        """Nobody calls it."""


ROTATION = vars(Machine)["rotation"]

WRONG: list[tuple[type[Declared], str, str]] = [
    (
        changed(Hall, identity="id"),
        "Hall.identity is 'id'",
        "It must be tuple[str, ...]. Write `('id',)`: the comma makes the tuple.",
    ),
    (changed(Hall, known_as=("name", 3)), "Hall.known_as[1] is 3", "It must be str."),
    (changed(Hall, api=get("/halls")), f"Hall.api is {get('/halls')!r}", "It must be Api."),
    (changed(Machine, parent=get("/halls")), f"Machine.parent is {get('/halls')!r}", "It must be Parent or None."),
    (changed(Hall, version="1"), "Hall.version is '1'", "It must be a whole number."),
    (api(update="PUT"), "Machine.api.update is 'PUT'", "It must be Call or Redefine or Recreate or None."),
    (
        api(read=Machine.api.read_many),
        f"Machine.api.read is {Machine.api.read_many!r}",
        "It must be Call or Parts or None.",
    ),
    (api(echoes="yes"), "Machine.api.echoes is 'yes'", "It must be bool."),
    (api(calls={**Machine.api.calls, "move": "/move"}), "Machine.api.calls[move] is '/move'", "It must be Call."),
    (api(withheld=("a",)), "Machine.api.withheld is ('a',)", "It must be tuple[str, str] or None."),
    (
        api(create=post("/halls/{hall}", item="machine")),
        "Machine.api.create.item is 'machine'",
        "It must be tuple[str, ...]. Write `('machine',)`: the comma makes the tuple.",
    ),
    (
        api(create=post("/halls/{hall}", since="two")),
        "Machine.api.create.since cannot be used",
        "'two' must be a version such as 3.5.",
    ),
    (
        changed(Machine, lifecycle=replace(Machine.lifecycle, grace=True)),
        "Machine.lifecycle.grace is True",
        "It must be a number.",
    ),
    (
        changed(Machine, parent=replace(Machine.parent, missing="lost")),
        "Machine.parent.missing is 'lost'",
        "It must be 'gone' or 'error'.",
    ),
    (
        changed(Machine, tracked=replace(Machine.tracked, kind="conector")),
        "Machine.tracked.kind is 'conector'",
        "It must be 'connector' or 'agent_key' or 'token'.",
    ),
    (
        changed(
            Machine,
            rotation=Typed(str | None, replace(vars(Machine)["rotation"], role=roles.Trigger("rotate", "badge"))),
        ),
        "Machine.rotation.renews is 'badge'",
        "It must be tuple[str, ...]. Write `('badge',)`: the comma makes the tuple.",
    ),
    (
        changed(Hall, name=Typed(str, replace(vars(Hall)["name"], send=("a", "b")))),
        "Hall.name.send is ('a', 'b')",
        "It must be dict[str, str].",
    ),
    (changed(Hall, lifecyle=Machine.lifecycle), "Hall.lifecyle means nothing", "Did you mean `lifecycle`?"),
    (Idle, "Idle.api_fro means nothing", "Did you mean `api_for`?"),
    (changed(Hall, floor=3), "Hall.floor means nothing", "A field is made by required(...) or another word."),
    (
        changed(Hall, name="north"),
        "Hall.name hides a field",
        "Declare it anew with required(...) or another word.",
    ),
    (
        changed(Hall, count=Typed(int, optional("Count.", default=1))),
        "Hall.count has a name that Terraform keeps for itself",
        "Call it otherwise, with `wire='count'`.",
    ),
    (
        changed(Hall, parent=Typed(str, optional("P.", default=""))),
        "Hall.parent hides what every Resource has under this name",
        "Call it otherwise, with `wire='parent'`.",
    ),
    (
        changed(MachineData, read=Typed(str, computed("Read."))),
        "MachineData.read hides what every DataSource has under this name",
        "Call it otherwise, with `wire='read'`.",
    ),
]


@pytest.mark.parametrize(("declared", "what", "instead"), WRONG, ids=[what for _, what, _ in WRONG])
def test_an_attribute_that_is_not_what_it_must_be_is_told(declared: type[Declared], what: str, instead: str) -> None:
    module = declared.__module__.rpartition(".")[2]
    assert told(declared) == [f"{module}.{what}\n{instead}"]


def test_what_is_missing_is_told() -> None:
    class Bare(Resource, system=WORKS, name="bare"):
        """A resource without calls."""

        name: str = key("Name.")

    class Mute(Action, system=WORKS, name="mute"):
        """An action without a call."""

        name: str = required("Name.")

    assert told(Bare) == ["test_words.Bare has no `api`\nIt must be Api."]
    assert told(Mute) == [
        "test_words.Mute has no `call`\nIt must be Call.",
        "test_words.Mute has no `says`\nIt must be str.",
    ]


def test_a_part_is_looked_at_as_well() -> None:
    assert told(changed(Hall, bent=Typed(Bent | None, optional("Bent.")))) == [
        "test_words.Bent.weight means nothing\nA field is made by required(...) or another word.",
        "test_words.Bent.size has a type, but is no field\nA field is made by required(...) or another word.",
    ]


def test_a_type_that_cannot_be_read_is_told_with_the_rest_of_the_catalogue() -> None:
    broken = changed(Hall, size=Typed(float, required("Size.")))
    idle = changed(Oil, say="Oiled")
    with pytest.raises(DeclarationError) as caught:
        refuse_slips([broken, idle])
    summary, first, _, second, _ = str(caught.value).splitlines()
    assert (summary, first, second) == (
        "2 mistakes in the declarations",
        "machines.Hall.size has a type that cannot be declared: float",
        "machines.Oil.say means nothing",
    )


def test_a_system_that_is_declared_rightly_is_not_told() -> None:
    assert [list(systems.slips(system)) for system in (SYSTEM, WORKS)] == [[], []]


SYSTEM = System(
    name="works",
    title="Works",
    settings=(
        Setting(name="url", doc="Where.", needed=True),
        Setting(name="token", doc="Token.", secret=True),
        Setting(name="region", doc="Region.", default="north"),
    ),
)


@pytest.mark.parametrize(
    ("system", "what", "instead"),
    [
        (replace(SYSTEM, auth=Bearer("tokn")), ".auth.token names no secret setting: tokn", "Did you mean `token`?"),
        (
            replace(SYSTEM, auth=Basic("region", "pass")),
            ".auth.password names no secret setting: pass",
            "It can be `token`.",
        ),
        (
            replace(SYSTEM, auth=HeaderKey("token", "regin")),
            ".auth.header names no setting: regin",
            "Did you mean `region`?",
        ),
        (
            replace(SYSTEM, auth=FirstOf((Bearer("token"), Bearer("tokn")))),
            ".auth.ways[1].token names no secret setting: tokn",
            "Did you mean `token`?",
        ),
        (replace(SYSTEM, auth=FirstOf(())), ".auth has no way to authenticate", "Give it some, or write NoAuth()."),
        (
            replace(SYSTEM, auth=TokenExchange(url="{ulr}")),
            ".auth.url names no field or setting: ulr",
            "Did you mean `url`?",
        ),
        (
            replace(SYSTEM, auth=TokenExchange(url="/token", send={"token": "{tokn}"})),
            ".auth.send[token] names no field or setting: tokn",
            "Did you mean `token`?",
        ),
        (
            replace(SYSTEM, auth=TokenExchange(url="/token", also={"region": "{regin}"})),
            ".auth.also[region] names no field or setting: regin",
            "Did you mean `region`?",
        ),
        (
            replace(SYSTEM, probe=get("/{regin}")),
            ".probe.path names no field or setting: regin",
            "Did you mean `region`?",
        ),
        (
            replace(SYSTEM, probe=get("/{token}")),
            ".probe.path names no field or setting: token",
            "It can be `url`, `region`.",
        ),
        (
            replace(SYSTEM, version=ServerVersion(call=get("/{region}"))),
            ".version.call.path names region",
            "The version is asked for before anything else is known.",
        ),
        (
            replace(SYSTEM, masks=("[*",)),
            ".masks[0] cannot be used",
            "'[*' is not a regular expression: unterminated character set at position 0.",
        ),
        (
            replace(SYSTEM, busy="(a"),
            ".busy cannot be used",
            "'(a' is not a regular expression: missing ), unterminated subpattern at position 0.",
        ),
        (
            replace(SYSTEM, errors=ErrorShape(speaker="Works", message="title")),
            f".errors is {ErrorShape(speaker='Works', message='title')!r}",
            "It must be tuple[ErrorShape, ...].",
        ),
        (
            replace(SYSTEM, errors=(ErrorShape(speaker="Works", message="a..b"),)),
            ".errors[0].message cannot be used",
            "'a..b' cannot be read from '..b' on, so it is not a path such as `meta.next` or `items[0].id`.",
        ),
        (
            replace(SYSTEM, settings=SYSTEM.settings[1:]),
            " has no address",
            'Add `Setting(name="url", doc="...", needed=True)`, or one with a default.',
        ),
        (
            replace(SYSTEM, settings=(*SYSTEM.settings, Setting(name="url", doc="Again."))),
            " has the setting url twice",
            "Keep one.",
        ),
        (
            replace(SYSTEM, settings=(*SYSTEM.settings, Setting(name="timeout", doc="T."))),
            " has a setting timeout, as every system has already",
            "Take it away.",
        ),
        (
            replace(SYSTEM, settings=(*SYSTEM.settings, Setting(name="Floor", doc="F."))),
            " has the name 'Floor'",
            "Use lower-case letters and digits, with single _ between.",
        ),
    ],
)
def test_what_is_wrong_with_a_system_is_told(system: System, what: str, instead: str) -> None:
    found = [str(error) for error in systems.slips(system)]
    if what is None:
        assert found == (
            [f"System works.errors is {system.errors!r}\nIt must be tuple[ErrorShape, ...]."] if system.errors else []
        )
    else:
        assert found == [f"System works{what}\n{instead}"]


def test_a_setting_that_reaches_no_server_is_told() -> None:
    idle = replace(WORKS, settings=(*WORKS.settings, Setting(name="shift", doc="Shift.")))
    declared = [
        type(item.__name__, (item,), {"system": idle, "__module__": "works", "__doc__": item.__doc__})
        for item in DECLARED
    ]
    assert [str(error) for error in slips(declared)] == [
        "System works has a setting shift that nothing names\nName it in `auth` or in a call."
    ]


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (
            lambda: optional("Note.", exmaple="a"),
            "gives optional(...) an unknown option: exmaple\nDid you mean `example`?",
        ),
        (lambda: required("Note.", wier="a"), "gives required(...) an unknown option: wier\nDid you mean `wire`?"),
        (lambda: get("/halls", qeury={}), "gives Call(...) an unknown option: qeury\nDid you mean `query`?"),
        (
            lambda: Listing(call=get("/"), itmes="a"),
            "gives Listing(...) an unknown option: itmes\nDid you mean `items`?",
        ),
        (lambda: Lifecycle(stats={}), "gives Lifecycle(...) an unknown option: stats\nDid you mean `states`?"),
        (lambda: Setting(nmae="url", doc="Where."), "gives Setting(...) an unknown option: nmae\nDid you mean `name`?"),
        (lambda: Length(minimum=1), "gives Length(...) an unknown option: minimum\nDid you mean `min`?"),
        (
            lambda: Api(create=post("/")),
            "gives Api(...) what it does not take\nApi.__init__() missing 1 required keyword-only argument: 'delete'.",
        ),
        (
            lambda: required(),
            "gives required(...) what it does not take\nrequired() missing 1 required positional argument: 'doc'.",
        ),
    ],
)
def test_an_option_that_there_is_not_is_told_where_it_is_written(write: Any, told: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        write()
    line = write.__code__.co_firstlineno
    assert str(caught.value).startswith(f"test_words {told} It stands in line {line}: ")


NO_WORDS = {"Declarations", "Field", "placeholders"}
WORDS = [
    word
    for name, word in sorted(vars(spec).items())
    if name in set(spec.__all__) - NO_WORDS and (isfunction(word) or is_dataclass(word))
]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.__name__)
def test_every_word_tells_an_option_that_there_is_not(word: Any) -> None:
    needed = {item.name: "x" for item in signature(word).parameters.values() if item.default is item.empty}
    needed.pop("options", None)
    with pytest.raises(DeclarationError, match=r"gives \w+\(...\) an unknown option: strange"):
        word(**needed, strange=1)


def test_an_option_in_a_class_is_told_with_the_class() -> None:
    with pytest.raises(DeclarationError) as caught:

        class Booth(Resource, system=WORKS, name="booth"):
            """A booth."""

            name: str = key("Name.", exmaple="a")

    assert caught.value.summary == "test_words.Booth gives key(...) an unknown option: exmaple"
    assert caught.value.detail.endswith(': name: str = key("Name.", exmaple="a")')


@pytest.mark.parametrize("options", [{"system": WORKS}, {"name": "booth"}, {"system": WORKS, "nmae": "booth"}])
def test_a_class_has_both_system_and_name(options: dict[str, Any]) -> None:
    with pytest.raises(DeclarationError) as caught:
        type("Booth", (Resource,), {"__module__": "works"}, **options)
    assert caught.value.summary == "works.Booth is declared without `system` or without `name`, or with something else"


def module_of(*declared: type) -> ModuleType:
    module = ModuleType("works")
    vars(module).update({str(number): item for number, item in enumerate(declared)})
    return module


def test_a_catalogue_is_refused_when_something_in_it_is_wrong() -> None:
    with pytest.raises(DeclarationError, match=r"machines\.Hall\.floor means nothing"):
        Declarations.of(module_of(changed(Hall, floor=3)))
    assert Declarations.of(module_of(changed(Hall, floor=3)), proven=True).resources.keys() == {"sluice_works_hall"}
    assert Declarations.of(module_of(*DECLARED)).actions == {"sluice_works_oil": Oil}


def test_a_class_that_forgot_its_name_is_told() -> None:
    class Booth(Resource):
        """A booth that is not declared."""

    with pytest.raises(DeclarationError) as caught:
        Declarations.of(module_of(Booth))
    assert str(caught.value) == (
        "test_words.Booth has neither system nor name, so it is not declared\n"
        "Write `class Booth(..., system=..., name=...)`."
    )


def test_one_name_stands_for_one_thing() -> None:
    class Atrium(Hall):
        """A hall by another name."""

    class Other(DataSource, system=replace(WORKS, title="Other works"), name="other"):
        """Of another system that has the same name."""

        name: str = required("Name.")
        width: int = computed("Width.")
        read = get("/halls/{name}")

    with pytest.raises(DeclarationError) as caught:
        Declarations.of(module_of(*DECLARED, Atrium, Other))
    assert caught.value.detail == (
        "test_words.Atrium is sluice_works_hall, and machines.Hall is too\nRename one.\n"
        "test_words.Other is of another system called works\nRename one."
    )


def test_every_role_says_what_type_it_holds() -> None:
    kinds = {kind for kind in vars(roles).values() if isinstance(kind, type) and issubclass(kind, roles.Role)}
    assert kinds - shapes.SHAPES.keys() == {roles.Role, roles.Secret, roles.SecretEntries}


def test_a_role_of_which_only_one_field_counts_is_declared_once() -> None:
    engine = Path(provider_lib.__file__).parent / "rest"
    sources = "".join(file.read_text() for file in engine.rglob("*.py"))
    asked = set(re.findall(r"\b(?:only|value_of)\(roles\.(\w+)", sources))
    assert asked - {role.__name__ for role in companions.SINGLE} == set()


def test_every_list_of_the_state_module_has_columns() -> None:
    assert set(get_args(annotation(Tracked, "kind"))) == COLUMNS.keys()


def test_a_choice_is_made_of_texts() -> None:
    assert told(changed(Hall, shape=Typed(Literal["round", "square"] | None, optional("Shape.")))) == []
    assert delete("/halls").body is None
