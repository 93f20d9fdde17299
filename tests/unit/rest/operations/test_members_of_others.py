"""A document that is written as a whole takes away nothing that is not declared: what others have in it stays."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.json.patches import apply_merge_patch
from tests.scripted import DROP, NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life

THING = "rest object default/things/1"
PATCH = {"method": "PATCH"}


def made(desk: Desk, body: Any, **values: Any) -> Life:
    """An object that is there."""
    life = desk.thing(body, **values)
    life.apply()
    desk.forget()
    return life


def imported(desk: Desk, held: dict[str, Any], body: Any, **values: Any) -> Life:
    """An object that somebody else made."""
    desk.things.objects["7"] = {"id": 7, **held}
    return desk.thing(body, **values).import_object("default/%2Fthings/7")


@pytest.mark.parametrize(
    ("before", "theirs", "after", "there"),
    [
        ({"name": "Ada"}, {"note": "x"}, {"name": "Eve"}, {"name": "Eve", "note": "x"}),
        ({"name": "Ada"}, {"note": None, "tags": ["a"]}, {"name": "Eve"}, {"name": "Eve", "note": None, "tags": ["a"]}),
        (
            {"meta": {"tier": 1}},
            {"meta": {"tier": 1, "owner": {"team": "x"}}},
            {"meta": {"tier": 2}},
            {"meta": {"tier": 2, "owner": {"team": "x"}}},
        ),
        (
            {"a": {"b": {"c": 1}}, "l": 0},
            {"a": {"b": {"c": 1, "d": 2}, "e": 3}},
            {"a": {"b": {"c": 1}}, "l": 9},
            {"a": {"b": {"c": 1, "d": 2}, "e": 3}, "l": 9},
        ),
        ({"meta": {}}, {"meta": {"owner": "x"}}, {"meta": {}, "name": "Eve"}, {"meta": {"owner": "x"}, "name": "Eve"}),
        ({"a.b": 1, "0": 1}, {"c.d": 5, "1": 6}, {"a.b": 2, "0": 2}, {"a.b": 2, "0": 2, "c.d": 5, "1": 6}),
        ({"u\u0308": 1}, {"u\u0308": 1, "o\u0308": "e\u0301"}, {"ü": 2}, {"ü": 2, "o\u0308": "e\u0301"}),
        ({"size": 1}, {"big": 9007199254740993}, {"size": 2}, {"size": 2, "big": 9007199254740993}),
    ],
)
def test_what_somebody_else_added_stays(desk: Desk, before: Any, theirs: Any, after: Any, there: Any) -> None:
    ada = made(desk, before)
    desk.things.objects["1"] |= theirs
    assert ada.plan().is_empty
    ada.apply(body=after)
    assert desk.things.only == {"id": 1, **there}
    assert (ada["body"].value, ada.plan().is_empty) == (after, True)


@pytest.mark.parametrize(
    ("before", "theirs", "after", "there"),
    [
        ({"name": "Ada", "note": "x"}, {"more": 1}, {"name": "Ada"}, {"name": "Ada", "more": 1}),
        ({"n": 1, "meta": {"a": 1, "b": 2}}, {}, {"n": 1, "meta": {"a": 1}}, {"n": 1, "meta": {"a": 1}}),
        ({"name": "Ada", "meta": {"a": 1}}, {}, {"name": "Ada"}, {"name": "Ada"}),
        ({"n": 1, "meta": {"a": 1}}, {"meta": {"a": 1, "c": 3}}, {"n": 1}, {"n": 1, "meta": {"c": 3}}),
        ({"n": 1, "tags": [{"a": 1}]}, {"tags": [{"a": 1, "b": 2}]}, {"n": 1}, {"n": 1}),
        ({"n": 1, "meta": {"a": 1}}, {"meta": {"a": 1, "c": 3}}, {"n": 1, "meta": "none"}, {"n": 1, "meta": "none"}),
        ({"n": 1, "meta": {"a": 1}}, {"meta": {"a": 1, "c": 3}}, {"n": 1, "meta": None}, {"n": 1, "meta": None}),
    ],
)  # fmt: skip
def test_what_was_declared_and_is_not_any_more_goes(
    desk: Desk, before: Any, theirs: Any, after: Any, there: Any
) -> None:
    ada = made(desk, before)
    desk.things.objects["1"] |= theirs
    ada.apply(body=after)
    assert desk.things.only == {"id": 1, **there}
    assert ada.plan().is_empty


def test_a_body_that_is_taken_out_leaves_what_others_have(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"})
    desk.things.objects["1"]["note"] = "x"
    ada.apply(body=None)
    assert desk.things.only == {"id": 1, "note": "x"}
    assert ada.plan().is_empty


def test_a_list_is_a_whole_value_and_the_plan_says_what_that_takes_away(desk: Desk) -> None:
    ada = made(desk, {"n": 1, "users": [{"name": "u"}, {"name": "v", "at": {"x": [{"y": 1}]}}]})
    first, second = desk.things.objects["1"]["users"]
    first["seen"], second["at"]["x"][0]["pin"] = 5, "****"
    body = {"n": 2, "users": [{"name": "u"}, {"name": "v", "at": {"x": [{"y": 1}]}}]}
    planned = ada.plan(body=body)
    assert planned.warnings == (
        Diagnostic(
            "warning",
            f"users[0].seen, users[1].at.x[0].pin of {THING} will be gone",
            "A list is written as `body` declares it, item by item. Declare it there to keep it.",
            ("body",),
        ),
    )
    assert ada.plan(body={"n": 2, "users": [{"name": "u", "seen": 6}]}).warnings == ()
    planned.apply()
    assert desk.things.only == {"id": 1, **body}


def test_what_a_server_makes_in_items_is_no_news(desk: Desk) -> None:
    def numbered(request: Request) -> Reply:
        desk.things.objects["1"] = {"id": 1, "users": [{"id": 9, **user} for user in request.json["users"]]}
        return answer(desk.things.only, 201)

    for line in ("POST /things", "PUT /things/1"):
        desk.on(line, numbered)
    ada = made(desk, {"users": [{"name": "u"}]})
    for name in ("v", "w"):
        planned = ada.plan(body={"users": [{"name": name}]})
        assert planned.warnings == ()
        planned.apply()


def test_secrets_that_the_code_does_not_declare_stay_and_are_told_nowhere(desk: Desk) -> None:
    theirs = {"town": "Paris", "password": "hunter22", "db": {"token": "letmein", "secret": "${file:ada}"}}
    ada = imported(desk, {"name": "ada", **theirs}, {"name": "ada"})
    assert ada.plan().is_empty
    quoted = "Paris, hunter22, letmein, ${file:ada}"
    desk.on("PUT /things/7", lambda request: answer({"message": f"{quoted}: {request.seen.body}"}, 400))
    told = refusal(ada.apply, body={"name": "eve"})
    assert "Paris, ***, ***, ${file:ada}: " in told.summary
    assert '"password":"***","db":{"token":"***","secret":"${file:ada}"}' in told.summary
    desk.on("PUT /things/7", desk.things.replace)
    ada.apply(body={"name": "eve"})
    assert desk.things.only == {"id": 7, "name": "eve", **theirs}
    assert not [secret for secret in ("hunter22", "letmein") if secret in f"{told} {ada.state} {ada.private!r}"]
    assert ada.plan().is_empty


@pytest.mark.parametrize("update", [None, PATCH])
def test_an_import_makes_ours_only_what_is_declared(desk: Desk, update: Any) -> None:
    def merge(request: Request) -> Reply:
        desk.things.only.update(request.json)
        return answer(desk.things.only)

    desk.on("PATCH /things/7", merge)
    ada = imported(desk, {"name": "ada", "made": "today", "meta": {"owner": "x", "tier": 1}}, None, update=update)
    planned = ada.plan(body={"name": "eve", "meta": {"tier": 2}})
    assert [(item.summary, item.detail) for item in planned.warnings] == [
        (
            "body of rest object default/things/7 has what the code does not name: id, made, meta.owner",
            "It is not managed here, so it goes from the state, and stays on the server. To manage it, name it in "
            "`body`.",
        )
    ]
    planned.apply()
    assert desk.things.only == {"id": 7, "name": "eve", "made": "today", "meta": {"owner": "x", "tier": 2}} or update
    assert ada["body"].value == {"name": "eve", "meta": {"tier": 2}}
    assert ada.plan().is_empty


def gone(what: str, name: str = "rest object default/things/7") -> Diagnostic:
    return Diagnostic(
        "warning",
        f"{what} of {name} will be gone",
        "A list is written as `body` declares it, item by item. Declare it there to keep it.",
        ("body",),
    )


def merging(desk: Desk) -> None:
    """Let a PATCH take a merge patch."""

    def merge(request: Request) -> Reply:
        found = desk.things.objects[request.name] = apply_merge_patch(desk.things.objects[request.name], request.json)
        return answer(found)

    desk.on("PATCH /things/*", merge)


HELD: dict[str, Any] = {"name": "ada", "users": [{"n": "u", "seen": 4}], "tags": ["a", "b"], "notes": [{"at": 1}]}


@pytest.mark.parametrize("update", [None, PATCH])
def test_what_the_first_write_after_an_import_takes_out_of_lists_is_in_its_plan(desk: Desk, update: Any) -> None:
    merging(desk)
    ada = imported(desk, HELD, {"name": "ada", "users": [{"n": "u"}], "tags": ["a", "b"]}, update=update)
    later = {"name": "eve", "users": [{"n": "v"}], "tags": ["a"]}
    planned = ada.plan(body=later)
    left = "body of rest object default/things/7 has what the code does not name: id, notes[0].at"
    assert [item.summary for item in planned.warnings] == [left, gone("users[0].seen").summary]
    assert planned.warnings[1] == gone("users[0].seen")
    planned.apply()
    assert desk.things.only == {"id": 7, **later, "notes": [{"at": 1}]}
    assert ada.plan().is_empty


def test_a_patch_leaves_the_lists_that_do_not_change_to_all_who_are_in_them(desk: Desk) -> None:
    merging(desk)
    ada = imported(desk, HELD, None, update=PATCH)
    body = {"name": "eve", "users": [{"n": "u"}]}
    ada.apply(body=body)
    assert desk.things.only == {"id": 7, **HELD, "name": "eve"}
    assert ada.plan(body=body | {"name": "bob"}).warnings == ()
    assert ada.plan(body=body | {"users": [{"n": "v"}]}).warnings == (gone("users[0].seen"),)


def test_what_a_server_makes_in_the_items_of_a_patch_is_no_news(desk: Desk) -> None:
    def numbered(request: Request) -> Reply:
        users = [{"id": 9, **user} for user in request.json.get("users", [])]
        desk.things.only.update(request.json | ({"users": users} if users else {}))
        return answer(desk.things.only)

    desk.on("PATCH /things/*", numbered)
    ada = made(desk, {"name": "ada", "users": [{"n": "u"}]}, update=PATCH)
    ada.apply(body={"name": "ada", "users": [{"n": "v"}]})
    ada.apply(body={"name": "eve", "users": [{"n": "v"}]})
    assert ada.plan(body={"name": "eve", "users": [{"n": "w"}]}).warnings == ()
    desk.things.only["users"][0]["seen"] = 4
    assert ada.plan(body={"name": "eve", "users": [{"n": "w"}]}).warnings == (gone("users[0].seen", THING),)


@pytest.mark.parametrize("changed", [{}, {"body": {"name": "eve"}}, {"timeouts": {"update": "9m"}}])
@pytest.mark.parametrize("places", [["region"], ["**"], ["net.*"], ["tags[*]"]])
def test_what_an_import_found_and_nobody_declares_makes_no_other_object(
    desk: Desk, changed: Any, places: list[str]
) -> None:
    held = {"name": "ada", "region": "eu", "net": {"zone": "a"}, "tags": ["x"]}
    ada = imported(desk, held, {"name": "ada"}, replace_on=places)
    assert ada.plan(**changed).action == ("replace" if places == ["**"] and "body" in changed else "update")


def test_what_is_taken_over_keeps_what_it_has(desk: Desk) -> None:
    desk.things.objects["1"] = {"id": 1, "name": "ada", "size": 1, "note": "x"}
    search = {"key": "name", "value": "ada"}
    ada = made(desk, {"name": "ada", "size": 2}, search=search, on_exists="adopt")
    assert desk.things.only == {"id": 1, "name": "ada", "size": 2, "note": "x"}
    assert ada.plan().is_empty


# What the server hides


def showing(desk: Desk, **entries: Any) -> None:
    """Let the server show this instead of what it has."""

    def read(request: Request) -> Reply:
        found = desk.things.objects.get(request.name)
        return NOT_THERE if found is None else answer(found | entries)

    desk.on("GET /things/*", read)


MASKS = [
    "****",
    "•••••",
    "[hidden]",
    "<hidden>",
    "(redacted)",
    "",
    None,
    "xxxxxxxx",
    "****22",
    "[FILTERED]",
    "__masked__",
]
MASKS += [
    "ENC(G6N718Uu)",
    "{cipher}682bc583",
    "vault:v1:8SDd3WHD",
    "vault:secret/db#pw",
    "$2b$12$EixZaYVK",
    "0" * 31 + "1",
]


@pytest.mark.parametrize("shown", MASKS)
def test_a_change_that_would_lose_what_is_hidden_is_refused_by_the_plan(desk: Desk, shown: str | None) -> None:
    ada = made(desk, {"name": "Ada"})
    desk.things.objects["1"]["password"] = "hunter22"
    showing(desk, password=shown)
    assert ada.plan().is_empty
    assert refusal(lambda: ada.plan(body={"name": "Eve"})) == Diagnostic(
        "error",
        f"a change of {THING} would lose password: the server hides what is there",
        "The change is written as a whole, and a value that is hidden cannot be written back. Give password in "
        '`secret_body`, or let it go: `update = {"body":{"password":null}}`. A change by `PATCH`, where the API knows '
        "that, sends nothing of it. Nothing was changed.",
        ("body",),
    )
    ada.apply(body={"name": "Eve"}, secret_body={"password": "hunter22"})
    assert desk.things.only == {"id": 1, "name": "Eve", "password": "hunter22"}
    assert ada.plan().is_empty


def test_hidden_members_are_named_wherever_they_lie(desk: Desk) -> None:
    hidden = {"db": {"host": "h", "pin": "****"}, "keys": ["••••", "a"], "url": "db://ada:****@there", "n": 111}
    ada = imported(desk, hidden, {"n": 111})
    assert ada.warnings[0].detail.endswith(
        " The server hides db.pin, keys[0], url: a change of the whole needs the values."
    )
    said = refusal(lambda: ada.plan(body={"n": 2}))
    assert said.summary.partition("would ")[2] == "lose db.pin, keys[0], url: the server hides what is there"
    assert '`update = {"body":{"db":{"pin":null},"keys":null,"url":null}}`' in said.detail


def test_what_was_hidden_between_plan_and_apply_is_not_overwritten(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"})
    planned = ada.plan(body={"name": "Eve"})
    desk.things.objects["1"] |= {"db": {"password": "****"}}
    said = refusal(planned.apply).summary
    assert said == f"a change of {THING} would lose db.password: the server hides what is there"
    assert desk.lines("PUT") == []


def test_a_patch_sends_nothing_of_what_is_hidden(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"}, update=PATCH)
    desk.things.objects["1"]["password"] = "****"
    desk.on("PATCH /things/1", lambda request: answer(desk.things.only | request.json))
    ada.apply(body={"name": "Eve"})
    assert desk.bodies("PATCH") == [{"name": "Eve"}]


@pytest.mark.parametrize("shown", [["a"], "text", 5])
def test_over_an_answer_that_is_no_object_nothing_is_written(desk: Desk, shown: Any) -> None:
    desk.on("POST /things", lambda request: (desk.things.create(request), answer(status=201, location="/things/1"))[1])
    ada = made(desk, {"name": "Ada"}, id_from="header:Location")
    planned = ada.plan(body={"name": "Eve"})
    desk.on("GET /things/1", answer(shown))
    assert refusal(planned.apply) == Diagnostic(
        "error",
        f"REST API was asked to read {THING} and answered with no object",
        "A change is written as a whole, and repeats what the server has and `body` does not declare. Nobody can tell "
        "from this answer what that is. Nothing was changed.",
    )
    assert desk.lines("PUT") == []


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded"])
def test_a_form_holds_only_what_is_declared(desk: Desk, kind: str) -> None:
    form = {"headers": {"content-type": kind}}
    ada = made(desk, {"name": "Ada"}, update=form)
    desk.things.objects["1"] |= {"password": "****", "links": {"self": "x"}, "note": None}
    desk.on("PUT /things/1", lambda _: (desk.things.only.update(name="Eve"), answer({"sent": 1}))[1])
    ada.apply(body={"name": "Eve"})
    assert [request.seen.body for request in desk.requests if request.seen.method == "PUT"] == ["name=Eve"]
    assert "made" not in json.loads(ada.private)  # by the server: nobody knows who did


def test_nothing_that_the_server_shows_from_the_first_hides_nothing(desk: Desk) -> None:
    desk.on("POST /things", lambda request: desk.things.create(request))
    showing(desk, token=None, next_token="")
    ada = made(desk, {"name": "Ada"})
    ada.apply(body={"name": "Eve"})
    ada.apply(body={"name": "Bob"})
    assert desk.things.only == {"id": 1, "name": "Bob", "token": None, "next_token": ""}


def test_a_secret_of_ours_that_is_hidden_is_written_again(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"}, secret_body={"db": {"password": "hunter22"}})
    showing(desk, db={"password": "****", "host": "h"})
    ada.apply(body={"name": "Eve"})
    assert desk.things.only == {"id": 1, "name": "Eve", "db": {"password": "hunter22", "host": "h"}}


@pytest.mark.parametrize("update", [None, PATCH])
def test_the_removal_of_a_secret_is_in_the_plan(desk: Desk, update: Any) -> None:
    ada = made(desk, {"name": "Ada"}, secret_body={"db": {"password": "hunter22", "pin": "1234"}}, update=update)
    planned = ada.plan(secret_body={"db": {"pin": "1234"}})
    assert planned.warnings == (
        Diagnostic(
            "warning",
            f"db.password will be removed from {THING}",
            "It was set as a secret of `body` and is not declared any more.",
            ("body",),
        ),
    )
    desk.on("PATCH /things/1", lambda _: answer({"id": 1}))
    planned.apply()
    body = {"name": "Ada", "db": {"pin": "1234"}} if update is None else {"db": {"password": None, "pin": "1234"}}
    assert desk.bodies("PUT", "PATCH") == [body]


# What the server makes by itself

OWN = {"made": "then", "links": {"self": "/things/1"}, "state": "ok"}


def strict(desk: Desk, refused: tuple[str, ...], status: int = 422) -> None:
    """A server that makes some members by itself, and takes none of these."""

    def create(request: Request) -> Reply:
        desk.things.create(request)
        desk.things.only.update(OWN)
        return answer(desk.things.only, 201)

    def replace(request: Request) -> Reply:
        if read_only := [name for name in refused if name in request.json]:
            return answer({"message": f"read-only: {', '.join(read_only)}"}, status)
        kept = {name: desk.things.only[name] for name in ("id", *refused) if name in desk.things.only}
        desk.things.objects["1"] = kept | request.json
        return answer(desk.things.only)

    desk.on("POST /things", create)
    desk.on("PUT /things/*", replace)


@pytest.mark.parametrize("status", [400, 422])
def test_what_a_server_makes_by_itself_and_does_not_take_is_left_out(desk: Desk, status: int) -> None:
    strict(desk, ("made", "links", "state"), status)
    ada = made(desk, {"name": "Ada"})
    for name in ("Eve", "Bob"):
        ada.apply(body={"name": name})
        desk.things.only["note"] = "x"
    assert desk.things.only == {"id": 1, "name": "Bob", "note": "x", **OWN}
    assert desk.bodies("PUT") == [
        {"name": "Eve", **OWN},
        {"name": "Eve"},
        {"name": "Bob", "note": "x", **OWN},
        {"name": "Bob", "note": "x"},
    ]
    assert ada.plan().is_empty


def test_what_a_server_makes_anew_with_every_write_is_left_out_of_each(desk: Desk) -> None:
    def write(request: Request) -> Reply:
        if "stamp" in request.json:
            return answer({"message": "stamp is read-only"}, 422)
        desk.things.objects["1"] = {"id": 1, "stamp": len(desk.requests), **request.json}
        return answer(desk.things.only)

    desk.on("POST /things", write)
    desk.on("PUT /things/*", write)
    ada = made(desk, {"name": "Ada"})
    for name in ("Eve", "Bob"):
        ada.apply(body={"name": name})
    assert [sorted(body) for body in desk.bodies("PUT")] == [["name", "stamp"], ["name"]] * 2


@pytest.mark.parametrize(
    ("says", "named"), [("m4 is read-only", "m4"), ("read-only", ", ".join(sorted(f"m{n}" for n in range(30))[:20]))]
)
def test_a_refusal_of_many_members_names_those_that_it_is_about_and_no_more_than_can_be_read(
    desk: Desk, says: str, named: str
) -> None:
    ada = made(desk, {"name": "Ada"})
    desk.things.only.update({f"m{number}": number for number in range(30)})
    desk.on("PUT /things/*", answer({"message": says}, 422))
    said = refusal(ada.apply, body={"name": "Eve"}).detail
    rest = 30 - len(named.split(", "))
    assert f"does not declare: {named} and {rest} more. If" in said
    assert "".join(f'"{name}":null,' for name in named.split(", "))[:-1] in said


def test_a_refusal_that_can_be_about_nothing_of_others_is_told_as_it_is(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"})
    desk.on("PUT /things/*", answer({"message": "no such name"}, 422))
    assert refusal(ada.apply, body={"name": "Eve"}) == Diagnostic(
        "error", f"REST API refused to update {THING}: no such name (422)", "PUT /things/1 was answered with 422."
    )


def test_only_what_the_server_names_is_left_out_where_it_names_any(desk: Desk) -> None:
    strict(desk, ("made", "state"))
    ada = made(desk, {"name": "Ada"})
    ada.apply(body={"name": "Eve"})
    assert desk.bodies("PUT") == [{"name": "Eve", **OWN}, {"name": "Eve", "links": OWN["links"]}]
    assert desk.things.only == {"id": 1, "name": "Eve", **OWN}


def test_a_refusal_is_told_also_when_the_connection_ends_before_the_object_is_read_again(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"})
    desk.on("PUT /things/*", answer({"message": "no such name"}, 422))
    desk.on("GET /things/*", in_turn(desk.things.read, desk.things.read, DROP))
    assert refusal(ada.apply, body={"name": "Eve"}) == Diagnostic(
        "error",
        f"REST API refused to update {THING}: no such name (422)",
        "PUT /things/1 was answered with 422.",
    )
    assert ada["body"].value == {"name": "Ada"}


def test_what_a_server_makes_and_takes_is_repeated(desk: Desk) -> None:
    strict(desk, ())
    ada = made(desk, {"name": "Ada"})
    ada.apply(body={"name": "Eve"})
    assert desk.things.only == {"id": 1, "name": "Eve", **OWN}


def test_what_a_server_made_and_somebody_changed_is_never_left_out_unasked(desk: Desk) -> None:
    strict(desk, ("made", "state"))
    ada = made(desk, {"name": "Ada"})
    desk.things.only["state"] = "paused"
    said = refusal(ada.apply, body={"name": "Eve"})
    assert said == Diagnostic(
        "error",
        f"REST API refused to update {THING}: read-only: state (422)",
        "PUT /things/1 was answered with 422.\n"
        "The write repeats what the server has and `body` does not declare: state. If the API makes that by itself and "
        'does not take it, leave it out: `update = {"body":{"state":null}}`.',
    )
    assert desk.things.only == {"id": 1, "name": "Ada", **OWN, "state": "paused"}
    update = {"body": {"state": None}}
    planned = ada.plan(body={"name": "Eve"}, update=update)
    assert planned.warnings == ()
    planned.apply()
    assert desk.things.only == {"id": 1, "name": "Eve", **OWN, "state": "paused"}
    assert ada.plan().is_empty


def test_a_member_of_others_goes_when_the_change_says_so_and_the_plan_shows_it(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"})
    desk.things.objects["1"] |= {"note": "x", "db": {"password": "****", "host": "h"}}
    planned = ada.plan(body={"name": "Eve"}, update={"body": {"note": None, "db": {"password": None}, "gone": None}})
    assert planned.warnings == (
        Diagnostic(
            "warning",
            f"note, db.password of {THING} will be left out of what is written",
            "`body` does not declare it, and `update.body` says null there. Unless the API makes it by itself, it is "
            "gone then.",
            ("body",),
        ),
    )
    planned.apply()
    assert desk.things.only == {"id": 1, "name": "Eve", "db": {"host": "h"}}


def test_the_id_is_not_repeated_wherever_it_lies(desk: Desk) -> None:
    desk.on("POST /things", answer({"data": {"key": "k1"}}, 201))
    held = {"data": {"key": "k1", "note": "x"}, "name": "Ada"}
    desk.on("GET /things/k1", lambda _: answer(held))
    desk.on("PUT /things/k1", lambda request: answer(held | request.json))
    ada = made(desk, {"name": "Ada"}, id_from="body:data.key", ignore=["name"])
    ada.apply(body={"name": "Eve"})
    assert desk.bodies("PUT") == [{"name": "Eve", "data": {"note": "x"}}]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_that_its_own_arguments_leave_out_is_told(desk: Desk, method: str) -> None:
    update = {"method": method, "body": {"note": None, "tag": None}}
    ada = desk.thing({"name": "Ada", "note": "x", "tag": "a"}, update=update)
    ada.apply()
    assert ada.plan().warnings == ()
    assert ada.plan(body={"name": "Ada", "note": "y", "tag": "b"}).warnings == (
        Diagnostic(
            "warning",
            "the change of note, tag of rest object default/things/1 is not sent",
            "`body` declares it, and `update.body` says null there, which leaves it out. Unless the API changes it by "
            "something else, every plan shows the same again. Take it out of one of the two; `replace_on` makes "
            "another object of such a change, and `ignore` leaves the value to the server.",
            ("body",),
        ),
    )
    assert ada.plan(body={"name": "Eve", "note": "x", "tag": "a"}).warnings == ()
    assert ada.plan(body={"name": "Ada", "tag": "a"}).warnings == ()
    assert ada.plan(body={"name": "Ada", "note": "y"}, replace_on=["note"]).action == "replace"
