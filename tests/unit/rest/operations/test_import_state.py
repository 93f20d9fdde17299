"""Importing what exists: by an import id, by its identity, and with nothing secret in the state."""

from __future__ import annotations

import sys

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import Api, Declarations, Resource, config_map, delete, get, key, post
from tests.scripted import answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop
from tests.unit.rest.toys import Robot
from tests.unit.rest.widgets import TOYS, Widget


class Shelf(Resource, system=TOYS, name="shelf"):
    """A shelf: takes a configuration, and no secrets beside it."""

    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.", immutable=True)

    api = Api(create=post("/shelves"), read=get("/shelves/{name}"), delete=delete("/shelves/{name}"))


DECLARED = Declarations.of(sys.modules[__name__])

BOLT = {
    "name": "bolt",
    "tier": "silver",
    "title": "Bolt",
    "rules": {"a": 1},
    "labels": {"team": "a", "theirs": None},
    "config": {"size": 3, "name": "bolt", "token": "hunter22", "api.key": "${vault:key}"},
    "made_at": "then",
    "status": {"load": 7},
}


def bolt(shop: Shop) -> Life:
    """A widget that is configured as it is on the server."""
    shop.widgets.objects["bolt"] = dict(BOLT)
    return shop.widget(
        title="Bolt", rules='{"a":1}', labels={"team": "a"}, config={"size": "3", "api.key": "${vault:key}"}
    )


def test_what_an_import_id_says_is_secret_is_none_of_the_configuration_and_no_news(shop: Shop) -> None:
    shop.robots.objects["robbie"] = {"name": "robbie", "config": MODEL | {"hue": "correct-horse"}, "state": "RUNNING"}
    robbie = shop.robot(secret_env={"hue": "PASSWORD"})
    robbie.import_object('{"name": "robbie", "secret_env": {"hue": "PASSWORD"}}')
    assert (robbie["config"], robbie.warnings) == (MODEL, [])
    assert robbie.plan().is_empty


def test_what_sounds_secret_is_taken_where_nothing_else_takes_it(make_core: MakeCore, shop: Shop) -> None:
    config = {"width": "3", "password.policy": "strict"}
    shop.on("GET /shelves/*", answer({"name": "oak", "config": config}))
    shelf = Life(make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}), "sluice_toys_shelf", name="oak", config=config)
    assert shelf.import_object("oak").state == {"name": "oak", "config": config}
    assert shelf.plan().is_empty


def test_an_import_takes_all_that_is_managed_and_nothing_that_sounds_secret(shop: Shop) -> None:
    widget = bolt(shop).import_object("north/bolt")
    assert widget.state == {
        "shop": "north",
        "name": "bolt",
        "tier": "silver",
        "title": "Bolt",
        "rules": '{"a":1}',
        "labels": {"team": "a"},
        "config": {"size": "3", "api.key": "${vault:key}"},
        "secret_config": None,
        "secret_env": None,
        "secret_revision": 1,
        "rotation": None,
        "protected": False,
        "on_exists": "fail",
        "id": "north/bolt",
        "made_at": "then",
        "token": None,
        "load": 7,
    }
    assert shop.lines() == ["GET /shops/north/widgets/bolt"]
    assert "hunter22" not in widget.private.decode()


def test_an_import_says_what_cannot_be_read_back(shop: Shop) -> None:
    assert bolt(shop).import_object("north/bolt").warnings == [
        Diagnostic(
            "warning",
            "token of toys widget north/bolt cannot be read back",
            "The server shows it only when it is made, so `token` stays empty; whoever has it may keep using it. To "
            "have it here, set `rotation` to any value: a new one is made and the old one stops working.",
            ("token",),
        ),
        Diagnostic(
            "warning",
            "secrets of toys widget north/bolt were left out of the import: token",
            "Their values do not belong into `config`. They stay on the server as they are until they are given here, "
            "in `secret_config` or `secret_env` (`secrets=` in Python).",
            ("config",),
        ),
    ]


