"""What a server shows otherwise than it was given: its own form of it, told once, or a change that it did not make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.mapping.private import Private
from tests.scripted import Handler, Reply, Request, answer
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop

OWN, FORMER = "in a form of its own", "still shows the former"

Change = Callable[[dict[str, Any]], Any]


def making(handle: Handler, objects: dict[str, dict[str, Any]], change: Change) -> Handler:
    """Does what is asked, and then something of its own to every object."""

    def handled(request: Request) -> Reply:
        done = handle(request)
        for found in objects.values():
            change(found)
        return done

    return handled


def trimmed(held: dict[str, Any]) -> dict[str, Any]:
    return held | {"text": held["text"].strip()}


def summaries(life: Life) -> list[str]:
    return [item.summary for item in life.warnings]


def lower(*names: str) -> Change:
    """Lower-cases some members."""
    return lambda it: it.update({name: it[name].lower() for name in names if isinstance(it.get(name), str)})


# Values


def shop_that(shop: Shop, change: Change) -> None:
    """The shop does something of its own to every widget that it is given."""
    for line, handle in (
        ("POST /shops/north/widgets", shop.widgets.create),
        ("PATCH /shops/north/widgets/*", shop.widgets.change),
    ):
        shop.on(line, making(handle, shop.widgets.objects, change))


def test_a_warning_names_the_attribute_what_was_sent_and_what_is_shown(shop: Shop) -> None:
    shop_that(shop, lower("tier"))
    bolt = shop.widget(tier="Silver")
    bolt.apply()
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            "toys widget north/bolt shows tier in a form of its own",
            'tier: sent "Silver", shown "silver"\n'
            "From now on that stands for what is declared here, and no plan shows it, until the server shows something "
            "else. To be exact, declare it as the server shows it.",
            ("tier",),
        )
    ]
    assert bolt.plan().is_empty


def test_it_is_told_once(shop: Shop) -> None:
    shop_that(shop, lower("tier"))
    bolt = shop.widget(tier="Silver")
    bolt.apply()
    bolt.apply(title="Bolt")
    assert bolt.warnings == []
    assert bolt.plan().is_empty
    bolt.apply(tier="Gold", protected=False)
    assert summaries(bolt) == ["toys widget north/bolt shows tier in a form of its own"]


def test_another_value_than_its_form_is_drift(shop: Shop) -> None:
    shop_that(shop, lower("tier"))
    bolt = shop.widget(tier="Silver")
    bolt.apply()
    shop.widgets.objects["bolt"]["tier"] = "gold"
    assert bolt.plan().difference["tier"] == ("gold", "Silver")
    bolt.apply()
    assert bolt.plan().is_empty


def test_a_server_that_comes_to_show_ours_is_as_it_should_be(shop: Shop) -> None:
    shop_that(shop, lower("tier"))
    bolt = shop.widget(tier="Silver")
    bolt.apply()
    shop.widgets.objects["bolt"]["tier"] = "Silver"
    assert bolt.plan().is_empty


@pytest.mark.parametrize(
    ("values", "change", "named"),
    [
        ({"labels": {"a": "X", "b": "y"}}, lambda it: it["labels"].update(a="x"), "labels.a"),
        ({"labels": {"Team": "x"}}, lambda it: it.update(labels={"team": "x"}), "labels.Team"),
        ({"config": {"k": "V"}}, lambda it: it["config"].update(k="v"), "config.k"),
        ({"rules": '{"a": "X"}'}, lambda it: it.update(rules='{"a": "x"}'), "rules"),
        ({"title": "é\n"}, lambda it: it.update(title="é"), "title"),
    ],
)
def test_every_kind_of_field_has_forms(shop: Shop, values: dict[str, Any], change: Change, named: str) -> None:
    shop_that(shop, change)
    bolt = shop.widget(**values)
    bolt.apply()
    assert [line.split(" shows ")[1] for line in summaries(bolt)] == [f"{named} {OWN}"]
    assert bolt.plan().is_empty
    bolt.apply(tier="bronze")
    assert bolt.plan().is_empty


def test_an_object_that_is_made_anew_for_a_change_has_forms(shop: Shop) -> None:
    def trim(it: dict[str, Any]) -> None:
        it["config"] = {key: text.strip() for key, text in it["config"].items()}

    shop.on("POST /robots", making(shop.robots.create, shop.robots.objects, trim))
    droid = shop.droid(config=MODEL | {"note": "a "})
    droid.apply()
    assert droid.plan().is_empty
    droid.apply(config=MODEL | {"note": "b ", "legs": "4"})
    assert summaries(droid) == [f"toys droid robbie shows config.note {OWN}"]
    assert droid.plan().is_empty


def test_a_label_that_the_server_spells_in_its_way_is_changed_and_taken_out_like_any_other(shop: Shop) -> None:
    def spell(it: dict[str, Any]) -> None:
        it["labels"] = {key.lower(): text for key, text in (it.get("labels") or {}).items()}

    def change(request: Request) -> Reply:
        given = {key.lower(): text for key, text in (request.json.get("labels") or {}).items()}
        found = shop.widgets.objects["bolt"]
        found["labels"] = {key: text for key, text in (found["labels"] | given).items() if text is not None}
        return shop.widgets.read(request)

    shop_that(shop, spell)
    shop.on("PATCH /shops/north/widgets/*", change)
    bolt = shop.widget(labels={"Team": "a", "Cost": "b"})
    bolt.apply()
    assert bolt.plan().is_empty
    bolt.apply(labels={"Team": "c"})
    assert shop.widgets.objects["bolt"]["labels"] == {"team": "c"}
    assert (bolt.plan().is_empty, bolt["labels"]) == (True, {"Team": "c"})
    shop.widgets.objects["bolt"]["labels"]["team"] = "z"
    assert bolt.plan().difference["labels"] == ({"Team": "z"}, {"Team": "c"})
    assert Private.load(bolt.private).names == {"labels.Team": "team"}


def test_items_of_a_set_with_calls_of_its_own_have_forms(shop: Shop) -> None:
    def admit(request: Request) -> Reply:
        shop.clubs.objects["chess"]["members"] += [{"name": name.lower()} for name in request.json["names"]]
        return answer(status=204)

    shop.on("POST /clubs/*/admit", admit)
    chess = shop.club(members=["Ada", "eve"])
    chess.apply()
    assert summaries(chess) == [f"toys club chess shows members.Ada {OWN}"]
    assert chess.plan().is_empty
    shop.clubs.objects["chess"]["members"] = [{"name": "eve"}]
    assert chess.plan().difference["members"] == (["eve"], ["Ada", "eve"])


def test_a_trigger_whose_value_the_server_rounds_is_not_pulled_for_ever(shop: Shop) -> None:
    shop.on("POST /clubs", making(shop.clubs.create, shop.clubs.objects, lower("motto")))
    shop.on("POST /clubs/*/renew", making(shop.clubs.renew, shop.clubs.objects, lower("motto")))
    chess = shop.club(motto="Gens Una Sumus")
    chess.apply()
    assert chess.plan().is_empty
    chess.apply(motto="Think First")
    assert chess.plan().is_empty
    assert shop.clubs.badges == 2


# What is no form


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.update(tier=None),
        lambda it: it.update(tier=""),
        lambda it: it.pop("tier"),
    ],
)
def test_what_the_server_does_not_show_has_no_form(shop: Shop, change: Change) -> None:
    shop_that(shop, change)
    bolt = shop.widget()
    bolt.apply()
    assert bolt.warnings == []
    assert not bolt.plan().is_empty


def test_a_change_that_the_server_accepts_and_does_not_make_is_told_and_planned_again(shop: Shop) -> None:
    bolt = shop.widget(labels={"a": "x"})
    bolt.apply()
    shop.on("PATCH /shops/north/widgets/*", shop.widgets.read)
    bolt.apply(tier="bronze", labels={"a": "z"})
    assert [(item.summary, item.detail.splitlines()[:2]) for item in bolt.warnings] == [
        (
            "toys widget north/bolt still shows the former tier, labels.a",
            ['tier: sent "bronze", shown "silver"', 'labels.a: sent "z", shown "x"'],
        )
    ]
    assert bolt.plan().difference["tier"] == ("silver", "bronze")


def test_a_form_that_stays_although_another_value_was_sent_is_a_change_that_was_not_made(shop: Shop) -> None:
    shop_that(shop, lower("tier"))
    bolt = shop.widget(tier="Silver")
    bolt.apply()
    shop.on("PATCH /shops/north/widgets/*", shop.widgets.read)
    bolt.apply(tier="Bronze")
    assert [FORMER in line for line in summaries(bolt)] == [True]
    assert bolt.plan().difference["tier"] == ("silver", "Bronze")


def test_a_value_that_is_only_written_otherwise_may_keep_its_form(shop: Shop) -> None:
    shop_that(shop, lower("tier"))
    bolt = shop.widget(tier="silver")
    bolt.apply()
    bolt.apply(tier="SILVER")
    assert [OWN in line for line in summaries(bolt)] == [True]
    assert bolt.plan().is_empty


def test_the_opposite_of_a_flag_is_no_form_of_it(shop: Shop) -> None:
    shop_that(shop, lambda it: it["config"].update(lit="false"))
    bolt = shop.widget(config={"lit": "true"})
    bolt.apply()
    assert bolt.warnings == []
    assert bolt.plan().difference["config"] == ({"lit": "false"}, {"lit": "true"})


def rounded(it: dict[str, Any]) -> None:
    it["config"]["size"] = it["config"]["size"][:3]


def test_a_number_that_is_rounded_to_the_same_as_before_has_a_form(shop: Shop) -> None:
    shop_that(shop, rounded)
    bolt = shop.widget(config={"size": "1.36"})
    bolt.apply()
    bolt.apply(config={"size": "1.31"})
    assert summaries(bolt) == []
    assert bolt.plan().is_empty


def test_a_number_that_was_never_rounded_and_stays_is_a_change_that_was_not_made(shop: Shop) -> None:
    bolt = shop.widget(config={"size": "1.3"})
    bolt.apply()
    shop.on("PATCH /shops/north/widgets/*", shop.widgets.read)
    bolt.apply(config={"size": "1.31"})
    assert [FORMER in line for line in summaries(bolt)] == [True]
    assert bolt.plan().difference["config"] == ({"size": "1.3"}, {"size": "1.31"})


def test_a_number_of_an_object_that_is_taken_over_may_be_rounded_to_what_it_was(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "title": "bolt", "config": {"size": "1.3"}}
    shop_that(shop, rounded)
    bolt = shop.widget(on_exists="adopt", config={"size": "1.31"})
    bolt.apply()
    assert f"toys widget north/bolt shows config.size {OWN}" in summaries(bolt)
    assert bolt.plan().is_empty


def test_a_form_that_is_not_alike_outlives_a_change_beside_it(shop: Shop) -> None:
    shop_that(shop, lambda it: it["config"].update(url="plain-battery-staple"))
    bolt = shop.widget(config={"url": "${vault:battery}", "size": "1"})
    bolt.apply()
    bolt.apply(config={"url": "${vault:battery}", "size": "2"})
    assert bolt.warnings == []
    assert bolt.plan().is_empty


def test_a_write_of_the_whole_is_told_of_what_did_not_change_in_it_too(shop: Shop) -> None:
    gift = shop.parcel(note="Fragile")
    gift.apply()
    shop.on("PUT /parcels/*", making(shop.parcels.replace, shop.parcels.objects, lower("note")))
    gift.apply(name="present")
    assert summaries(gift) == [f"toys parcel present shows note {OWN}"]
    assert gift.plan().is_empty


def test_what_changes_elsewhere_during_a_change_of_something_else_is_drift(shop: Shop) -> None:
    bolt = shop.widget()
    bolt.apply()
    shop_that(shop, lambda it: it.update(tier="stolen"))
    bolt.apply(title="Bolt")
    assert bolt.plan().difference["tier"] == ("stolen", "silver")


def test_a_form_outlives_a_change_that_fails(shop: Shop) -> None:
    shop_that(shop, lower("tier"))
    bolt = shop.widget(tier="Silver")
    bolt.apply()
    shop.on("PATCH /shops/north/widgets/*", answer({"message": "no"}, 403))
    with pytest.raises(Exception, match="no"):
        bolt.apply(title="Bolt")
    assert bolt["tier"] == "Silver"
    assert bolt.plan(title=None).is_empty


# Objects that were there


def test_an_import_whose_object_has_a_form_is_told_at_its_first_apply(desk: Desk) -> None:
    def replace(request: Request) -> Reply:
        desk.things.objects["7"] = {"id": 7, **request.json, "name": request.json["name"].strip()}
        return desk.things.read(request)

    desk.things.objects["7"] = {"id": 7, "name": "Ada"}
    desk.on("PUT /things/7", replace)
    ada = desk.thing({"name": "Ada\n"})
    ada.import_object("default/%2Fthings/7")
    assert ada.plan().action == "update"
    ada.apply()
    assert [OWN in line for line in summaries(ada)] == [True]
    assert ada.plan().is_empty


def test_an_object_that_is_taken_over_has_forms_too(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "made_at": "then", "status": {"load": 0}}
    shop_that(shop, lower("title"))
    bolt = shop.widget(on_exists="adopt", title="Bolt One")
    bolt.apply()
    assert any(OWN in line for line in summaries(bolt))
    assert bolt.plan().is_empty


# Secrets


def test_a_reference_that_the_server_resolves_is_never_told_nor_stored(shop: Shop) -> None:
    shop_that(shop, lambda it: it["config"].update(url="plain-battery-staple"))
    bolt = shop.widget(config={"url": "${vault:battery}"})
    bolt.apply()
    told = "\n".join(f"{item.summary}\n{item.detail}" for item in bolt.warnings)
    assert "config.url: sent ***, shown ***" in told
    assert "staple" not in f"{told}{bolt.state}{bolt.private!r}"
    assert bolt.plan().is_empty
    assert "staple" not in f"{bolt.state}{bolt.private!r}"


@pytest.mark.parametrize("key", ["api.token", "mongo"])
def test_what_may_hold_a_secret_is_not_told(shop: Shop, key: str) -> None:
    sent = "mongodb://Ada:battery@db" if key == "mongo" else "Battery"
    shop_that(shop, lambda it: it["config"].update({key: sent.lower()}))
    bolt = shop.widget(config={key: sent})
    bolt.apply()
    [warning] = bolt.warnings
    assert "attery" not in warning.detail
    assert bolt.plan().is_empty
