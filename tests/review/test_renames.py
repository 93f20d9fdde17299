"""What the code calls otherwise, and would be destroyed and made again for it."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest

from provider_lib.review import Rename, document, markdown, page, review, text
from provider_lib.systems import CATALOGUE
from tests.review.plans import changed, connector, plan

CONNECTOR = "sluice_kafka_connect_connector"


def at(address: str, actions: list[str], before: Any = None, after: Any = None, **parts: Any) -> dict[str, Any]:
    return changed(address.removeprefix("module.m.").partition(".")[0], actions, before, after, **parts) | {
        "address": address
    }


def gone(name: str, /, **values: Any) -> dict[str, Any]:
    return at(f"{CONNECTOR}.{name}", ["delete"], connector(**values))


def made(name: str, /, unknown: Any = None, **values: Any) -> dict[str, Any]:
    return at(f"{CONNECTOR}.{name}", ["create"], None, connector(**values), after_unknown=unknown or {})


def renames(*changes: dict[str, Any], moved: dict[str, str] | None = None, **names: str) -> tuple[Rename, ...]:
    paths = {f"{CONNECTOR}.{name}": path for name, path in names.items()}
    return review(plan(*changes), CATALOGUE, stack="dev", names=paths, moved=moved).renames


def moves(*changes: dict[str, Any]) -> set[tuple[str, str]]:
    return {(it.former_address.partition(".")[2], it.address.partition(".")[2]) for it in renames(*changes)}


def test_the_construct_says_itself_from_where_it_moved() -> None:
    (found,) = renames(gone("old"), made("new"), new="dev/eu/new")
    assert found == Rename(
        "dev/eu/new",
        f"{CONNECTOR}.new",
        f"{CONNECTOR}.old",
        f"{CONNECTOR}.old",
        "loss",
        "program",
        f'app.node.find_child("dev").node.find_child("eu").node.find_child("new").move_from_id("{CONNECTOR}.old")',
    )


def test_many_are_told_apart_by_what_their_servers_call_them() -> None:
    letters = "abcdefgh"
    old = [gone(f"old_{letter}", name=letter) for letter in letters]
    new = [made(f"new_{letter}", name=letter) for letter in reversed(letters)]
    assert moves(*old, *new) == {(f"old_{letter}", f"new_{letter}") for letter in letters}


@pytest.mark.parametrize(
    "changes",
    [
        (gone("old"), made("new", name="another")),
        (gone("old"), made("new", connect="elsewhere")),
        (gone("old"), made("new", unknown={"name": True})),
        (gone("old"), made("new", connect=None)),
        (gone("old") | {"deposed": "1234"}, made("new")),
        (gone("old"), gone("older"), made("new")),
        (gone("old"), made("new"), made("newer")),
        (gone("old"), at("sluice_redpanda_connector.new", ["create"], None, connector())),
        (at("other_thing.a", ["delete"], {"name": "a"}), at("other_thing.b", ["create"], None, {"name": "a"})),
        (at(f"{CONNECTOR}.it", ["delete", "create"], connector(), connector()),),
        (at(f"{CONNECTOR}.old", ["forget"], connector()), made("new")),
    ],
    ids=[
        "another name", "another place", "unknown name", "no place", "left over", "two went", "two come",
        "another type", "not ours", "replaced where it is", "left alone",
    ],
)  # fmt: skip
def test_what_may_be_another_object_is_no_rename(changes: tuple[dict[str, Any], ...]) -> None:
    assert renames(*changes) == ()


def test_without_constructs_it_is_a_block_of_the_configuration() -> None:
    old, new = f"module.m.{CONNECTOR}.it", f"{CONNECTOR}.it"
    (found,) = renames(at(old, ["delete"], connector()), at(new, ["create"], None, connector()))
    assert (found.place, found.way_out) == ("configuration", f"moved {{\n  from = {old}\n  to   = {new}\n}}")


def test_a_construct_with_instances_moves_all_of_them_at_once() -> None:
    changes = [change for key in "ab" for change in (gone(f'old["{key}"]', name=key), made(f'new["{key}"]', name=key))]
    found = renames(*changes, new="dev/new")
    line = f'app.node.find_child("dev").node.find_child("new").move_from_id("{CONNECTOR}.old")'
    assert [it.way_out for it in found] == [line, line]


def test_what_no_construct_can_say_is_said_by_the_stack() -> None:
    changes = gone('it["a"]'), made('it["b"]')
    (found,) = renames(*changes, it="dev/it")
    assert found.way_out == (
        'app.node.find_child("dev").add_override("moved", '
        f'[{{"from": "{CONNECTOR}.it[\\"a\\"]", "to": "{CONNECTOR}.it[\\"b\\"]"}}])'
    )


def test_many_moves_have_a_line_each_and_stand_once_in_a_document() -> None:
    changes = [
        change for key in range(300) for change in (gone(f"it[{key}]", name=key), made(f'it["{key}"]', name=key))
    ]
    report = review(plan(*changes), CATALOGUE, stack="dev", names={f"{CONNECTOR}.it": "dev/it"})
    (pasted,) = {it.way_out for it in report.renames}
    assert pasted.startswith('app.node.find_child("dev").add_override("moved", [\n    {"from": ')
    assert pasted.count("\n") == 301
    compile(pasted, "pasted", "exec")
    assert all(line in text(report).splitlines() for line in pasted.splitlines())
    first, *others = document([report])["stacks"][0]["renames"]
    assert (first["way_out"], {it["way_out"] for it in others}) == (pasted, {""})


def test_what_was_moved_before_comes_by_way_of_where_it_was() -> None:
    (found,) = renames(gone("old"), made("new"), moved={f"{CONNECTOR}.new": f"{CONNECTOR}.older"}, new="dev/new")
    assert found.way_out.splitlines() == [
        f'app.node.find_child("dev").node.find_child("new").move_from_id("{CONNECTOR}.old")'
        f'  # in place of move_from_id("{CONNECTOR}.older")',
        f'app.node.find_child("dev").add_override("moved", [{{"from": "{CONNECTOR}.older", "to": "{CONNECTOR}.old"}}])',
    ]


def instead(name: str, was: str, becomes: str) -> dict[str, Any]:
    return at(f"{CONNECTOR}.{name}", ["delete", "create"], connector(name=was), connector(name=becomes))


def commands(*changes: dict[str, Any]) -> list[str]:
    found = renames(*changes)
    assert {it.place for it in found} == {"shell"}
    (text,) = {it.way_out for it in found}
    start = "sluice-terraform -chdir=cdktf.out/stacks/dev state mv "
    return [line.removeprefix(start).replace(f"{CONNECTOR}.", "") for line in text.splitlines()]


def test_a_chain_is_moved_from_its_end() -> None:
    chain = gone("a", name="x"), instead("b", "y", "x"), instead("c", "z", "y"), made("d", name="z")
    assert commands(*chain) == ["c d", "b c", "a b"]


def test_what_changes_places_makes_room_first() -> None:
    assert commands(instead("a", "x", "y"), instead("b", "y", "x")) == ["a a_moved_away", "b a", "a_moved_away b"]


def test_what_goes_for_good_makes_room_for_what_stays() -> None:
    assert commands(gone("a", name="x"), instead("b", "y", "x")) == ["b b_moved_away", "a b"]


def test_the_state_is_changed_by_the_engine_that_made_the_plan() -> None:
    changes = gone("a", name="x"), instead("b", "y", "x")
    (found,) = review(plan(*changes), CATALOGUE, stack="dev", command="tofu").renames
    assert found.way_out.splitlines() == [
        f"tofu -chdir=cdktf.out/stacks/dev state mv {CONNECTOR}.b {CONNECTOR}.b_moved_away",
        f"tofu -chdir=cdktf.out/stacks/dev state mv {CONNECTOR}.a {CONNECTOR}.b",
    ]


def test_every_format_tells_what_to_write() -> None:
    report = review(plan(gone("old"), made("new")), CATALOGUE, stack="dev", names={f"{CONNECTOR}.new": "dev/new"})
    line = f'app.node.find_child("dev").node.find_child("new").move_from_id("{CONNECTOR}.old")'
    assert text(report).splitlines()[3:6] == [
        f"Renamed: dev/new is {CONNECTOR}.old under another name, and would be destroyed and made again (loss)",
        "To keep what is renamed, write this before app.synth():",
        line,
    ]
    assert f"To keep what is renamed, write this before app.synth():\n\n- `{line}`\n" in markdown([report])
    assert f"<code>{escape(line)}</code>" in page([report])
    assert document([report])["stacks"][0]["renames"][0]["way_out"] == line


def test_a_thousand_renames_fit_into_a_comment() -> None:
    changes = [it for n in range(1000) for it in (gone(f"old_{n}", name=f"n{n}"), made(f"new_{n}", name=f"n{n}"))]
    report = review(plan(*changes), CATALOGUE, stack="dev")
    assert len(report.renames) == 1000
    assert len(markdown([report])) <= 60_000
