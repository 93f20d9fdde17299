from __future__ import annotations

import pytest

from provider_lib.errors import Protected
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.seals import NO_SEALS
from provider_lib.rest.mapping.secret_digests import remember
from provider_lib.rest.mapping.secrets import WHOLE, Secrets
from provider_lib.rest.operations.plan import changed_fields, planned_state, refuse_if_protected, replacing_paths
from provider_lib.spec.types import UNKNOWN
from provider_lib.systems import CATALOGUE
from tests.unit.rest.album import Album
from tests.unit.rest.shop import Shop
from tests.unit.rest.toys import Parcel
from tests.unit.rest.widgets import CONFIG, STATE, Widget, widget

NOTHING = Secrets({}, {})
ServiceAccount = CATALOGUE.resources["sluice_lenses_service_account"]


def plan(prior, config, private=None, secrets=NOTHING):
    return planned_state(Widget, prior, config, private or Private(), secrets)


def test_a_create_leaves_only_to_the_server_what_the_server_decides() -> None:
    assert plan(None, CONFIG) == STATE | {"made_at": UNKNOWN, "token": UNKNOWN, "load": UNKNOWN}


def test_an_unchanged_configuration_plans_exactly_the_prior_state() -> None:
    assert plan(STATE, CONFIG) == STATE


def test_a_default_that_is_made_from_another_field_waits_until_that_is_known() -> None:
    planned = plan(None, CONFIG | {"name": UNKNOWN, "tier": UNKNOWN})
    assert (planned["title"], planned["protected"], planned["id"]) == (UNKNOWN, UNKNOWN, UNKNOWN)


def test_a_default_that_depends_on_a_value_follows_it() -> None:
    assert plan(STATE, CONFIG | {"tier": "gold"})["protected"] is True


def test_a_change_makes_telemetry_unknown_and_keeps_what_is_stable() -> None:
    assert plan(STATE, CONFIG | {"tier": "bronze"}) == STATE | {"tier": "bronze", "load": UNKNOWN}


def test_a_change_that_the_server_never_sees_keeps_telemetry() -> None:
    assert plan(STATE, CONFIG | {"on_exists": "adopt"}) == STATE | {"on_exists": "adopt"}


def test_a_trigger_makes_exactly_what_it_renews_unknown() -> None:
    expected = STATE | {"rotation": "2", "token": UNKNOWN, "load": UNKNOWN}
    assert plan(STATE, CONFIG | {"rotation": "2"}) == expected


def test_the_same_json_in_another_spelling_is_no_change() -> None:
    prior = STATE | {"rules": '{"a": 1, "b": [1.0]}'}
    assert plan(prior, CONFIG | {"rules": '{"b":[1.0],"a":1}'}) == prior


SPELLINGS = [
    (Parcel, "tags", ["a", "b"], ["b", "a"]),
    (Album, "config", {"topics": "a,b"}, {"topics": '["a","b"]'}),
    (ServiceAccount, "token_expires_at", "2030-01-01T00:00:00Z", "2030-01-01T01:00:00+01:00"),
]


@pytest.mark.parametrize(("kind", "name", "before", "now"), SPELLINGS)
def test_another_spelling_of_the_same_is_no_change(kind, name, before, now) -> None:
    assert planned_change(kind, name, before, now) == (before, set())


@pytest.mark.parametrize(("kind", "name", "before"), [one[:3] for one in SPELLINGS])
def test_what_is_taken_out_put_in_or_not_known_is_a_change(kind, name, before) -> None:
    for prior, now in ((before, None), (None, before), (before, UNKNOWN), (None, UNKNOWN)):
        assert planned_change(kind, name, prior, now) == (now, {name})


def planned_change(kind, name, before, now):
    """What is planned for a field, and which fields then count as changed."""
    state = dict.fromkeys(kind.fields()) | {"name": "a"}
    planned = planned_state(kind, state | {name: before}, state | {name: now}, Private(), NOTHING)
    return planned[name], changed_fields(kind, state | {name: before}, planned, NO_SEALS) & {name}


@pytest.mark.parametrize(("where", "revision"), [(None, None), ("header:ETag", UNKNOWN)])
def test_a_revision_is_planned_only_where_something_says_where_it_is(where, revision) -> None:
    thing = CATALOGUE.resources["sluice_rest_object"]
    config = dict.fromkeys(thing.fields()) | {"path": "/things", "revision_from": where}
    assert planned_state(thing, None, config, Private(), NOTHING)["revision"] == revision


def test_only_a_change_of_a_key_replaces() -> None:
    planned = plan(STATE, CONFIG | {"name": "nut", "tier": "gold"})
    assert replacing_paths(Widget, STATE, planned) == (("name",),)


def test_a_new_object_replaces_nothing() -> None:
    assert replacing_paths(Widget, None, plan(None, CONFIG)) == ()


def test_the_first_secrets_count_as_revision_one() -> None:
    secrets = Secrets({"password": "hunter22"}, {"password": ("secret_config", "password")})
    assert plan(None, CONFIG, secrets=secrets)["secret_revision"] == 1


