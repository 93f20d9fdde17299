"""The words in which a user reads what became of an object."""

from __future__ import annotations

from decimal import Decimal

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.errors import Conflict
from provider_lib.rest.json.paths import MISSING
from provider_lib.rest.mapping.forms import NO_FORMS
from provider_lib.rest.mapping.normalization import Difference, Noticed
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.diagnostics import (
    changed_underneath,
    forms_told,
    gone_told,
    left_out,
    left_out_of_document,
    made_anew,
    storable,
    unreadable_keys,
)
from provider_lib.spec import Api, Resource, delete, get, key, once, post
from provider_lib.spec.types import UNKNOWN, DynamicValue
from provider_lib.systems import CATALOGUE
from tests.unit.rest.club import Club
from tests.unit.rest.widgets import TOYS, Widget


class Locket(Resource, system=TOYS, name="locket"):
    """A locket, whose code is made anew only where the answer to its create was lost."""

    name: str = key("Name.")
    code: str = once("Code.", recover="recast")

    api = Api(
        create=post("/lockets"),
        read=get("/lockets/{name}"),
        delete=delete("/lockets/{name}"),
        calls={"recast": post("/lockets/{name}/recast", body=None)},
    )


THING = CATALOGUE.resources["sluice_rest_object"]
ADA = "rest object default/things/1"
BOLT = "toys widget north/bolt"
KEPT_HERE = (
    "Their values do not belong into `config`. They stay on the server as they are until they are given here, in "
    "`secret_config` or `secret_env` (`secrets=` in Python)."
)
FROM_NOW_ON = (
    "From now on that stands for what is declared here, and no plan shows it, until the server shows something else. "
    "To be exact, declare it as the server shows it."
)
STILL = (
    "The server accepted the change and does not show it. If it needs a moment, all is well by the next plan; else "
    "that shows the same change again, because the server does not make it."
)


def test_a_key_that_cannot_be_read_back_is_told_with_what_makes_a_new_one() -> None:
    assert unreadable_keys(Widget, BOLT) == (
        Diagnostic(
            "warning",
            f"token of {BOLT} cannot be read back",
            "The server shows it only when it is made, so `token` stays empty; whoever has it may keep using it. To "
            "have it here, set `rotation` to any value: a new one is made and the old one stops working.",
            ("token",),
        ),
    )


def test_a_key_is_made_anew_by_a_trigger_that_takes_any_value() -> None:
    (told,) = unreadable_keys(Club, "toys club chess")
    assert told.detail.endswith(
        " To have it here, set `rotation` to any value: a new one is made and the old one stops working."
    )


def test_a_key_that_nothing_makes_anew_is_told_to_be_unreadable_and_no_more() -> None:
    assert unreadable_keys(Locket, "toys locket heart") == (
        Diagnostic(
            "warning",
            "code of toys locket heart cannot be read back",
            "The server shows it only when it is made, so `code` stays empty; whoever has it may keep using it.",
            ("code",),
        ),
    )


def test_a_key_that_was_renewed_at_once_is_told() -> None:
    assert made_anew(BOLT, "token") == Diagnostic(
        "warning",
        f"token of {BOLT} was renewed right after the create",
        "The answer to the create was lost, or came without `token`, and nothing else tells it. The one in the state "
        "is new, and the one that the create made does not work any more.",
        ("token",),
    )


@pytest.mark.parametrize(
    ("hidden", "advice"),
    [
        ((), ""),
        (("other",), ""),
        (("b", "a", "other"), " The server hides a, b: a change needs the values."),
    ],
)
def test_secrets_that_an_import_leaves_out_are_named(hidden: tuple[str, ...], advice: str) -> None:
    private = Private(digests={"b": "", "a": ""}, hidden=hidden)
    assert left_out(Widget, BOLT, private) == (
        Diagnostic("warning", f"secrets of {BOLT} were left out of the import: a, b", KEPT_HERE + advice, ("config",)),
    )


def test_an_import_that_leaves_nothing_out_tells_nothing() -> None:
    assert left_out(Widget, BOLT, Private(hidden=("a",))) == ()
    assert left_out(Club, "toys club chess", Private(digests={"a": ""})) == ()


@pytest.mark.parametrize(
    ("hidden", "advice"),
    [
        ((), ""),
        (("name",), ""),
        (("auth.pin", "auth.key"), " The server hides auth.key, auth.pin: a change of the whole needs the values."),
    ],
)
@pytest.mark.parametrize("taken", [DynamicValue.of({"name": "Ada"}), None])
def test_secrets_that_an_import_leaves_out_of_a_document_are_named(
    taken: DynamicValue | None, hidden: tuple[str, ...], advice: str
) -> None:
    there = {"body": {"auth": {"pin": "****", "key": "k3y"}} | ({"name": "Ada"} if taken else {})}
    assert left_out_of_document(THING, ADA, there, {"body": taken}, Private(hidden=hidden)) == (
        Diagnostic(
            "warning",
            f"secrets of {ADA} were left out of the import: auth.key, auth.pin",
            "Their values do not belong into `body`. They stay on the server as they are until they are given here, in "
            f"`secret_body`.{advice}",
            ("body",),
        ),
    )


