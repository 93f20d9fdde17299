"""A replacement is two calls: the first refuses while the second cannot succeed, and is undone when it fails."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.operations.replace import became
from provider_lib.spec.types import UNKNOWN, DynamicValue
from provider_lib.state.journal import Disk, JournalFolder
from tests.scripted import DROP, Api, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, Refused, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import EXISTS, FAILED, MODEL, Shop
from tests.unit.rest.toys import DECLARED

FULL = answer({"message": "the hall is full"}, 403)
CREDENTIALS = "Check the credentials in `toys` in the provider block, and what they may do.\n"
CANNOT = "What it replaces had been deleted."


def made(shop: Shop, life: Life) -> Life:
    life.apply()
    shop.forget()
    return life


def writes(api: Api) -> list[str]:
    """The requests that change something."""
    return [line for line in api.lines("POST", "PUT", "DELETE", "PATCH") if "/check/" not in line]


# What the plan refuses


def test_a_name_that_another_object_has_is_refused_by_the_plan(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.robots.objects["marvin"] = {"name": "marvin", "config": MODEL, "state": "RUNNING", "tasks": []}
    assert refusal(robbie.plan, name="marvin") == Diagnostic(
        "error",
        "toys robot marvin exists already",
        "toys robot marvin could not be made, so what it replaces is left as it is. Choose another name, or remove the "
        "other one first; where this stack removes it, let this one depend on it.",
    )
    assert (writes(shop), robbie["name"]) == ([], "robbie")


def test_what_the_check_says_is_told_beside_an_obstacle(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.robots.objects["marvin"] = {"name": "marvin", "config": MODEL, "state": "RUNNING", "tasks": []}
    shop.robots.refused = {"legs": "too many"}
    with pytest.raises(Refused) as refused:
        robbie.plan(name="marvin")
    assert [item.summary for item in refused.value.errors] == ["legs: too many", "toys robot marvin exists already"]


def test_another_object_that_may_be_taken_over_is_no_obstacle(shop: Shop) -> None:
    robbie = made(shop, shop.robot(on_exists="adopt"))
    shop.robots.objects["marvin"] = {"name": "marvin", "config": MODEL | {"name": "marvin"}, "state": "RUNNING"}
    assert robbie.apply(name="marvin")["name"] == "marvin"
    assert set(shop.robots.objects) == {"marvin"}


def test_a_name_that_the_same_plan_sets_free_is_no_obstacle(shop: Shop) -> None:
    robbie, marvin = made(shop, shop.robot()), made(shop, shop.robot(name="marvin"))
    with shop.core.walk():
        going = marvin.plan(name="zaphod")
        coming = robbie.plan(name="marvin")
    with shop.core.walk():
        going.apply()
        coming.apply()
    assert set(shop.robots.objects) == {"marvin", "zaphod"}


def test_a_parent_that_is_not_there_is_refused_by_the_plan(shop: Shop) -> None:
    attic = made(shop, shop.room())
    assert refusal(attic.plan, house="odl") == Diagnostic(
        "error",
        "house odl is not there",
        "toys room odl/attic could not be made, so what it replaces is left as it is. Correct `house`, or make it "
        "first.",
        ("house",),
    )
    assert (writes(shop), attic["house"]) == ([], "old")


@pytest.mark.parametrize("is_new", [True, False])
def test_a_parent_that_the_same_plan_makes_is_no_obstacle(vendors: Core, is_new: bool) -> None:
    environment = Life(vendors, "sluice_lenses_environment", name="old", tier="development")
    environment.apply()
    kafka = Life(vendors, "sluice_lenses_kafka_connection", environment="old", name="kafka")
    kafka.apply()
    if is_new:
        environment = Life(vendors, "sluice_lenses_environment", tier="development")
    with vendors.walk():
        coming = environment.plan(name="new")
        moved = kafka.plan(environment="new")
    with vendors.walk():
        coming.apply()
        moved.apply()
    assert kafka["environment"] == "new"


def test_a_parent_that_is_not_ready_is_refused_unless_it_is_waited_for(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.rooms.houses["new"] = {"open": False}
    assert refusal(attic.plan, house="new") == Diagnostic(
        "error",
        "house new is not ready",
        "The door of house new is shut.\ntoys room new/attic could not be made, so what it replaces is left as it is.",
        ("house",),
    )
    planned = attic.plan(house="new", name="loft", wait_for_house="5s")
    shop.rooms.houses["new"]["open"] = True
    assert planned.apply()["house"] == "new"


def test_a_place_of_which_nobody_can_tell_is_refused(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.on("GET /houses/*", answer({"message": "out of order"}, 500))
    failure = refusal(attic.plan, refresh=False, house="new")
    assert failure.summary == "the toy shop could not read house new: out of order (500)"
    assert failure.detail.endswith(
        "It cannot be told whether toys room new/attic can be made, so what it replaces is left as it is."
    )


# What the first half refuses


def test_what_the_server_refuses_only_now_is_not_deleted_for(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(name="marvin")
    shop.robots.refused = {"legs": "too many"}
    assert refusal(planned.apply) == Diagnostic(
        "error",
        "legs: too many",
        "The workshop refuses this configuration.\ntoys robot robbie was left as it is.",
        ("config", "legs"),
    )
    assert (writes(shop), robbie["name"], robbie.is_tainted) == ([], "robbie", False)
    shop.robots.refused = {}
    assert robbie.apply()["name"] == "marvin"


def test_a_name_that_was_taken_since_the_plan_is_not_deleted_for(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(name="marvin")
    shop.robots.objects["marvin"] = {"name": "marvin", "config": MODEL, "state": "RUNNING", "tasks": []}
    assert refusal(planned.apply).summary == "toys robot marvin exists already"
    assert (writes(shop), robbie["name"]) == ([], "robbie")


def test_a_parent_that_went_since_the_plan_is_not_deleted_for(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.rooms.houses["new"] = {"open": True}
    planned = attic.plan(house="new", name="loft")
    del shop.rooms.houses["new"]
    assert refusal(planned.apply).summary == "house new is not there"
    assert (writes(shop), attic["house"]) == ([], "old")


def test_a_secret_that_this_process_does_not_have_is_not_deleted_for(make_core: MakeCore, shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_env={"password": "PASSWORD"}))
    planned = robbie.plan(name="marvin")
    shop.core = robbie.core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    assert refusal(planned.apply).summary == "environment variable PASSWORD is not set"
    assert (writes(shop), robbie["name"]) == ([], "robbie")


def test_a_tainted_object_is_not_deleted_while_another_one_cannot_be_made(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    robbie.is_tainted = True
    planned = robbie.plan()
    shop.robots.refused = {"legs": "too many"}
    assert refusal(planned.apply).summary == "legs: too many"
    assert writes(shop) == []


def test_a_configuration_of_secrets_that_only_the_create_sees_is_not_checked_without_them(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_config={"password": "hunter22"}))
    planned = robbie.plan(name="marvin")
    shop.forget()
    planned.apply()
    assert shop.lines()[:3] == ["GET /robots/marvin", "GET /robots/robbie", "DELETE /robots/robbie"]


def test_an_object_that_is_gone_is_simply_made(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(name="marvin")
    shop.robots.objects.clear()
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    assert refusal(planned.apply) == Diagnostic(
        "error",
        "the toy shop refused to create toys robot marvin: the hall is full (403)",
        f"{CREDENTIALS}POST /robots was answered with 403.",
    )
    assert robbie.state is None


def test_what_is_protected_is_not_replaced(shop: Shop) -> None:
    bolt = made(shop, shop.widget(protected=True))
    bolt.is_tainted = True
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        "toys widget north/bolt is protected and would be replaced",
        "`protected` is true in its state. To delete it, set `protected = false`, apply, and then take it out. It is "
        "kept, also when it was taken out of the code already: put it back, or remove it from the state only.",
        ("protected",),
    )
    assert (writes(shop), bolt["name"]) == ([], "bolt")


# What is put back


def told(outcome: str, kind: str = "robot", at: str = "POST /robots") -> Diagnostic:
    return Diagnostic(
        "error",
        f"the toy shop refused to create toys {kind}: the hall is full (403)",
        f"{CREDENTIALS}{at} was answered with 403.\n\nWhat it replaces had been deleted. {outcome}",
    )


BACK = (
    "It was put back as it was, and is kept in the state as tainted: the next apply replaces it. To keep it instead, "
    "go back to its configuration and run `terraform untaint`."
)


def test_what_was_deleted_for_an_object_that_cannot_be_made_is_put_back(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_config={"password": "hunter22"}, desired_state="paused"))
    shop.robots.objects["robbie"]["config"]["theirs"] = "kept"
    before = shop.robots.objects["robbie"] | {}
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    assert refusal(robbie.apply, name="marvin") == told(BACK, "robot marvin")
    assert writes(shop) == ["DELETE /robots/robbie", *["POST /robots"] * 2, "PUT /robots/robbie/pause"]
    assert shop.robots.objects == {"robbie": before}
    assert (robbie["name"], robbie["config"], robbie.is_tainted) == ("robbie", MODEL, True)
    assert "hunter22" not in str(robbie.state)
    assert robbie.apply()["name"] == "marvin"
    assert set(shop.robots.objects) == {"marvin"}


def test_what_is_put_back_and_whose_answer_is_lost_is_there_also_when_the_server_made_something_else_of_it(
    shop: Shop,
) -> None:
    def create(request: Request) -> Reply:
        shop.robots.create(request)
        shop.robots.objects["robbie"]["config"]["loud"] = "false"
        return DROP

    robbie = made(shop, shop.robot(config=MODEL | {"loud": "true"}))
    shop.on("POST /robots", in_turn(FULL, create))
    assert refusal(robbie.apply, name="marvin") == told(BACK, "robot marvin")
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots", "POST /robots"]


def test_what_was_put_back_and_is_wanted_again_is_as_planned(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_config={"password": "hunter22"}))
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    refusal(robbie.apply, name="marvin")
    robbie.is_tainted = False  # terraform untaint
    robbie.config["name"] = "robbie"
    assert robbie.plan().is_empty


def test_an_object_is_put_back_although_the_disk_has_no_room_for_a_note_of_it(
    shop: Shop, make_core: MakeCore, tmp_path: Path
) -> None:
    class FillsUp(Disk):
        is_full = False

        def append(self, file: int, data: bytes) -> None:
            if self.is_full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            super().append(file, data)

    disk = FillsUp()
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, JournalFolder(tmp_path / "journal", disk))
    bolt = Life(core, "sluice_toys_widget", shop="north", name="bolt", tier="silver")
    made(shop, bolt)
    disk.is_full = True
    assert "the disk has no room" in refusal(bolt.apply, name="nut").summary
    assert list(shop.widgets.objects) == ["bolt"]


def test_triggers_are_not_pulled_again_for_what_is_put_back(shop: Shop) -> None:
    robbie = made(shop, shop.robot(place='"kitchen"'))
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    refusal(robbie.apply, name="marvin")
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots", "POST /robots"]
    assert robbie["place"] == '"kitchen"'


def test_what_is_told_of_an_object_that_is_not_taken_over_in_its_place_is_told_too(shop: Shop) -> None:
    def renewed(_: Request) -> Reply:
        shop.on("GET /shops/north/widgets/nut", FULL)
        return answer(shop.widgets.renewed())

    bolt = made(shop, shop.widget(on_exists="adopt", rotation="1"))
    shop.widgets.objects["nut"] = {"name": "nut", "tier": "silver", "title": "nut"}
    shop.on("POST /shops/north/widgets/nut/renew", in_turn(DROP, renewed))
    with pytest.raises(Refused) as refused:
        bolt.apply(name="nut")
    [warning], [error] = refused.value.warnings, refused.value.errors
    kept = "It was there before, so it is kept, and not in the state. Apply again to go on taking it over."
    assert (warning.summary, kept in warning.detail) == ("token of toys widget north/nut was renewed twice", False)
    assert error.detail.endswith(f"{kept}\n\n{CANNOT} {BACK}")


def test_something_that_failed_before_is_put_back_without_waiting_for_it(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(name="marvin")
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    shop.robots.sights = [{}, {}, FAILED]
    assert refusal(planned.apply) == told(BACK, "robot marvin")


def test_what_only_a_create_tells_is_new_for_what_is_put_back(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"ours": "1"}))
    shop.widgets.objects["bolt"]["labels"]["theirs"] = "kept"
    shop.on("POST /shops/north/widgets", in_turn(FULL, shop.widgets.create))
    refusal(bolt.apply, name="nut")
    assert (bolt["token"], bolt["labels"], bolt.is_tainted) == ("t0ken-2", {"ours": "1"}, True)
    assert shop.widgets.objects["bolt"]["labels"] == {"ours": "1", "theirs": "kept"}


def test_secrets_that_nobody_knows_any_more_keep_an_object_from_being_put_back(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_config={"password": "hunter22"}))
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    assert refusal(robbie.apply, name="marvin", secret_config={"password": "correct-horse"}) == told(
        "It could not be put back, because its secrets are hidden. toys robot robbie is gone until the next apply that "
        "succeeds.",
        "robot marvin",
    )
    assert (robbie.state, writes(shop)) == (None, ["DELETE /robots/robbie", "POST /robots"])


def test_what_cannot_be_put_back_either_is_told(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.on("POST /robots", FULL)
    assert refusal(robbie.apply, name="marvin") == told(
        "It could not be put back: the toy shop refused to put back toys robot robbie: the hall is full (403)\n"
        "toys robot robbie is gone until the next apply that succeeds.",
        "robot marvin",
    )
    assert robbie.state is None


def test_nothing_is_put_back_beside_an_object_that_was_made_and_fails(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(name="marvin")
    shop.robots.sights = [{}, {}, FAILED, FAILED]
    assert refusal(planned.apply).summary == "toys robot marvin failed: task 0 is FAILED"
    assert (set(shop.robots.objects), robbie["name"], robbie.is_tainted) == ({"marvin"}, "marvin", True)


def test_what_was_not_known_at_the_plan_is_put_back_for(shop: Shop) -> None:
    attic = made(shop, shop.room())
    planned = attic.plan(house=UNKNOWN)
    refusal(planned.apply, house="odl")
    assert (attic["house"], attic.is_tainted) == ("old", True)
    assert set(shop.rooms.objects) == {"attic"}


def test_nothing_is_put_back_for_an_object_that_it_was_not_deleted_for(shop: Shop) -> None:
    planned = made(shop, shop.robot()).plan(name="marvin")
    shop.on("POST /robots", FULL)
    with shop.core.walk():
        planned.life.carry_out(planned.life.state, None, None, planned.private)
        zaphod = shop.robot(name="zaphod", config=MODEL | {"legs": "4"})
        config = zaphod.kind.config(zaphod.config)
        after, private = zaphod.planned_again(None, config)
        assert CANNOT not in refusal(zaphod.carry_out, None, after, config, private).detail
    assert shop.robots.objects == {}


@pytest.mark.parametrize(
    ("planned", "final", "may_be"),
    [
        (UNKNOWN, None, True),
        (UNKNOWN, {"a": 1}, True),
        (None, None, True),
        ("a", "a", True),
        ("a", "b", False),
        (None, "a", False),
        ({"a": UNKNOWN, "b": 1}, {"a": 2, "b": 1}, True),
        ({"a": UNKNOWN, "b": 1}, {"a": 2, "b": 2}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "b": 2}, {"a": 1}, False),
        ({"a": 1}, {"b": 1}, False),
        (["a", UNKNOWN], ["a", "b"], True),
        (["a", UNKNOWN], ["c", "b"], False),
        (["a"], ["a", "b"], False),
        ([], ["a"], False),
        (["a"], {"a": 1}, False),
        ({"a": [{"b": UNKNOWN}]}, {"a": [{"b": {"c": 1}}]}, True),
        (DynamicValue(["object", {"a": "string"}], {"a": UNKNOWN}), DynamicValue.of({"a": "x"}), True),
        (DynamicValue.of({"a": "x"}), DynamicValue.of({"a": "x"}), True),
        (DynamicValue.of({"a": "x"}), DynamicValue.of({"a": "y"}), False),
        (DynamicValue.of({"a": "x"}), None, False),
    ],
)
def test_a_value_is_what_was_planned_where_that_was_known(planned: Any, final: Any, may_be: bool) -> None:
    assert became(planned, final) is may_be


def test_which_of_two_was_deleted_for_an_object_must_be_certain(shop: Shop) -> None:
    planned = [made(shop, shop.robot(name=name)).plan(name=UNKNOWN) for name in ("robbie", "marvin")]
    shop.on("POST /robots", FULL)
    with shop.core.walk():
        for one in planned:
            one.life.carry_out(one.life.state, None, None, one.private)
        for number, one in enumerate(planned):
            one.life.config["name"] = f"new-{number}"
            after, private = one.life.planned_again(None, one.life.kind.config(one.life.config))
            failure = refusal(one.life.carry_out, None, after, one.life.kind.config(one.life.config), private)
            assert CANNOT not in failure.detail


def test_ctrl_c_during_the_second_half_does_not_keep_the_old_object_from_being_put_back(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    painted = answer({"message": "it is being painted"}, 500)

    def interrupted(_: Request) -> Reply:
        shop.core.stop()
        return painted

    shop.on("POST /robots", in_turn(interrupted, painted, shop.robots.create))
    assert "It was put back as it was" in refusal(robbie.apply, name="marvin").detail
    assert set(shop.robots.objects) == {"robbie"}
    assert robbie["name"] == "robbie"


# An old object that goes late


def test_the_second_half_waits_until_the_old_object_is_gone(shop: Shop) -> None:
    robbie = made(shop, shop.robot())

    def later(_: Request) -> Reply:
        threading.Timer(0.5, shop.robots.objects.clear).start()
        return answer(status=204)

    shop.on("DELETE /robots/*", later)
    robbie.is_tainted = True
    robbie.apply()
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_the_second_half_waits_until_the_name_is_free(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.on("POST /robots", in_turn(EXISTS, EXISTS, shop.robots.create))
    robbie.is_tainted = True
    robbie.apply()
    assert writes(shop) == ["DELETE /robots/robbie", *["POST /robots"] * 3]


def test_what_is_put_back_waits_until_its_name_is_free_too(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.on("POST /robots", in_turn(FULL, EXISTS, EXISTS, shop.robots.create))
    assert refusal(robbie.apply, name="marvin") == told(BACK, "robot marvin")
    assert writes(shop) == ["DELETE /robots/robbie", *["POST /robots"] * 4]
    assert set(shop.robots.objects) == {"robbie"}


def test_a_conflict_about_another_name_is_not_waited_for(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.on("POST /robots", in_turn(answer({"message": "no"}, 409), shop.robots.create))
    refusal(robbie.apply, name="marvin")
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots", "POST /robots"]
    assert set(shop.robots.objects) == {"robbie"}
