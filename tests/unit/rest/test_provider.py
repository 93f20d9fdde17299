"""One provider for all declarations: what it is configured with, and what it keeps to itself."""

from __future__ import annotations

import logging
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.mapping.private import Private
from provider_lib.spec import Api, Bearer, Declarations, Resource, Setting, System, delete, endpoint, get, key, post
from provider_lib.spec.types import UNKNOWN
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, Refused, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop
from tests.unit.rest.toys import DECLARED as TOYS_DECLARED

YARD = System(
    name="yard",
    title="The Yard",
    settings=(
        Setting(name="url", doc="Where.", needed=True),
        Setting(name="token", doc="Who.", secret=True),
        Setting(name="site", doc="Site.", default="main"),
    ),
    auth=Bearer("token"),
    multiple=True,
)


class Crane(Resource, system=YARD, name="crane"):
    """A crane in one of several yards."""

    yard: str = endpoint("Which yard.")
    name: str = key("Name.")

    api = Api(create=post("/cranes"), read=get("/cranes/{name}"), delete=delete("/cranes/{name}"))


class Gate(Resource, system=YARD, name="gate"):
    """A gate of the yard's site."""

    yard: str = endpoint("Which yard.")
    name: str = key("Name.")

    api = Api(
        create=post("/sites/{site}/gates"), read=get("/sites/{site}/gates/{name}"), delete=delete("/gates/{name}")
    )


class Dock(Resource, system=YARD, name="dock"):
    """A dock of any site."""

    yard: str = endpoint("Which yard.")
    site: str = key("Site.")

    api = Api(create=post("/docks"), read=get("/sites/{site}/dock"), delete=delete("/sites/{site}/dock"))


DECLARED = Declarations.of(sys.modules[__name__])


def crane(core: Core, **config: Any) -> Life:
    return Life(core, "sluice_yard_crane", **{"name": "big"} | config)


@pytest.fixture
def yard(make_core: MakeCore, shop: Shop) -> Core:
    """A core without a provider block, in whose environment nothing is set."""
    cranes: dict[str, Any] = {}

    def create(request: Request) -> Reply:
        cranes[request.json["name"]] = request.json
        return answer(request.json, 201)

    shop.on("POST /cranes", create)
    shop.on("GET /cranes/*", lambda request: answer(cranes[request.name]) if request.name in cranes else NOT_THERE)
    return make_core(DECLARED, {})


# What it is configured with


def test_an_api_is_configured_by_the_provider_block(yard: Core, shop: Shop) -> None:
    yard.block = {"yard": {"north": {"url": shop.url, "token": "letmein"}}}
    big = crane(yard, yard="north")
    assert big.apply() == {"yard": "north", "name": "big"}
    assert {request.headers["authorization"] for request in shop.requests} == {"Bearer letmein"}
    assert big.plan().is_empty


def test_an_api_is_configured_by_the_environment(make_core: MakeCore, yard: Core, shop: Shop) -> None:
    assert yard.block == {}
    core = make_core(DECLARED, {"SLUICE_YARD_URL": shop.url, "SLUICE_YARD_TOKEN": "letmein"})
    assert crane(core).apply()["yard"] == "default"


def test_a_setting_stands_in_paths_unless_a_field_is_called_so(yard: Core, shop: Shop) -> None:
    shop.on("GET /sites/east/gates/*", in_turn(NOT_THERE, answer({"name": "big"})))
    shop.on("POST /sites/east/gates", answer(status=201))
    yard.block = {"yard": {"default": {"url": shop.url, "token": "x", "site": "east"}}}
    Life(yard, "sluice_yard_gate", name="big").apply()
    assert shop.lines() == ["GET /sites/east/gates/big", "POST /sites/east/gates", "GET /sites/east/gates/big"]
    shop.on("GET /sites/west/dock", answer({"site": "west"}))
    assert Life(yard, "sluice_yard_dock", site="west").import_object("default/west")["site"] == "west"


def test_an_api_that_is_not_configured_is_said_by_the_plan_of_whatever_needs_it(yard: Core) -> None:
    assert refusal(crane(yard).plan).summary == "The Yard is not configured: `url` is missing"
    yard.block = {"yard": {"north": {"url": "https://yard.example", "token": "x"}}}
    assert refusal(crane(yard, yard="nort").plan) == Diagnostic(
        "error",
        "The Yard nort is not configured: `url` is missing",
        "Set `url` of `yard.nort` in the provider block, or SLUICE_YARD_NORT_URL.\n"
        "Did you mean `north`? The provider block configures `north`.",
    )


def test_what_is_wrong_with_the_provider_block_is_said_at_its_place(yard: Core) -> None:
    yard.block = {"yard": {"north": {"url": "yard.example", "max_retries": -1}}}
    with pytest.raises(Refused) as refused:
        crane(yard, yard="north").plan()
    assert {item.path for item in refused.value.errors} == {("yard", "north", "url"), ("yard", "north", "max_retries")}


