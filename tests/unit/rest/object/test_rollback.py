"""The object as it was before a change: all that the server had of it, with the secrets that only we know."""

from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.rollback import as_before
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.versions import Versions
from provider_lib.spec import Api, Resource, config_map, delete, get, key, owned_map, post, secret_map
from tests.unit.rest.widgets import TOYS


class Chest(Resource, system=TOYS, name="chest"):
    """A chest: of its labels some belong to others."""

    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.")
    secret_config: dict[str, str] | None = secret_map("config")
    labels: dict[str, str] | None = owned_map("Labels.", wire="meta.labels")

    api = Api(create=post("/chests"), read=get("/chests/{name}"), delete=delete("/chests/{name}"))


class Vault(Resource, system=TOYS, name="vault"):
    """A chest with keys that only the server may set."""

    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.", null_removed=True)
    secret_config: dict[str, str] | None = secret_map("config")

    api = Api(create=post("/vaults"), read=get("/vaults/{name}"), delete=delete("/vaults/{name}"))


SALT = "5a17"
PRIOR = {"name": "oak", "config": {"size": "9"}, "secret_config": None, "labels": None}


def before(kind: type[Resource], view: Any, prior: Any = None, **secrets: str) -> Remote | None:
    """An object as it was, of which these secrets were written and are known."""
    target = Target(kind, cast("Any", None), threading.Event(), Versions(), SharedAnswers())
    private = Private(salt=SALT, digests={name: digest("hunter22", SALT) for name in ("password", *secrets)})
    types: Any = {"size": "number", "hue": "string"}
    remote = Remote(target, kind, {}, secrets=Secrets(secrets, {}), types=types)
    return as_before(remote, PRIOR | (prior or {}), private, view)


@pytest.mark.parametrize(
    ("theirs", "ours", "whole"),
    [
        ({"theirs": "x", "year": "23"}, {"year": "24"}, {"theirs": "x", "year": "24"}),
        ({"theirs": "x"}, None, {"theirs": "x"}),
        (None, {"year": "24"}, {"year": "24"}),
        (None, None, None),
    ],
)
def test_labels_are_ours_beside_those_of_others(theirs: Any, ours: Any, whole: Any) -> None:
    view = {"config": {"password": "x"}, "meta": {"labels": theirs}}
    old = before(Chest, view, {"labels": ours})
    assert old is not None
    assert old.values["labels"] == whole


@pytest.mark.parametrize(
    ("shown", "whole"),
    [
        ({"size": "9", "theirs": "x", "password": "****"}, {"size": "9", "theirs": "x", "password": "hunter22"}),
        ({"size": "9", "password": ""}, {"size": "9", "password": "hunter22"}),
        ({"size": "9"}, {"size": "9", "password": "hunter22"}),
        ({"password": "shown", "token": "letmein"}, {"password": "shown", "token": "letmein"}),
        ({"size": "9", "password": "****", "token": "****"}, None),
        (None, None),
    ],
)
def test_a_configuration_is_whole_or_not_put_back(shown: Any, whole: Any) -> None:
    old = before(Chest, {"config": shown}, password="hunter22")
    assert (None if old is None else old.values["config"]) == whole


def test_an_empty_text_stands_for_a_secret_of_ours_whatever_its_name() -> None:
    old = before(Chest, {"config": {"note": "", "password": "****"}}, note="hunter22", password="hunter22")
    assert old is not None
    assert old.values["config"] == {"note": "hunter22", "password": "hunter22"}


def test_a_secret_that_nobody_knows_any_more_is_not_put_back() -> None:
    assert before(Chest, {"config": {"size": "9", "password": "****"}}) is None
    assert before(Chest, {"config": {"size": "9", "password": "****"}}, password="another") is None


@pytest.mark.parametrize(
    ("shown", "ours", "whole"),
    [
        ({"size": 8, "hue": "red", "made": "today"}, {"size": "9"}, {"size": "9", "hue": "red"}),
        ({"size": 8, "hue": "red"}, None, {"size": 8, "hue": "red"}),
        (None, {"size": "9"}, {"size": "9"}),
    ],
)
def test_keys_that_only_the_server_may_set_are_left_to_it(shown: Any, ours: Any, whole: Any) -> None:
    old = before(Vault, {"config": shown}, {"config": ours}, password="hunter22")
    assert old is not None
    assert old.values["config"] == whole | {"password": "hunter22"}