def test_an_imported_object_that_is_configured_as_it_is_has_no_changes(shop: Shop) -> None:
    widget = bolt(shop).import_object("north/bolt")
    assert widget.plan(secret_config={"token": "hunter22"}).is_empty
    assert widget.plan(secret_config={"token": "correct-horse"}).difference["secret_revision"] == (1, 2)


def test_an_import_takes_the_part_of_a_map_that_is_configured_for_the_whole(shop: Shop) -> None:
    widget = bolt(shop).import_object("north/bolt")
    assert widget.plan(labels=None, config={"size": "3"}).difference.keys() == {"labels", "config", "load"}
    assert widget.plan(config={"size": "3"}).is_empty
    assert widget.plan(config={"size": "4"}).difference["config"] == (
        {"size": "3", "api.key": "${vault:key}"},
        {"size": "4"},
    )


def test_an_empty_map_is_imported_as_none(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = BOLT | {"labels": {}, "config": {"name": "bolt"}}
    widget = shop.widget(title="Bolt", rules='{"a":1}').import_object("north/bolt")
    assert (widget["labels"], widget["config"]) == (None, None)
    assert widget.plan().is_empty


def test_an_import_fills_in_the_defaults_of_what_the_server_does_not_say(shop: Shop) -> None:
    shop.robots.objects["robbie"] = {"config": MODEL, "state": "STOPPED", "tasks": []}
    robbie = shop.robot(desired_state="stopped").import_object("robbie")
    assert (robbie["wait_for_running"], robbie["desired_state"], robbie["secret_revision"]) == (True, "stopped", 0)
    assert robbie.plan().is_empty
    assert robbie.warnings == []


def test_an_import_shows_a_state_that_does_not_last_as_running(shop: Shop) -> None:
    shop.robots.objects["robbie"] = {"config": MODEL, "state": "UNASSIGNED", "tasks": []}
    assert shop.robot().import_object("robbie")["desired_state"] == "running"


def test_an_object_is_imported_by_its_identity(shop: Shop) -> None:
    shop.on("GET /shops/north/widgets/a%2Fb", answer(BOLT | {"name": "a/b"}))
    widget = shop.widget(name="a/b").import_object(shop="north", name="a/b")
    assert widget["id"] == "north/a/b"
    assert shop.lines() == ["GET /shops/north/widgets/a%2Fb"]


@pytest.mark.parametrize("name", ["bolt", "a/b", "50%", "a%2Fb", "a bolt"])
def test_the_import_id_of_an_object_finds_it(shop: Shop, name: str) -> None:
    shop.on("GET /shops/north/widgets/*", answer(BOLT | {"name": name}))
    assert shop.widget(name=name).import_object(Widget.import_id(["north", name]))["name"] == name


@pytest.mark.parametrize("name", ["{robbie}", '{"name": "else"}', "{a/b"])
def test_the_import_id_of_an_object_whose_name_looks_like_json_finds_it(shop: Shop, name: str) -> None:
    shop.on("GET /robots/*", answer({"name": name, "config": MODEL, "state": "RUNNING"}))
    robot = shop.robot(name=name)
    assert robot.import_object(Robot.import_id([name]))["name"] == name


def test_an_import_id_may_have_slashes_in_its_parts(shop: Shop) -> None:
    shop.on("GET /shops/north/widgets/a%2Fb", answer(BOLT | {"name": "a/b"}))
    assert shop.widget(name="a/b").import_object("north/a%2Fb")["name"] == "a/b"


@pytest.mark.parametrize("import_id", ["bolt", "north/", "/bolt", "north/a/b", ""])
def test_another_import_id_says_what_it_must_be(shop: Shop, import_id: str) -> None:
    assert refusal(shop.widget().import_object, import_id) == Diagnostic(
        "error",
        f"{import_id!r} is no import id of sluice_toys_widget",
        "It must be <shop>/<name>; write a slash inside a part as %2F.",
    )
    assert shop.lines() == []


@pytest.mark.parametrize(
    ("import_id", "refused"),
    [
        ("default/things/7", "'default/things/7' is no import id of sluice_rest_object"),
        (
            '{"endpoint": "default", "path": "things", "id": "7"}',
            "the import id of sluice_rest_object says what cannot be",
        ),
    ],
)
def test_an_import_of_what_no_code_can_declare_is_refused_since_the_first_plan_would_replace_it(
    desk: Desk, import_id: str, refused: str
) -> None:
    problem = refusal(desk.thing().import_object, import_id)
    assert problem.summary == refused
    assert problem.detail.splitlines()[0] == (
        "path 'things' must be a path that begins with a slash, without braces and the steps . and ..."
    )
    assert desk.lines() == []


def test_every_part_of_an_import_id_that_cannot_be_is_told(vendors: Core) -> None:
    connection = Life(vendors, "sluice_lenses_kafka_connection")
    form = "must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end."
    assert refusal(connection.import_object, "A B/C D") == Diagnostic(
        "error",
        "'A B/C D' is no import id of sluice_lenses_kafka_connection",
        f"environment 'A B' {form}\nname 'C D' {form}\n"
        "It must be <environment>/<name>; write a slash inside a part as %2F.",
    )


def test_an_import_id_without_its_endpoint_is_told_with_it(vendors: Core) -> None:
    sink = Life(vendors, "sluice_kafka_connect_connector", name="orders", config={"connector.class": "a.B"})
    assert refusal(sink.import_object, "orders") == Diagnostic(
        "error",
        "'orders' is no import id of sluice_kafka_connect_connector",
        "It must be <connect>/<name>; write a slash inside a part as %2F.\n"
        "`connect` is missing; where it is left out in the code: default/orders",
    )


def test_what_does_not_exist_cannot_be_imported(shop: Shop) -> None:
    assert refusal(shop.widget().import_object, "north/bolt") == Diagnostic(
        "error",
        "'north/bolt' is no import id of sluice_toys_widget",
        "toys widget north/bolt is not there. Check the id, and where it is looked for: the account, the server, the "
        "path.",
    )


def test_an_object_that_only_the_server_names_is_imported_by_its_id(shop: Shop) -> None:
    shop.parcels.objects["7"] = {"id": 7, "name": "gift", "note": "", "tags": ["b", "a"]}
    gift = shop.parcel(tags={"a", "b"}).import_object("7")
    assert (gift["id"], gift["name"], gift["note"], gift["tags"]) == ("7", "gift", None, ["a", "b"])
    assert gift.plan().is_empty


# Import ids that spell out what a read needs


def test_an_import_id_may_spell_out_what_a_read_needs(desk: Desk) -> None:
    found = {"id": 7, "name": "Ada", "password": "hunter22", "secret": None, "tags": [{"token": "x", "b": 2}]}
    desk.on("GET /thing/7", answer(found | {"credentials": {"secret": "x", "a": 1}}))
    ada = desk.thing({"name": "Ada", "credentials": {"a": 1}}, object_path="/thing/{id}")
    ada.import_object('{"endpoint": "default", "path": "/things", "id": 7, "object_path": "/thing/{id}"}')
    shown = {"id": 7, "name": "Ada", "secret": None, "tags": [{"b": 2}], "credentials": {"a": 1}}
    assert (ada["id"], ada["body"].value, ada["output"].value) == ("7", shown, shown)
    assert ada.plan().is_empty


@pytest.mark.parametrize(
    ("import_id", "summary", "detail"),
    [
        (
            '{"path": "/things"}',
            "the import id of sluice_rest_object lacks endpoint and lacks id",
            "It must be an object with endpoint, path, id and any argument that a read needs.",
        ),
        (
            '{"endpoint": "default", "path": "/things", "id": "7", "colour": "red", "output": 1}',
            "the import id of sluice_rest_object has colour, which is no argument and has output, which is no argument",
            "It must be an object with endpoint, path, id and any argument that a read needs.",
        ),
        (
            '{"endpoint": "default",',
            "the import id of sluice_rest_object is no JSON object: Expecting property name enclosed in double quotes: "
            "line 1 column 24 (char 23)",
            "",
        ),
    ],
)
def test_an_import_id_that_spells_out_something_else_is_refused(
    desk: Desk, import_id: str, summary: str, detail: str
) -> None:
    assert refusal(desk.thing().import_object, import_id) == Diagnostic("error", summary, detail)
