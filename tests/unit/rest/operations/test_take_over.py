"""An object that is there is taken over where something says that it is ours; its key is made anew where it may be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, Refused, refusal
from tests.unit.rest.crash import Runs
from tests.unit.rest.life import Life

LABELS = {"sluice.stack": "orders", "sluice.version": "1.4.0"}
RENEWED = "agent_key of lenses environment test was renewed when it was taken over"
UNREADABLE = "agent_key of lenses environment test cannot be read back"
LABELLED = "lenses environment test was taken over by its label"


def environment(core: Core, **values: Any) -> Life:
    return Life(core, "sluice_lenses_environment", **{"name": "test", "tier": "staging", "metadata": LABELS} | values)


def told(life: Life) -> list[str]:
    return [item.summary for item in life.warnings]


@pytest.fixture
def core(vendors: Core, sandbox: Sandbox) -> Core:
    """A core, and an HQ whose agents come when they are told to."""
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    return vendors


def works(sandbox: Sandbox, life: Life) -> bool:
    """Whether the key in the state is the one that the server knows."""
    return sandbox.admin.connect_agent(life["agent_key"]) == "test"


# By its label


def test_an_environment_of_this_stack_is_taken_over_although_nothing_is_left_of_its_run(
    core: Core, sandbox: Sandbox
) -> None:
    environment(core).apply()
    again = environment(core)
    again.apply()
    assert again.warnings == [
        Diagnostic(
            "warning",
            LABELLED,
            "It exists, carries the label of this stack, and is exactly what is declared here; no state known here has "
            "it.",
        ),
        Diagnostic(
            "warning",
            RENEWED,
            "Nobody here knew the former agent_key, which does not work any more. The one in the state is new.",
            ("agent_key",),
        ),
    ]
    assert works(sandbox, again)
    assert again.plan().is_empty


def test_the_key_of_a_connected_agent_is_left_alone(core: Core, sandbox: Sandbox) -> None:
    first = environment(core)
    first.apply()
    assert works(sandbox, first)
    again = environment(core)
    assert again.apply()["agent_key"] is None
    assert told(again) == [LABELLED, UNREADABLE]
    assert works(sandbox, first)


@pytest.mark.parametrize(
    "other", [{"tier": "development"}, {"metadata": LABELS | {"sluice.stack": "payments"}}, {"metadata": {"team": "a"}}]
)
def test_an_environment_that_differs_or_is_another_stacks_is_not_taken(core: Core, other: dict[str, Any]) -> None:
    environment(core, **other).apply()
    again = environment(core)
    assert refusal(again.apply).summary == "lenses environment test exists already"
    assert again.state is None


def test_what_was_renamed_in_the_code_is_taken_over_and_not_deleted(core: Core, sandbox: Sandbox) -> None:
    former = environment(core)
    former.apply()
    now = environment(core)
    with core.walk():
        now.apply()
        assert refusal(former.destroy) == Diagnostic(
            "error",
            "lenses environment test is managed at another address now, so it is not deleted",
            "The same apply took it over there. Take it out of the state at this address (`state rm`); a `moved` block "
            "is how to rename without that.",
        )
    assert works(sandbox, now)


def test_what_the_same_apply_deletes_is_not_taken_over(core: Core, sandbox: Sandbox) -> None:
    former = environment(core)
    former.apply()
    sandbox.admin.fault("status", method="DELETE", status=403)
    now = environment(core)
    with core.walk():
        with pytest.raises(Refused):
            former.destroy(refresh=False)
        assert refusal(now.apply) == Diagnostic(
            "error",
            "lenses environment test is deleted by the same apply, so it is not taken over",
            "Apply again: once it is gone, it is made. A `moved` block is how to rename without that.",
        )


# What becomes of its key


@pytest.mark.parametrize("connected", [True, False])
def test_a_lost_key_is_renewed_when_the_user_says_so(core: Core, sandbox: Sandbox, *, connected: bool) -> None:
    first = environment(core)
    first.apply()
    assert not connected or works(sandbox, first)
    again = environment(core, on_lost_key="renew")
    again.apply()
    assert (told(again), works(sandbox, again)) == ([LABELLED, RENEWED], True)


def test_a_lost_key_is_kept_when_the_user_says_so(core: Core) -> None:
    environment(core).apply()
    again = environment(core, on_lost_key="keep")
    assert again.apply()["agent_key"] is None
    assert told(again) == [LABELLED, UNREADABLE]


def test_the_key_of_what_is_somebody_elses_is_renewed_only_when_the_user_says_so(core: Core, sandbox: Sandbox) -> None:
    theirs = environment(core, metadata=None)
    theirs.apply()
    adopted = environment(core, on_exists="adopt")
    assert adopted.apply()["agent_key"] is None
    assert (told(adopted), works(sandbox, theirs)) == ([UNREADABLE], True)
    again = environment(core, on_exists="adopt", on_lost_key="renew")
    again.apply()
    assert (told(again), works(sandbox, again)) == ([RENEWED], True)


@pytest.mark.usefixtures("core")
def test_an_environment_whose_answer_never_came_gets_a_key(
    sandbox: Sandbox, make_core: MakeCore, tmp_path: Path
) -> None:
    environ = sandbox.environment() | {"SLUICE_LENSES_MAX_RETRIES": "0"}
    runs = Runs(tmp_path / "journal", lambda journal: make_core(CATALOGUE, environ, journal))
    test = environment(runs.core, metadata=None)
    sandbox.admin.fault("drop", method="POST", path="/environments$", carried_out=True)
    sandbox.admin.fault("status", method="GET", path="/environments/test$", skip=1, count=None, status=403)
    refusal(test.apply)
    sandbox.admin.clear_faults()
    runs.crash(test)
    test.apply()
    assert told(test) == ["lenses environment test was taken over from a run that ended too soon", RENEWED]
    assert works(sandbox, test)
    runs.next(test)
    assert (test.plan().is_empty, runs.left()) == (True, [])


def test_a_renewal_that_fails_leaves_what_was_taken_over(core: Core, sandbox: Sandbox) -> None:
    environment(core, metadata=None).apply()
    sandbox.admin.fault("status", method="POST", path="/renew-key$", status=403, body={"title": "Not you"})
    again = environment(core, on_exists="adopt", on_lost_key="renew")
    assert again.apply()["agent_key"] is None
    assert (told(again), again.is_tainted) == (
        ["Lenses HQ refused to renew key of lenses environment test: Not you (403)"],
        False,
    )


def test_a_renewal_whose_answers_are_lost_says_what_may_have_become_of_the_key(core: Core, sandbox: Sandbox) -> None:
    environment(core, metadata=None).apply()
    sandbox.admin.fault("drop", method="POST", path="/renew-key$", count=2)
    again = environment(core, on_exists="adopt", on_lost_key="renew")
    again.apply()
    assert [item.detail.splitlines()[-1] for item in again.warnings] == [
        "It may have stopped working. Change what asks for a new one, and apply again."
    ]