@pytest.mark.parametrize("block", [{"yard": UNKNOWN}, {"yard": {"default": {"url": UNKNOWN, "token": "x"}}}])
def test_settings_that_are_not_known_yet_call_nobody(yard: Core, shop: Shop, block: dict[str, Any]) -> None:
    yard.block = {"yard": {"default": {"url": shop.url, "token": "x"}}}
    big = crane(yard)
    big.apply()
    shop.forget()
    yard.block = block
    big.private = Private(hidden=("a",)).dump()
    before = big.state, big.private
    assert big.plan().is_empty
    assert (big.state, big.private, shop.lines()) == (*before, [])
    assert crane(yard).plan().action == "create"
    assert refusal(big.destroy) == Diagnostic(
        "error",
        "the settings of The Yard are not known yet",
        "`yard` in the provider block depends on something that is only known after an apply. Apply that first, give "
        "the settings by environment variables, or name it in `depends_on` here.",
    )


def test_an_endpoint_that_is_not_known_yet_is_not_called(yard: Core, shop: Shop) -> None:
    yard.block = {"yard": {"north": {"url": shop.url, "token": "x"}}}
    planned = crane(yard, yard=UNKNOWN).plan()
    assert shop.lines() == []
    planned.apply(yard="north")
    assert shop.lines("POST") == ["POST /cranes"]


def test_the_last_configuration_counts(yard: Core, shop: Shop) -> None:
    yard.block = {"yard": {"default": {"url": shop.url, "token": "first"}}}
    big = crane(yard)
    big.apply()
    yard.block = {"yard": {"default": {"url": shop.url, "token": "second"}}}
    shop.forget()
    big.refresh()
    assert shop.requests[0].headers["authorization"] == "Bearer second"


def test_several_threads_share_one_connection_to_an_api(yard: Core, shop: Shop) -> None:
    yard.block = {"yard": {"default": {"url": shop.url, "token": "x", "max_in_flight": 1}}}
    lives = [crane(yard, name=f"c{number}") for number in range(8)]
    with yard.walk(), ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda life: life.plan().apply(), lives))
    assert (len(shop.lines("POST")), shop.server.connections) == (8, 1)


# What it keeps to itself