def test_a_document_that_an_import_takes_whole_tells_nothing() -> None:
    taken = {"body": DynamicValue.of({"name": "Ada"})}
    assert left_out_of_document(THING, ADA, {"body": {"name": "Ada"}}, taken, Private(hidden=("pin",))) == ()
    assert left_out_of_document(Widget, BOLT, {"name": "bolt"}, {}, Private()) == ()


def test_an_object_that_is_gone_is_told_with_what_the_plan_makes_of_it() -> None:
    assert gone_told(BOLT) == Diagnostic(
        "warning",
        f"{BOLT} is gone",
        "The state has it, and the server does not have it any more: it was deleted elsewhere. Where the code has it "
        "still, the plan makes it anew.",
    )


def test_a_conflict_says_what_the_server_said() -> None:
    error = changed_underneath(BOLT, Conflict("the shop refused it (409)", "Somebody was faster.", status=409))
    assert (error.summary, error.detail) == (
        f"{BOLT} was changed by somebody else",
        "It is no longer the version that this plan was made from, so nothing was written. Plan again, look at what is "
        "different now, and apply that.\n\nthe shop refused it (409)\nSomebody was faster.",
    )


def test_a_form_of_its_own_and_a_former_one_are_told_place_by_place() -> None:
    noticed = Noticed(
        NO_FORMS,
        new=[Difference(("tier",), "gold", "GOLD")],
        kept=[Difference(("labels", "a.b"), "1", "2"), Difference(("load",), 3, 4)],
    )
    assert forms_told(BOLT, Widget, noticed) == (
        Diagnostic(
            "warning",
            f"{BOLT} shows tier in a form of its own",
            f'tier: sent "gold", shown "GOLD"\n{FROM_NOW_ON}',
            ("tier",),
        ),
        Diagnostic(
            "warning",
            f'{BOLT} still shows the former labels["a.b"], load',
            f'labels["a.b"]: sent "1", shown "2"\nload: sent 3, shown 4\n{STILL}',
            (),
        ),
    )


def test_of_many_places_the_first_five_are_told() -> None:
    new = [Difference(("labels", str(number)), "a", "b") for number in range(6)]
    places = "labels.0, labels.1, labels.2, labels.3, labels.4"
    for count, rest in ((6, ", ..."), (5, "")):
        (told,) = forms_told(BOLT, Widget, Noticed(NO_FORMS, new=new[:count]))
        assert told.summary == f"{BOLT} shows {places}{rest} in a form of its own"
        assert told.detail.count(": sent ") == 5


def test_a_former_value_that_is_still_shown_is_told_at_its_place() -> None:
    (told,) = forms_told(BOLT, Widget, Noticed(NO_FORMS, kept=[Difference(("tier",), "gold", "silver")]))
    assert told == Diagnostic(
        "warning",
        f"{BOLT} still shows the former tier",
        f'tier: sent "gold", shown "silver"\n{STILL}',
        ("tier",),
    )


def test_what_is_not_known_is_stored_as_null() -> None:
    assert storable({"name": "bolt", "load": UNKNOWN, "title": None}) == {"name": "bolt", "load": None, "title": None}


@pytest.mark.parametrize(
    ("place", "ours", "theirs", "shown"),
    [
        (("labels", "a"), "x" * 198, "y" * 199, f'sent "{"x" * 198}", shown "{"y" * 199}...'),
        (("config", "db.password"), "hunter22", "hunter23", "sent ***, shown ***"),
        (("config", "db.user"), "${vault:db}", "hunter22", "sent ***, shown ***"),
        (("config", "db.url"), "pg://me:hunter22@db", "pg://db", 'sent ***, shown "pg://db"'),
        (("secret_config", "a"), "1", "2", "sent ***, shown ***"),
        (("config", "db.login"), "ada", "ENC(aGVsbG8=)", 'sent "ada", shown ***'),
        (("config", "password.shown"), "true", "false", 'sent "true", shown "false"'),
        (("labels", "a"), "blå", MISSING, 'sent "blå", shown nothing'),
        (("load",), Decimal("1.50"), {"now": [1]}, 'sent 1.50, shown {"now":[1]}'),
    ],
)
def test_a_value_is_quoted_and_cut_unless_it_may_be_a_secret(
    place: tuple[str, ...], ours: object, theirs: object, shown: str
) -> None:
    (told,) = forms_told(BOLT, Widget, Noticed(NO_FORMS, new=[Difference(place, ours, theirs)]))
    assert told.detail.splitlines()[0].partition(": ")[2] == shown


def test_of_nothing_noticed_nothing_is_told() -> None:
    assert forms_told(BOLT, Widget, Noticed(NO_FORMS)) == ()
