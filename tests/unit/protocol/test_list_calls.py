"""What Terraform asks when somebody wants to know what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.protocol import tfplugin6_pb2 as pb
from tests.unit.protocol.terraform import Terraform, config, identity, state, thing, told


@pytest.fixture
def black(tmp_path: Path) -> pb.DynamicValue:
    """A filter for a space with two things."""
    (tmp_path / "black").mkdir()
    for name in ("one", "two"):
        (tmp_path / "black" / f"{name}.json").touch()
    return config({"space": "black"})


def test_each_object_is_an_event_and_so_is_a_warning(core: Terraform, black: pb.DynamicValue) -> None:
    assert core.call("ValidateListResourceConfig", type_name="tiny_thing", config=black) == (
        pb.ValidateListResourceConfig.Response()
    )
    *found, last = core.list("tiny_thing", black, limit=100)
    assert found == [
        pb.ListResource.Event(identity=identity("black", "one"), display_name="one"),
        pb.ListResource.Event(identity=identity("black", "two"), display_name="two"),
    ]
    assert last == pb.ListResource.Event(
        diagnostic=[
            pb.Diagnostic(
                severity=pb.Diagnostic.WARNING,
                summary="It is dark there",
                attribute=pb.AttributePath(steps=[pb.AttributePath.Step(attribute_name="space")]),
            )
        ]
    )


def test_the_state_of_each_comes_along_where_it_is_wanted(core: Terraform, black: pb.DynamicValue) -> None:
    [one, _] = core.list("tiny_thing", black, limit=1, include_resource_object=True)
    assert (one.identity, one.resource_object) == (identity("black", "one"), state(thing(space="black", name="one")))


def test_an_error_ends_a_list(core: Terraform) -> None:
    [event] = core.list("tiny_thing", config({"space": None}), limit=100)
    assert not event.HasField("identity")
    assert [item.summary for item in event.diagnostic] == ["Name a space"]


def test_a_configuration_is_made_of_a_state(core: Terraform) -> None:
    answer = core.call("GenerateResourceConfig", type_name="tiny_thing", state=state(thing(size=3, id="1", revision=2)))
    assert (answer.config, told(answer)) == (state(thing(size=3)), [])