def test_a_secret_of_a_resource_is_masked_wherever_it_is_told(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shop.on("POST /robots", lambda request: answer({"message": f"no: {request.seen.body}"}, 400))
    robbie = shop.robot(secret_config={"code": "hunter22"}, secret_env={"pin": "PASSWORD"})
    told = refusal(robbie.apply)
    assert '"code":"***","pin":"***"' in told.summary
    assert [word for word in ("hunter22", "correct-horse") if word in str(told) + caplog.text] == []


def test_a_secret_of_a_resource_is_masked_in_what_its_check_says(shop: Shop) -> None:
    shop.robots.refused = {"code": "hunter22 is known to all"}
    assert refusal(shop.robot(secret_config={"code": "hunter22"}).plan).summary == "code: *** is known to all"


def test_a_secret_that_only_the_state_still_names_is_masked_in_a_plan(shop: Shop, make_core: MakeCore) -> None:
    robbie = shop.robot(secret_env={"pin": "PASSWORD"})
    robbie.apply()
    robbie.core = make_core(TOYS_DECLARED, {"SLUICE_TOYS_URL": shop.url, "PASSWORD": "correct-horse"})
    shop.robots.refused = {"model": "correct-horse is known to all"}
    assert refusal(robbie.plan, refresh=False, secret_env=None).summary == "model: *** is known to all"


def test_a_key_in_state_is_masked(shop: Shop) -> None:
    bolt = shop.widget()
    bolt.apply()
    shop.on("PATCH /shops/north/widgets/bolt", answer({"message": "t0ken-1 is too old"}, 400))
    assert "*** is too old" in refusal(bolt.apply, tier="gold").summary
    shop.on("GET /shops/north/widgets/bolt", answer({"message": "t0ken-1 is too old"}, 400))
    assert "*** is too old" in refusal(bolt.refresh).summary


def test_what_is_secret_in_a_state_is_masked_in_a_run_that_only_reads_or_deletes(
    shop: Shop, make_core: MakeCore
) -> None:
    bolt, robbie = shop.widget(), shop.robot(secret_env={"pin": "PASSWORD"})
    bolt.apply()
    robbie.apply()
    told = answer({"message": "neither t0ken-1 nor correct-horse"}, 400)
    for life, at, known in (
        (bolt, "/shops/north/widgets/bolt", "neither *** nor correct-horse"),
        (robbie, "/robots/robbie", "neither t0ken-1 nor ***"),
    ):
        reads, deletes = (
            make_core(TOYS_DECLARED, {"SLUICE_TOYS_URL": shop.url, "PASSWORD": "correct-horse"}) for _ in range(2)
        )
        shop.on(f"DELETE {at}", told)
        assert known in refusal(life.destroy, by=deletes).summary
        shop.on(f"GET {at}", told)
        life.core = reads
        assert known in refusal(life.refresh).summary


def test_a_server_is_not_quoted_where_it_may_tell_a_secret_that_nobody_here_knows(
    shop: Shop, make_core: MakeCore
) -> None:
    robbie, zaphod = shop.robot(secret_env={"pin": "PASSWORD"}), shop.robot(name="zaphod")
    told = answer({"message": "the pin is correct-horse"}, 400)
    for life, is_quoted in ((robbie, False), (zaphod, True)):
        life.apply()
        shop.on("DELETE /robots/*", told)
        said = str(refusal(life.destroy, by=make_core(TOYS_DECLARED, {"SLUICE_TOYS_URL": shop.url})))
        assert ("the pin is correct-horse" in said, "400" in said) == (is_quoted, True)
        read = shop.robots.read
        shop.on("GET /robots/*", told)
        said = str(refusal(life.refresh))
        assert ("the pin is correct-horse" in said, "400" in said) == (is_quoted, True)
        shop.on("GET /robots/*", read)


def test_a_name_that_is_a_secret_too_is_masked_in_what_we_say_ourselves(shop: Shop) -> None:
    robbie = shop.droid(name="correct-horse", secret_env={"pin": "PASSWORD"})
    robbie.apply()
    [warning] = robbie.plan(config=MODEL | {"legs": "4"}).warnings
    assert warning.summary == "toys droid *** will be deleted and made again to be changed"
    shop.on("POST /robots", answer({"message": "the hall is full"}, 403))
    assert refusal(robbie.apply, name="marvin").detail.endswith(
        "\n\nWhat it replaces had been deleted. It could not be put back: the toy shop refused to put back toys droid "
        "***: the hall is full (403)\ntoys droid *** is gone until the next apply that succeeds."
    )


def test_a_key_is_masked_from_the_moment_it_is_made(shop: Shop) -> None:
    shop.on("GET /shops/north/widgets/*", answer({"message": "no such thing"}, 404))
    bolt = shop.widget()
    shop.on("POST /shops/north/widgets", lambda request: lost(shop, request))
    failure = refusal(bolt.apply)
    assert ("t0ken-1 is" in failure.summary, bolt["token"]) == (False, "t0ken-1")


def lost(shop: Shop, request: Request) -> Reply:
    made = shop.widgets.create(request)
    shop.on("GET /shops/north/widgets/*", answer({"message": "t0ken-1 is too new"}, 400))
    return made


def test_a_secret_from_the_environment_is_masked_also_without_a_configuration(shop: Shop) -> None:
    robbie = shop.robot(secret_env={"pin": "PASSWORD"})
    robbie.apply()
    shop.on("GET /robots/*", answer({"message": "correct-horse is known to all"}, 400))
    assert "*** is known to all" in refusal(robbie.refresh).summary


def test_a_variable_that_is_not_set_is_named(shop: Shop) -> None:
    assert refusal(shop.robot(secret_env={"pin": "NO_SUCH_PIN"}).plan) == Diagnostic(
        "error",
        "environment variable NO_SUCH_PIN is not set",
        "The provider takes the value of pin from it. Set it where Terraform runs, also for a plan, and for a destroy, "
        "which plans first.",
        ("secret_env", "pin"),
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"config": MODEL | {"pin": "1"}, "secret_config": {"pin": "2"}},
            ("It stands in secret_config too; keep the secret one.", ("config", "pin")),
        ),
        (
            {"secret_config": {"pin": "1"}, "secret_env": {"pin": "PASSWORD"}},
            ("It stands in secret_config too; keep one.", ("secret_env", "pin")),
        ),
    ],
)
def test_a_key_that_is_given_twice_is_refused(shop: Shop, given: dict[str, Any], told: tuple[str, Any]) -> None:
    assert refusal(shop.robot(**given).plan) == Diagnostic("error", "pin is given twice", *told)


# Ctrl-C


def test_ctrl_c_ends_all_waits_and_a_new_walk_waits_again(make_core: MakeCore, shop: Shop) -> None:
    core = make_core(TOYS_DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    asleep = {"state": "UNASSIGNED", "tasks": []}
    shop.robots.sights = [asleep] * 9999
    lives = [Life(core, "sluice_toys_robot", name=f"r{number}", config=MODEL) for number in range(4)]
    looked = threading.Barrier(5, timeout=20)
    shown = shop.robots.shown

    def create(request: Request) -> Reply:
        made = shop.robots.create(request)
        looked.wait()
        return made

    shop.on("POST /robots", create)
    with core.walk(), ThreadPoolExecutor(4) as threads:
        applied = [threads.submit(life.plan().apply) for life in lives]
        looked.wait()
        core.stop()
        assert [call.result(20)["state"] for call in applied] == ["UNASSIGNED"] * 4
    assert [len(life.warnings) for life in lives] == [1] * 4
    shop.robots.sights = [asleep, asleep]
    assert shown("r0")["state"] == "UNASSIGNED"
    lives[0].apply(config=MODEL | {"legs": "4"})
    assert lives[0]["state"] == "RUNNING"
