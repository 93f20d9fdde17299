"""What an apply leaves behind, above all when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from provider_lib.contract import Applied, ApplyRequest, Diagnostic, Plan, PlanRequest, Successor, Values
from provider_lib.dataclass import replace
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.spec.types import UNKNOWN
from tests.unit.protocol.terraform import Terraform, config, identity, planned_thing, state, terraform, thing, told
from tests.unit.protocol.tiny_provider import BUG, TinyProvider, digest
from tests.until import until

EXISTING = thing(id="blue-1", revision=1, size=3)
IDENTITY = identity("blue", "one")


def apply(core: Terraform, prior: Values | None, wanted: Values | None, password: str | None = None) -> Any:
    """Plan and apply as Terraform does, with the private state of ``EXISTING``."""
    written = None
    if wanted is not None:
        written = config(thing(**wanted) | {"id": None, "revision": None, "password": password})
    planned = core.call(
        "PlanResourceChange",
        type_name="tiny_thing",
        prior_state=state(prior),
        proposed_new_state=state(None if wanted is None else (prior or planned_thing()) | wanted),
        config=written,
        prior_private=digest("old") if prior else b"",
    )
    assert told(planned) == []
    return core.call(
        "ApplyResourceChange",
        type_name="tiny_thing",
        prior_state=state(prior),
        planned_state=planned.planned_state,
        config=written,
        planned_private=planned.planned_private,
    )


def answer(new_state: Values | None, private: bytes = b"", **fields: Any) -> pb.ApplyResourceChange.Response:
    known = None if new_state is None else IDENTITY
    return pb.ApplyResourceChange.Response(new_state=state(new_state), private=private, new_identity=known, **fields)


def without_diagnostics(response: Any) -> Any:
    response.ClearField("diagnostics")
    return response


def bug(operation: str) -> str:
    return f"Sluice met a bug in {operation} of tiny_thing"


def test_a_create_stores_state_private_state_and_identity(core: Terraform) -> None:
    created = apply(core, None, {"size": 3}, "new")
    assert created == answer(EXISTING, digest("new"))


def test_an_update_in_place_stores_what_was_reached(core: Terraform) -> None:
    updated = apply(core, EXISTING, {"size": 4}, "new")
    assert updated == answer(EXISTING | {"size": 4, "revision": 2}, digest("new"))


def test_a_delete_leaves_nothing(core: Terraform) -> None:
    assert apply(core, EXISTING, None) == answer(None)


def test_a_bug_in_a_create_stores_nothing_and_tells_no_values(core: Terraform) -> None:
    created = apply(core, None, {"mood": "bug"})
    [found] = told(created)
    place, advice = found["detail"].split("\n")
    assert (found["summary"], advice) == (
        bug("apply"),
        "Please report it with these lines. TF_LOG_PROVIDER=DEBUG logs the way there.",
    )
    assert place.startswith("RuntimeError at provider_lib/protocol/calls/resource.py:")
    assert BUG not in str(created)
    assert without_diagnostics(created) == pb.ApplyResourceChange.Response()


@pytest.mark.parametrize(
    ("prior", "wanted"),
    [(EXISTING, {"mood": "bug"}), (EXISTING | {"mood": "bug on delete"}, None), (EXISTING, {"mood": "refused"})],
)
def test_a_failed_change_keeps_state_private_state_and_identity_as_stored(
    core: Terraform, prior: Values, wanted: Values | None
) -> None:
    failed = apply(core, prior, wanted)
    assert [found["severity"] for found in told(failed)] == ["error"]
    assert without_diagnostics(failed) == answer(prior, digest("old"))


def test_a_create_that_fails_half_way_stores_what_exists_without_unknowns(core: Terraform) -> None:
    failed = apply(core, None, {"mood": "half", "labels": {"stage": "x"}}, "new")
    assert told(failed) == [
        {"severity": "error", "summary": "Only half done", "detail": "", "path": ["labels", "stage"]}
    ]
    reached = thing(id="blue-1", mood="half", labels={"stage": "x"})
    assert without_diagnostics(failed) == answer(reached, digest("new"))


def test_an_object_is_not_forgotten_for_one_value_that_does_not_fit(core: Terraform) -> None:
    failed = apply(core, None, {"mood": "misfit"})
    assert told(failed) == [
        {
            "severity": "error",
            "summary": "Sluice produced a value that does not fit its type",
            "detail": "Expected an int or a Decimal, got str. This is a bug in Sluice: please report it.",
            "path": ["revision"],
        }
    ]
    assert without_diagnostics(failed) == answer(thing(id="blue-1", mood="misfit"))


def test_a_replacement_deletes_with_what_was_stored(core: Terraform) -> None:
    """Terraform plans twice, the second time as a create that is given what the first one planned."""
    moved = thing(name="two", mood="bug on delete")
    written = config(moved)
    prior = EXISTING | {"mood": "bug on delete"}
    first = core.call(
        "PlanResourceChange",
        type_name="tiny_thing",
        prior_state=state(prior),
        proposed_new_state=state(prior | {"name": "two"}),
        config=written,
        prior_private=digest("old"),
    )
    second = core.call(
        "PlanResourceChange",
        type_name="tiny_thing",
        proposed_new_state=state(moved),
        config=written,
        prior_private=first.planned_private,
    )
    deleted = core.call(
        "ApplyResourceChange",
        type_name="tiny_thing",
        prior_state=state(prior),
        planned_private=second.planned_private,
    )
    assert without_diagnostics(deleted) == answer(prior, digest("old"))


def test_the_delete_of_a_replacement_is_told_what_comes_in_its_place(core: Terraform) -> None:
    planned = core.call(
        "PlanResourceChange",
        type_name="tiny_thing",
        proposed_new_state=state(thing(name="two", mood="refused")),
        config=config(thing(name="two", mood="refused")),
    )
    [problem] = told(
        core.call(
            "ApplyResourceChange",
            type_name="tiny_thing",
            prior_state=state(EXISTING),
            planned_private=planned.planned_private,
        )
    )
    expected = planned_thing(name="two", mood="refused")
    assert (problem["summary"], problem["detail"]) == ("Kept", str(expected))


def test_the_delete_of_a_destroy_is_told_of_nothing(core: Terraform) -> None:
    planned = core.call(
        "PlanResourceChange", type_name="tiny_thing", prior_state=state(EXISTING), prior_private=digest("old")
    )
    deleted = core.call(
        "ApplyResourceChange",
        type_name="tiny_thing",
        prior_state=state(EXISTING),
        planned_private=planned.planned_private,
    )
    assert told(deleted) == []


@dataclass
class Recorder(TinyProvider):
    """A provider that remembers what it is asked, and leaves it to the protocol what is stored."""

    asked: list[PlanRequest | ApplyRequest] = field(default_factory=list)

    def plan(self, name: str, request: PlanRequest) -> Plan:
        self.asked.append(request)
        return super().plan(name, request)

    def apply(self, name: str, request: ApplyRequest) -> Applied:
        self.asked.append(request)
        done = super().apply(name, request)
        return replace(done, private=None) if done.state else done


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path)


@pytest.fixture
def recorded(recorder: Recorder) -> Iterator[Terraform]:
    with terraform(recorder) as attached:
        yield attached


OLD = digest("old")


def test_a_change_is_given_what_its_plan_remembers_and_leaves_that(recorder: Recorder, recorded: Terraform) -> None:
    written = thing(size=4)
    updated = apply(recorded, EXISTING, written)
    planned = EXISTING | {"size": 4, "revision": UNKNOWN}
    assert recorder.asked == [
        PlanRequest(EXISTING, written, OLD),
        ApplyRequest(EXISTING, planned, written, b"planned:" + OLD),
    ]
    assert updated == answer(EXISTING | {"size": 4, "revision": 2}, b"planned:" + OLD)


def test_a_change_that_fails_half_way_leaves_what_is_stored(recorded: Terraform) -> None:
    failed = apply(recorded, EXISTING, thing(mood="half"))
    assert without_diagnostics(failed) == answer(thing(id="blue-1", mood="half"), OLD)


def test_a_replacement_is_a_delete_that_knows_what_comes_and_a_create(recorder: Recorder, recorded: Terraform) -> None:
    moved, create = thing(name="two"), planned_thing(name="two")
    plans = {"type_name": "tiny_thing", "config": config(moved)}
    first = recorded.call(
        "PlanResourceChange", prior_state=state(EXISTING), proposed_new_state=state(moved), prior_private=OLD, **plans
    )
    second = recorded.call(
        "PlanResourceChange", proposed_new_state=state(moved), prior_private=first.planned_private, **plans
    )
    recorded.call(
        "ApplyResourceChange",
        type_name="tiny_thing",
        prior_state=state(EXISTING),
        planned_private=second.planned_private,
    )
    made = recorded.call(
        "ApplyResourceChange",
        planned_state=second.planned_state,
        planned_private=second.planned_private,
        **plans,
    )
    assert recorder.asked == [
        PlanRequest(EXISTING, moved, OLD),
        PlanRequest(None, moved),
        ApplyRequest(EXISTING, None, None, OLD, Successor(create, b"")),
        ApplyRequest(None, create, moved),
    ]
    assert made.new_state == state(thing(name="two", id="blue-1", revision=1))


def test_a_destroy_is_given_what_is_stored_and_nothing_in_its_place(recorder: Recorder, recorded: Terraform) -> None:
    assert apply(recorded, EXISTING, None) == answer(None)
    assert recorder.asked == [PlanRequest(EXISTING, None, OLD), ApplyRequest(EXISTING, None, None, OLD)]


class Odd(TinyProvider):
    """A provider that makes what nothing can send, and says so of a plan at its attribute."""

    def plan(self, name: str, request: PlanRequest) -> Plan:
        odd = Diagnostic("warning", "That is odd", path=("labels", "stage"))
        return replace(super().plan(name, request), diagnostics=(odd,))

    def apply(self, name: str, request: ApplyRequest) -> Applied:
        done = super().apply(name, request)
        assert done.state is not None
        return replace(done, state=done.state | {"labels": {object(): "x"}})


def test_an_object_is_not_forgotten_for_what_nothing_can_send(tmp_path: Path) -> None:
    with terraform(Odd(tmp_path)) as core:
        planned = core.call(
            "PlanResourceChange",
            type_name="tiny_thing",
            proposed_new_state=state(planned_thing()),
            config=config(thing()),
        )
        made = core.call(
            "ApplyResourceChange",
            type_name="tiny_thing",
            planned_state=planned.planned_state,
            config=config(thing()),
            planned_private=planned.planned_private,
        )
    assert told(planned) == [
        {"severity": "warning", "summary": "That is odd", "detail": "", "path": ["labels", "stage"]}
    ]
    assert [problem["summary"] for problem in told(made)] == [bug("apply")]
    assert made.new_state == state(thing(id="blue-1", revision=1))


def test_a_stop_is_answered_at_once_and_ends_waits_with_their_state(core: Terraform, tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(40)]
    with ThreadPoolExecutor(len(names)) as callers:
        pending = [callers.submit(apply, core, None, {"name": name, "mood": "slow"}) for name in names]
        until(lambda: len(list(tmp_path.glob("blue/*.json"))) == len(names))
        assert core.call("StopProvider") == pb.StopProvider.Response()
        for name, call in zip(names, pending, strict=True):
            interrupted = call.result(timeout=20)
            assert [found["summary"] for found in told(interrupted)] == ["Interrupted while waiting"]
            reached = thing(name=name, id="blue-1", revision=1, mood="slow")
            assert interrupted.new_state == state(reached)


def test_a_plan_of_another_provider_is_refused_before_anything_is_done(core: Terraform) -> None:
    for plan in (b"{}", b"\x93", b"\x91\x01"):
        refused = core.call(
            "ApplyResourceChange",
            type_name="tiny_thing",
            prior_state=state(EXISTING),
            planned_state=state(EXISTING),
            config=config(EXISTING),
            planned_private=plan,
        )
        assert told(refused) == [
            {
                "severity": "error",
                "summary": "Another version of the provider made this plan",
                "detail": "Plan again with this one.",
            }
        ]
        assert without_diagnostics(refused) == pb.ApplyResourceChange.Response()  # Terraform keeps what it has
