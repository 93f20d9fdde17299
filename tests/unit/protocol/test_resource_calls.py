"""What Terraform asks about a resource, from validation to import."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgpack
import pytest

from provider_lib.contract import Diagnostic, Imported, MoveRequest, ReadRequest, ReadResult, Schemas
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.planned_private import PlannedPrivate, unpack_private
from provider_lib.protocol.write_only import refuse_write_only
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import UNKNOWN, Map, Object, String
from tests.unit.protocol.terraform import (
    KIND,
    Terraform,
    config,
    identity,
    planned_thing,
    state,
    terraform,
    thing,
    told,
)
from tests.unit.protocol.tiny_provider import SCHEMAS, TinyProvider, digest

EXISTING = thing(id="blue-1", revision=1, size=3)
WRITE_ONLY = pb.ClientCapabilities(write_only_attributes_allowed=True)


def call(core: Terraform, name: str, **fields: Any) -> Any:
    return core.call(name, type_name="tiny_thing", **fields)


def plan(core: Terraform, prior: Any, proposed: Any, private: bytes = b"", password: str | None = None) -> Any:
    written = None if proposed is None else thing(**proposed, id=None, revision=None, password=password)
    return call(
        core,
        "PlanResourceChange",
        prior_state=state(prior),
        proposed_new_state=state(None if proposed is None else thing(**(prior or {}) | proposed)),
        config=config(written) if written else None,
        prior_private=private,
    )


def test_a_wrong_value_is_an_error_at_its_attribute_each_time(core: Terraform) -> None:
    wrong = {
        "severity": "error",
        "summary": "tiny_thing cannot have this size",
        "detail": "Choose another one.",
        "path": ["size"],
    }
    sizes = (13, 12, 12, 13)
    found = [told(call(core, "ValidateResourceConfig", config=config(thing(size=size)))) for size in sizes]
    assert found == [[wrong], [], [], [wrong]]


def test_a_core_that_would_store_secrets_is_not_given_any(core: Terraform) -> None:
    secrets = config(thing(password="x", owners=[{"team": "a", "pin": None}, {"team": "b", "pin": "y"}]))
    refused = {
        "severity": "error",
        "summary": "This Terraform would store a secret in its state",
        "detail": "Use Terraform 1.11, OpenTofu 1.11, or later, which keep write-only attributes out of the state.",
    }
    assert told(call(core, "ValidateResourceConfig", config=secrets)) == [
        {**refused, "path": ["owners", 1, "pin"]},
        {**refused, "path": ["password"]},
    ]
    allowed = call(core, "ValidateResourceConfig", config=secrets, client_capabilities=WRITE_ONLY)
    assert allowed == pb.ValidateResourceConfig.Response()


NESTED = Schema(
    {
        "one": Attribute(Object({"pin": Attribute(String(), optional=True, write_only=True)}), optional=True),
        "named": Attribute(Map(Object({"pin": Attribute(String(), optional=True, write_only=True)})), optional=True),
        "plain": Attribute(Map(String()), optional=True),
        "secret_env": Attribute(Map(String()), optional=True),
    }
)


@pytest.mark.parametrize(
    ("values", "paths"),
    [
        ({"one": {"pin": "x"}}, [("one", "pin")]),
        ({"named": {"a": {"pin": None}, "b": {"pin": "x"}, "c": UNKNOWN, "d": None}}, [("named", "b", "pin")]),
        ({"one": UNKNOWN, "named": UNKNOWN, "plain": {"a": "x"}}, []),
        ({"one": {"pin": UNKNOWN}, "named": None}, []),
    ],
)
def test_a_secret_is_found_wherever_it_stands(values: dict[str, Any], paths: list[Any]) -> None:
    found = refuse_write_only(NESTED, values)
    assert [item.path for item in found] == paths
    assert all(item.detail.endswith("in secret_env: only the name is stored.") for item in found)


def test_nothing_where_an_object_is_needed_is_told(core: Terraform) -> None:
    nothing = {"severity": "error", "summary": "Terraform sent nothing where tiny_thing needs an object", "detail": ""}
    assert told(call(core, "ValidateResourceConfig", config=config(None))) == [nothing]
    assert told(call(core, "ReadResource", current_state=state(None))) == [nothing]


def test_a_secret_that_is_not_known_yet_is_checked_later(core: Terraform) -> None:
    later = config(thing(password=msgpack.ExtType(0, b"\0")))
    assert told(call(core, "ValidateResourceConfig", config=later)) == []


def test_whole_state_of_the_current_version_passes_through_untouched(core: Terraform) -> None:
    stored = json.dumps(thing(size=0), indent=1).replace("0", "1.50").encode()
    upgraded = call(core, "UpgradeResourceState", version=2, raw_state=pb.RawState(json=stored))
    assert upgraded == pb.UpgradeResourceState.Response(upgraded_state=pb.DynamicValue(json=stored))


def test_older_state_is_upgraded_with_all_its_digits(core: Terraform) -> None:
    stored = b'{"name": "one", "length": 0.10000000000000000000000000001}'
    assert upgraded(core, 1, stored) == {"space": "default", "name": "one", "size": "0.10000000000000000000000000001"}
    long = "9" * 1000
    assert upgraded(core, 1, b'{"name": "one", "length": %s}' % long.encode())["size"] == int(long)


@pytest.mark.parametrize(
    "stored",
    [b'{"name": ', b"[]", b"7", b"\xff", b"[" * 100_000, b'{"length": %s}' % (b"9" * 5000), b'{"length": 1e999999999}'],
)
def test_state_that_cannot_be_read_is_an_error_at_once(core: Terraform, stored: bytes) -> None:
    response = call(core, "UpgradeResourceState", version=1, raw_state=pb.RawState(json=stored))
    assert told(response) == [
        {
            "severity": "error",
            "summary": "The state of this object cannot be read",
            "detail": "What is stored of it is no object in JSON, or has a number of more digits than anything that is "
            "meant. Restore the state from a backup; without one, remove the object from the state and import it "
            "again.",
        }
    ]


def test_state_from_before_an_attribute_was_added_is_upgraded_too(core: Terraform) -> None:
    assert upgraded(core, 2, b'{"name": "one", "length": 3}') == {"space": "default", "name": "one", "size": 3}


def test_an_upgrade_leaves_out_what_the_schema_has_no_place_for_or_forbids_to_store(core: Terraform) -> None:
    kept = {"body": {"type": ["object", {"gone": "string"}], "value": {"gone": "x"}}, "labels": {"gone": "x"}}
    before = {"name": "one", "length": 3, "gone": 1, "password": "x", "owners": [{"team": "a", "pin": "x", "gone": 1}]}
    assert upgraded(core, 1, json.dumps(before | kept).encode()) == {
        "space": "default",
        "name": "one",
        "size": 3,
        "owners": [{"team": "a"}],
        **kept,
    }


def upgraded(core: Terraform, version: int, stored: bytes) -> Any:
    answer = call(core, "UpgradeResourceState", version=version, raw_state=pb.RawState(json=stored))
    assert told(answer) == []
    return json.loads(answer.upgraded_state.json)


def test_an_identity_of_another_version_is_forgotten_until_the_refresh_tells_it_again(core: Terraform) -> None:
    older = pb.RawState(json=b'{"place": "blue"}')
    answer = call(core, "UpgradeResourceIdentity", version=1, raw_identity=older)
    assert answer == pb.UpgradeResourceIdentity.Response(
        upgraded_identity=pb.ResourceIdentityData(identity_data=state(None))
    )


def test_state_from_before_json_is_refused_with_a_way_out(core: Terraform) -> None:
    flat = pb.RawState(flatmap={"name": "one"})
    assert told(call(core, "UpgradeResourceState", version=2, raw_state=flat)) == [
        {
            "severity": "error",
            "summary": "The state of this tiny_thing is in the format of Terraform 0.11",
            "detail": "Remove it with `terraform state rm` and import the object again.",
        }
    ]


def test_a_refresh_brings_what_changed_and_keeps_private_state_and_identity(core: Terraform, tmp_path: Path) -> None:
    (tmp_path / "blue").mkdir()
    (tmp_path / "blue" / "one.json").write_text('{"size": 9007199254740993}')
    read = call(core, "ReadResource", current_state=state(EXISTING), private=b"stored")
    assert read == pb.ReadResource.Response(
        new_state=state(EXISTING | {"size": 9007199254740993}),
        private=b"stored",
        new_identity=identity("blue", "one"),
    )


def test_a_refresh_of_something_gone_leaves_nothing(core: Terraform) -> None:
    read = call(core, "ReadResource", current_state=state(EXISTING), private=b"stored")
    assert read == pb.ReadResource.Response(new_state=state(None))


def test_a_failed_refresh_changes_nothing(core: Terraform, tmp_path: Path) -> None:
    (tmp_path / "blue").mkdir()
    (tmp_path / "blue" / "one.json").write_text("no JSON")
    before = identity("blue", "one")
    read = call(core, "ReadResource", current_state=state(EXISTING), private=b"stored", current_identity=before)
    assert (read.new_state, read.private, read.new_identity) == (state(EXISTING), b"stored", before)
    assert [found["summary"] for found in told(read)] == ["Sluice met a bug in refresh of tiny_thing"]


class Doubtful(TinyProvider):
    """A provider that reads something, and says that it is not to be believed."""

    def read(self, _name: str, request: ReadRequest) -> ReadResult:
        doubt = Diagnostic("error", "The disk is full", "Free some space.")
        return ReadResult({**request.state, "size": 99}, b"other", (doubt,))


def test_what_was_read_with_an_error_is_not_stored(tmp_path: Path) -> None:
    current = {"current_state": state(EXISTING), "private": b"kept", "current_identity": identity("blue", "one")}
    with terraform(Doubtful(tmp_path)) as core:
        failed = call(core, "ReadResource", **current)
    assert told(failed) == [{"severity": "error", "summary": "The disk is full", "detail": "Free some space."}]
    assert (failed.new_state, failed.private, failed.new_identity) == tuple(current.values())


class Nameless(TinyProvider):
    """A provider one of whose resources has no identity."""

    def schemas(self) -> Schemas:
        nameless = Schema({"name": Attribute(String(), required=True)})
        return Schemas(SCHEMAS.provider, {**SCHEMAS.resources, "tiny_nameless": nameless})


def test_a_resource_without_an_identity_offers_none(tmp_path: Path) -> None:
    with terraform(Nameless(tmp_path)) as core:
        assert list(core.call("GetResourceIdentitySchemas").identity_schemas) == ["tiny_thing"]
        planned = core.call(
            "PlanResourceChange",
            type_name="tiny_nameless",
            config=config({"name": "x"}),
            proposed_new_state=config({"name": "x"}),
        )
        assert not planned.HasField("planned_identity")


def test_a_create_is_planned_with_its_unknowns_and_its_identity(core: Terraform) -> None:
    planned = plan(core, None, {"size": 3})
    planned.ClearField("planned_private")
    assert planned == pb.PlanResourceChange.Response(
        planned_state=state(planned_thing(size=3)), planned_identity=identity("blue", "one")
    )


def test_an_identity_that_is_not_known_yet_is_left_out_of_a_plan(core: Terraform) -> None:
    named_later = state(thing(name=UNKNOWN))
    planned = call(
        core,
        "PlanResourceChange",
        prior_state=state(None),
        proposed_new_state=named_later,
        config=named_later,
    )
    assert planned.planned_state == state(planned_thing(name=UNKNOWN))
    assert not planned.HasField("planned_identity")


def test_a_new_password_alone_is_a_change(core: Terraform) -> None:
    unchanged = plan(core, EXISTING, {"size": 3}, digest("old"), "old")
    assert KIND.decode(unchanged.planned_state) == EXISTING
    assert unpack_private(unchanged.planned_private) == PlannedPrivate(digest("old"), b"planned:" + digest("old"))
    changed = plan(core, EXISTING, {"size": 3}, digest("old"), "new")
    assert changed.planned_state == state(EXISTING | {"revision": planned_thing()["revision"]})


def test_a_change_of_identity_replaces(core: Terraform) -> None:
    planned = plan(core, EXISTING, {"name": "two", "size": 3})
    step = pb.AttributePath.Step(attribute_name="name")
    assert list(planned.requires_replace) == [pb.AttributePath(steps=[step])]
    assert planned.planned_identity == identity("blue", "two")


def test_a_destroy_is_planned_as_nothing(core: Terraform) -> None:
    planned = plan(core, EXISTING, None, b"stored")
    assert planned.planned_state == state(None)
    assert unpack_private(planned.planned_private) == PlannedPrivate(b"stored", b"stored")
    assert not planned.HasField("planned_identity")


@pytest.mark.parametrize(("import_id", "space", "name"), [("blue/one", "blue", "one"), ("a%2Fb/c%25", "a/b", "c%")])
def test_an_object_is_imported_by_id_and_by_identity(core: Terraform, import_id: str, space: str, name: str) -> None:
    imported = pb.ImportResourceState.ImportedResource(
        type_name="tiny_thing",
        state=state(thing(space=space, name=name)),
        identity=identity(space, name),
    )
    expected = pb.ImportResourceState.Response(imported_resources=[imported])
    assert call(core, "ImportResourceState", id=import_id) == expected
    assert call(core, "ImportResourceState", identity=identity(space, name)) == expected


@dataclass
class Other(TinyProvider):
    """A provider that takes over what others stored, and that finds no name in what it imports."""

    asked: list[MoveRequest] = field(default_factory=list)

    def move_state(self, name: str, request: MoveRequest) -> Imported:
        assert name == "tiny_thing"
        self.asked.append(request)
        return Imported(thing(name=request.state["title"], size=request.state["size"]), b"moved")

    def import_state(self, _name: str, import_id: str) -> Imported:
        return Imported({"space": import_id}, b"imported")


def test_what_another_provider_stored_is_taken_over_with_an_identity_and_private_state_of_ours(tmp_path: Path) -> None:
    other = Other(tmp_path)
    with terraform(other) as core:
        moved = core.call(
            "MoveResourceState",
            source_provider_address="example.com/other/big",
            source_type_name="big_thing",
            source_schema_version=4,
            source_state=pb.RawState(json=b'{"title": "two", "size": 1.5}'),
            target_type_name="tiny_thing",
        )
    assert other.asked == [
        MoveRequest("example.com/other/big", "big_thing", 4, {"title": "two", "size": Decimal("1.5")})
    ]
    assert moved == pb.MoveResourceState.Response(
        target_state=state(thing(name="two", size=Decimal("1.5"))),
        target_private=b"moved",
        target_identity=identity("blue", "two"),
    )


def test_what_is_imported_by_its_identity_keeps_that(tmp_path: Path) -> None:
    with terraform(Other(tmp_path)) as core:
        found = call(core, "ImportResourceState", identity=identity("blue", "one"))
    [imported] = found.imported_resources
    assert imported == pb.ImportResourceState.ImportedResource(
        type_name="tiny_thing",
        state=state({"space": "blue/one"}),
        private=b"imported",
        identity=identity("blue", "one"),
    )


def test_an_identity_must_be_complete_to_import(core: Terraform) -> None:
    half = pb.ResourceIdentityData(identity_data=config({"space": "blue", "name": None}))
    assert told(call(core, "ImportResourceState", identity=half)) == [
        {
            "severity": "error",
            "summary": "The identity to import lacks name",
            "detail": "",
            "path": ["name"],
        }
    ]
