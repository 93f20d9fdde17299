"""Options of a field that do not go together, with each other, with its role or with its type."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest

from provider_lib.spec import (
    Between,
    Declared,
    Duration,
    Each,
    HasKeys,
    Keys,
    Length,
    MapSize,
    Nested,
    OneOf,
    Pattern,
    Since,
    Template,
    WhenEquals,
    auto_restart,
    computed,
    config_map,
    derived,
    desired_state,
    echo,
    key,
    local,
    on_exists,
    once,
    optional,
    owned_map,
    protection,
    required,
    secret_map,
    secret_revision,
    timeouts,
    trigger,
    wait_field,
    wait_running,
)
from tests.unit.spec.consistency.machines import Drawing, Machine, MachineData, Restarts, Typed, changed, told


def machine(**fields: Typed) -> Any:
    return changed(Machine, **fields)


class Bolt(Nested):
    """A bolt."""

    size: int = required("Size.")
    head: Literal["hex", "flat"] | None = optional("Head.")


class Early(Nested):
    """A part that has what only a whole field can have."""

    size: int = optional("Size.", default=3)
    kind: str | None = optional("Kind.", immutable=True)
    mark: str = trigger("Mark.", "rotate")


class Wordless(Nested):
    """A part with a field that says nothing."""

    size: int = required("")


class Hours(Nested):
    """Times that nobody reads."""

    create: int | None = optional("Create.")


SLIPS: list[tuple[type[Declared], str, str]] = [
    # who must give it
    (
        machine(note=Typed(str | None, required("Note."))),
        "note is required, but its type has `| None`",
        "Take that away, or write optional(...).",
    ),
    (
        machine(note=Typed(str, required("Note.", default="a"))),
        "note is required, but it has a default",
        "Take that away, or write optional(...).",
    ),
    (
        machine(note=Typed(list[str], optional("Note."))),
        "note is optional, but must be given",
        "Write `list[str] | None`, give it a default, or write required(...).",
    ),
    # options that have no effect
    (
        machine(made_at=Typed(str, computed("When.", default="then"))),
        "made_at has `default`, but users cannot set it",
        "Take `default` away.",
    ),
    (
        machine(made_at=Typed(str, computed("When.", immutable=True))),
        "made_at has `immutable`, but users cannot set it",
        "Take `immutable` away.",
    ),
    (
        machine(made_at=Typed(str, computed("When.", example="then"))),
        "made_at has `example`, but users cannot set it",
        "Take `example` away.",
    ),
    (
        machine(rotation=Typed(str | None, trigger("Rotates.", "rotate", renews=("badge",), immutable=True))),
        "rotation is a trigger and immutable",
        "A change makes a call or another object: keep one.",
    ),
    (
        machine(notes=Typed(str | None, optional("Notes.", write_only=True))),
        "notes is write-only, and so never sent",
        "Use secret_map(...) or secret_document(...).",
    ),
    (
        machine(notes=Typed(str, optional("Notes.", default="a", server_default=True))),
        "notes has `server_default`, but is never left to the server",
        "Write optional(...) with `| None` and without a default.",
    ),
    (
        machine(notes=Typed(str, optional("Notes.", default="a", removed_as=""))),
        "notes has `removed_as`, but is never sent as null",
        "Give it `| None`, no default and a place in bodies.",
    ),
    (
        machine(notes=Typed(str | None, optional(" "))),
        "notes has no words for users",
        "Say in a sentence what it is for.",
    ),
    # values that cannot be its own
    (
        machine(grade=Typed(Literal["plain", "fine"], optional("Grade.", default="fien"))),
        "grade has 'fien' for `default`, which breaks its rule: 'fien' must be one of plain, fine",
        "Users could not give it.",
    ),
    (
        machine(amount=Typed(int, optional("Amount.", default="3"))),
        "amount has '3' for `default`, which is no int",
        "Users could not give it.",
    ),
    (
        machine(amount=Typed(int, optional("Amount.", default=True))),
        "amount has True for `default`, which is no int",
        "Users could not give it.",
    ),
    (
        machine(title=Typed(str, optional("Title.", default=Decimal(1)))),
        "title.default is Decimal('1')",
        "It must be str or a whole number or bool or Template or WhenEquals or None.",
    ),
    (
        machine(name=Typed(Annotated[str, Length(1, 5)], key("Name.", example="too long"))),
        "name has 'too long' for `example`, which breaks its rule: must be 1 to 5 characters long, this one has 8",
        "Users could not give it.",
    ),
    (
        machine(tags=Typed(set[str] | None, optional("Tags.", example="a"))),
        "tags has 'a' for `example`, which is no set[str], written as a list",
        "Users could not give it.",
    ),
    (
        machine(config=Typed(dict[str, str], config_map("C.", checks=(HasKeys(("kind",)),), example={"a": "b"}))),
        "config has {'a': 'b'} for `example`, which breaks its rule: has no kind",
        "Users could not give it.",
    ),
    (
        machine(bolt=Typed(Bolt | None, optional("Bolt.", example={"size": 3, "haed": "hex"}))),
        "bolt has {'size': 3, 'haed': 'hex'} for `example`, which is no dict with size, head",
        "Users could not give it.",
    ),
    (
        machine(bolts=Typed(list[Bolt] | None, optional("Bolts.", example=[{"head": "hex"}]))),
        "bolts has [{'head': 'hex'}] for `example`, which lacks size",
        "Users could not give it.",
    ),
    (
        machine(bolts=Typed(list[Bolt] | None, optional("Bolts.", example=[{"size": 3, "head": "hxe"}]))),
        "bolts has [{'size': 3, 'head': 'hxe'}] for `example`, in which head is 'hxe', which breaks its rule: "
        "'hxe' must be one of hex, flat",
        "Users could not give it.",
    ),
    (
        machine(grade=Typed(Literal["plain", "fine"], required("Grade.", send={"plian": "P"}))),
        "grade has 'plian' for `send`, which breaks its rule: 'plian' must be one of plain, fine",
        "Users could not give it.",
    ),
    (
        machine(tags=Typed(set[str] | None, optional("Tags.", removed_as=""))),
        "tags has '' for `removed_as`, which is no set[str]",
        "The server would get something else.",
    ),
    (
        machine(amount=Typed(int, optional("Amount.", default=Template("{name}")))),
        "amount has a Template for `default`, but is int",
        "It makes a str.",
    ),
    (
        machine(title=Typed(str, optional("Title.", default=WhenEquals("grade", "fine")))),
        "title has WhenEquals for `default`, but is str",
        "It makes a bool.",
    ),
    # values that are made from other fields
    (
        machine(protected=Typed(bool, protection("Kept.", default=WhenEquals("grade", "fien")))),
        "protected is true when grade is 'fien', which it never is",
        "Did you mean `fine`?",
    ),
    (
        machine(protected=Typed(bool, protection("Kept.", default=WhenEquals("rollback_on_failure", "yes")))),
        "protected is true when rollback_on_failure is 'yes', which it never is",
        "It is bool.",
    ),
    (
        machine(warm=Typed(bool, computed("Warm.", wire="status.warm"))),
        "wait_for_heat waits for warm, which is `computed` and so never another",
        "Declare warm as `volatile`.",
    ),
    (
        machine(wait_for_heat=Typed(Duration | None, wait_field("Heat.", "warm", "yes"))),
        "wait_for_heat waits until warm is 'yes', which it never is",
        "It is bool.",
    ),
    (
        machine(title=Typed(str, optional("Title.", default=Template("{made_at}")))),
        "title is made from made_at, which only the server knows",
        "Name what users give.",
    ),
    (
        machine(id=Typed(str, derived("Id.", "{hall}/{badge}"))),
        "id is made from badge, which only the server knows",
        "Name what users give.",
    ),
    (
        machine(title=Typed(str, optional("Title.", default=Template("{desired_state}")))),
        "title is made from desired_state, whose own default is not there yet",
        "Name what users must give.",
    ),
    (
        changed(
            MachineData,
            hall=Typed(str, optional("Hall.", default="a")),
            name=Typed(str, optional("Name.", default=Template("{hall}"))),
        ),
        "name is made from hall, whose own default is not there yet",
        "Name what users must give.",
    ),
    (
        machine(id=Typed(str, derived("Id.", "{config[kind]}"))),
        "id.template names config[kind], but only whole fields can stand there",
        "Name config.",
    ),
    (
        machine(amount=Typed(int | None, optional("Amount.", refers_to="sluice_works_hall.name"))),
        "amount has `refers_to`, but is int",
        "Only a text can refer.",
    ),
    (
        machine(notes=Typed(str | None, optional("Notes.", mirrors="sluice_works_hall.name"))),
        "notes mirrors sluice_works_hall.name, but does not refer to what has that",
        "Both sides of one thing refer to each other.",
    ),
    # spelling
    (
        machine(labels=Typed(dict[str, str] | None, owned_map("Labels.", same="json"))),
        "labels has `same='json'`, but is dict[str, str]",
        "That is for a String.",
    ),
    (
        machine(notes=Typed(str | None, optional("Notes.", same="set"))),
        "notes has `same='set'`, but is str",
        "That is for a List or a Set.",
    ),
    (
        machine(notes=Typed(str | None, optional("Notes.", same="exat"))),
        "notes.same is 'exat'",
        "It must be 'exact' or 'text' or 'typed' or 'json' or 'set' or 'time'.",
    ),
    (
        machine(warm_up=Typed(bool | None, optional("Warm up.", send={"yes": "no"}))),
        "warm_up has `send`, but is bool",
        "Only a text can be sent as another.",
    ),
    # rules
    (
        machine(amount=Typed(Annotated[int, Length(1)], required("Amount."))),
        "amount has the rule Length, but is int",
        "Take it away.",
    ),
    (
        machine(notes=Typed(Annotated[str, Between(1, 2)] | None, optional("Notes."))),
        "notes has the rule Between, but is str",
        "Take it away.",
    ),
    (
        machine(names=Typed(Annotated[list[str], MapSize(1, 1, 1)], required("Names."))),
        "names has the rule MapSize, but is list[str]",
        "Take it away.",
    ),
    (
        machine(names=Typed(list[Annotated[str, Between(1, 2)]], required("Names."))),
        "names[...] has the rule Between, but is str",
        "Take it away.",
    ),
    (
        machine(notes=Typed(Annotated[str, Since("2.0", Between(1, 2))] | None, optional("Notes."))),
        "notes has the rule Between, but is str",
        "Take it away.",
    ),
    (
        machine(notes=Typed(Annotated[str, Since("new", Length(1))] | None, optional("Notes."))),
        "notes has a rule since version 'new'",
        "Write a version such as 3.5.",
    ),
    (
        machine(notes=Typed(Annotated[str, Each(Length(1))] | None, optional("Notes."))),
        "notes has the rule Each, but is str",
        "Take it away.",
    ),
    (
        machine(labels=Typed(Annotated[dict[str, str], Keys(Between(1, 2))] | None, owned_map("Labels."))),
        "labels[...] has the rule Between, but is str",
        "Take it away.",
    ),
    (
        machine(notes=Typed(Annotated[str, Pattern("[a-z", "letters")] | None, optional("Notes."))),
        "notes has a Pattern that is no regular expression: [a-z",
        "It has unterminated character set at position 0.",
    ),
    (
        machine(notes=Typed(Annotated[str, "at least one"] | None, optional("Notes."))),
        "notes has 'at least one' for a rule",
        "Use a Check, such as Length(1).",
    ),
    (
        machine(notes=Typed(str | None, optional("Notes.", checks=(OneOf,)))),
        "notes has <class 'provider_lib.spec.checks.OneOf'> for a rule",
        "Use a Check, such as Length(1).",
    ),
    # types
    (
        machine(wait_for_running=Typed(str, wait_running())),
        "wait_for_running has a type that does not fit its role, WaitRunning",
        "It must be bool.",
    ),
    (
        machine(on_exists=Typed(str, on_exists())),
        "on_exists has a type that does not fit its role, OnExists",
        "It must be OnExists.",
    ),
    (
        machine(wait_for_heat=Typed(str | None, wait_field("Heat.", "warm", True))),
        "wait_for_heat has a type that does not fit its role, WaitField",
        "It must be Duration | None.",
    ),
    (
        machine(timeouts=Typed(Hours | None, timeouts())),
        "timeouts has a type that does not fit its role, Timeouts",
        "It must be a Nested class with create, update and delete, each Duration | None, or None.",
    ),
    (
        machine(auto_restart=Typed(Restarts, auto_restart())),
        "auto_restart has a type that does not fit its role, AutoRestart",
        "It must be a Nested class with attempts: int and backoff: Duration | None, or None.",
    ),
    (
        machine(secret_config=Typed(dict[str, str], secret_map("config"))),
        "secret_config has a type that does not fit its role, SecretMap",
        "It must be dict[str, str] | None.",
    ),
    (
        machine(secret_revision=Typed(str, secret_revision())),
        "secret_revision has a type that does not fit its role, SecretRevision",
        "It must be int.",
    ),
    (
        machine(badge=Typed(int, once("Badge.", recover="rotate"))),
        "badge has a type that does not fit its role, Once",
        "It must be str.",
    ),
    (
        machine(labels=Typed(dict[str, int] | None, owned_map("Labels."))),
        "labels has a type that does not fit its role, OwnedMap",
        "It must be dict[str, str].",
    ),
    (
        machine(protected=Typed(str, protection("Kept.", default="yes"))),
        "protected has a type that does not fit its role, Protection",
        "It must be bool.",
    ),
    (
        changed(Drawing, output=Typed(str, echo("Output.", of="body"))),
        "output has a type that does not fit its role, Echo",
        "It must be Any.",
    ),
    # fields inside a field
    (
        machine(early=Typed(Wordless | None, local("Early."))),
        "early.size has no words for users",
        "Say in a sentence what it is for.",
    ),
]


@pytest.mark.parametrize(("declared", "what", "instead"), SLIPS, ids=[what for _, what, _ in SLIPS])
def test_what_does_not_go_together_is_told(declared: type[Declared], what: str, instead: str) -> None:
    assert told(declared) == [f"machines.{declared.__name__}.{what}\n{instead}"]


def test_what_only_a_whole_field_can_have_is_told_of_a_part() -> None:
    assert told(machine(early=Typed(Early | None, optional("Early.")))) == [
        "machines.Machine.early.size has `default`, which means nothing inside another\nTake `default` away.",
        "machines.Machine.early.kind has `immutable`, which means nothing inside another\nTake `immutable` away.",
        "machines.Machine.early.mark is a Trigger field, which means nothing inside another\n"
        "There it is Plain, Computed, Volatile.",
    ]


def test_a_desired_state_is_a_choice() -> None:
    assert told(machine(desired_state=Typed(str, desired_state())))[-1] == (
        "machines.Machine.position.within names no desired state: paused\nThere is none."
    )