@pytest.mark.parametrize(
    ("now", "revision"),
    [({"password": "hunter22"}, 1), ({"password": "other"}, 2), ({}, 2), ({"password": UNKNOWN}, UNKNOWN)],
)
def test_a_secret_that_changed_shows_as_a_new_revision_and_never_itself(now, revision) -> None:
    written = remember(Private(), Secrets({"password": "hunter22"}, {}))
    prior = STATE | {"secret_revision": 1}
    planned = plan(prior, CONFIG | {"secret_config": now}, written, Secrets(now, {}))
    assert (planned["secret_revision"], planned["secret_config"]) == (revision, None)


@pytest.mark.parametrize(
    ("known", "revision"),
    [({}, 0), ({WHOLE: UNKNOWN}, UNKNOWN), ({WHOLE: UNKNOWN, "password": "hunter22"}, 1)],
)
def test_secrets_that_are_not_known_yet_may_be_none(known, revision) -> None:
    assert plan(None, CONFIG, secrets=Secrets(known, {}))["secret_revision"] == revision


def test_secrets_of_a_state_that_knew_of_none_are_counted_from_one() -> None:
    secrets = Secrets({"password": "hunter22"}, {})
    assert plan(STATE | {"secret_revision": None}, CONFIG, secrets=secrets)["secret_revision"] == 1


def test_secrets_of_an_import_are_taken_for_those_that_are_given_where_no_server_shows_them() -> None:
    source, secrets = CATALOGUE.resources["sluice_streamkap_source"], Secrets({"database.password": "hunter22"}, {})
    state = dict.fromkeys(source.fields()) | {"name": "a", "connector": "postgresql", "secret_revision": 1}

    def revision(private: Private):
        return planned_state(source, state, state, private, secrets)["secret_revision"]

    assert (revision(Private(origin="imported")), revision(Private())) == (1, 2)


def test_a_secret_that_was_changed_on_the_server_is_written_again() -> None:
    secrets = Secrets({"password": "hunter22"}, {})
    written = remember(Private(), secrets)
    drifted = Private(salt=written.salt, digests=written.digests, changed_outside=("password",))
    assert plan(STATE | {"secret_revision": 1}, CONFIG, drifted, secrets)["secret_revision"] == 2


def test_the_first_plan_after_an_import_takes_a_part_of_a_map_for_the_whole() -> None:
    prior = STATE | {"labels": {"team": "a", "added": "by the server"}}
    config = CONFIG | {"labels": {"team": "a"}}
    assert plan(prior, config, Private(origin="imported")) == prior
    assert plan(prior, config)["labels"] == {"team": "a"}


def test_the_first_plan_after_an_import_gives_up_what_others_own_also_when_nothing_is_sent() -> None:
    prior = STATE | {"labels": {"team": "a", "added": "by the server"}}
    config = CONFIG | {"labels": {"team": "a"}, "on_exists": "adopt"}
    planned = plan(prior, config, Private(origin="imported"))
    assert planned == STATE | {"labels": {"team": "a"}, "on_exists": "adopt", "load": UNKNOWN}


@pytest.mark.parametrize(("found", "ours"), [(None, {"team": "a"}), ({"team": "a"}, UNKNOWN), ({"team": "a"}, None)])
def test_the_first_plan_after_an_import_takes_a_map_as_it_is_declared_where_nothing_is_to_compare(found, ours) -> None:
    planned = plan(STATE | {"labels": found}, CONFIG | {"labels": ours}, Private(origin="imported"))
    assert planned["labels"] == ours


def test_a_change_of_what_was_imported_leaves_a_map_as_it_is_spelled_where_nobody_else_owns_of_it() -> None:
    def planned(found: dict[str, str], ours: dict[str, str]):
        state, config = (dict.fromkeys(Album.fields()) | {"name": "a", "config": entries} for entries in (found, ours))
        return planned_state(Album, state, config | {"title": "A"}, Private(origin="imported"), NOTHING)["config"]

    spelled, respelled = {"topics": "a,b"}, {"topics": '["a","b"]'}
    assert planned(spelled, respelled) == spelled
    assert planned(spelled | {"theirs": "x"}, respelled) == respelled
    assert planned(spelled, {"topics": "a"}) == {"topics": "a"}
    assert planned(spelled, respelled | {"more": "x"}) == respelled | {"more": "x"}


def test_what_others_own_of_a_map_outlives_an_import_and_all_writes_after_it(shop: Shop) -> None:
    others = {"team": "a", "theirs": "x"}
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "title": "bolt", "labels": others}
    bolt = shop.widget(labels={"team": "a"}).import_object("north/bolt")
    assert bolt.plan().is_empty
    for tier in ("bronze", "gold"):
        bolt.apply(tier=tier)
    assert bolt["labels"] == {"team": "a"}
    assert shop.widgets.objects["bolt"]["labels"] == others
    assert shop.bodies("PATCH") == [{"tier": "bronze"}, {"tier": "gold"}]


def test_a_protected_object_says_how_it_can_be_deleted() -> None:
    with pytest.raises(Protected) as caught:
        refuse_if_protected(Widget, STATE | {"protected": True}, "deleted")
    assert caught.value.summary == "toys widget north/bolt is protected and would be deleted"
    assert caught.value.path == ("protected",)
    assert "`protected = false`" in caught.value.detail


def test_an_unprotected_object_may_be_deleted() -> None:
    refuse_if_protected(Widget, widget(**STATE), "deleted")
