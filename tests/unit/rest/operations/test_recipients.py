"""A secret that is shown once is kept as its recipients alone can read it, and never in clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.errors import SandboxError
from provider_lib.sandbox import Sandbox
from provider_lib.sealing import IDENTITY_VARIABLE, Identities, is_sealed, new_identity
from provider_lib.systems import CATALOGUE
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.crash import Runs
from tests.unit.rest.life import Life

ANN, TO_ANN = new_identity()
BEN, TO_BEN = new_identity()


def environment(core: Core, *recipients: str, **values: object) -> Life:
    given = {"agent_key_recipients": sorted(recipients)} if recipients else {}
    return Life(core, "sluice_lenses_environment", **{"name": "test", "tier": "staging"} | given | values)


RENEWED = (
    "be renewed, because its recipients change",
    "Nothing here opens the one that there is, so a new one is made, and the old one stops working at once. To keep "
    "it, plan and apply with an identity of one of its recipients so far in SLUICE_AGE_IDENTITY.",
)


def told(become: str, detail: str, secret: str = "agent_key of lenses environment test") -> Diagnostic:
    """That a secret will be something else."""
    return Diagnostic("warning", f"{secret} will {become}", detail, (f"{secret.partition(' ')[0]}_recipients",))


def key_for(identity: str, life: Life) -> str | None:
    return Identities(identity).open(life["agent_key"])


@pytest.fixture
def hq(sandbox: Sandbox) -> Sandbox:
    """An HQ whose agents come when they are told to."""
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    return sandbox


@pytest.fixture
def core(hq: Sandbox, make_core: MakeCore) -> Core:
    """A core whose provider opens nothing."""
    return make_core(CATALOGUE, hq.environment())


@pytest.fixture
def runs(hq: Sandbox, make_core: MakeCore, tmp_path: Path) -> Runs:
    """Runs whose provider opens nothing."""
    return Runs(tmp_path / "journal", lambda journal: make_core(CATALOGUE, hq.environment(), journal))


def opening(identity: str, hq: Sandbox, make_core: MakeCore) -> Core:
    """A core whose provider opens what is sealed to an identity."""
    return make_core(CATALOGUE, hq.environment() | {IDENTITY_VARIABLE: identity})


def works(hq: Sandbox, key: str | None) -> bool:
    """Whether a key is the one that the server knows."""
    if key is None:
        return False
    try:
        hq.admin.connect_agent(key)
    except SandboxError:
        return False
    hq.admin.disconnect_agent("test")
    return True


# On arrival


def test_the_key_of_a_new_environment_can_be_read_by_each_recipient_alone(core: Core, hq: Sandbox) -> None:
    life = environment(core, TO_ANN, TO_BEN)
    life.apply()
    assert key_for(ANN, life) == key_for(BEN, life)
    assert works(hq, key_for(ANN, life))
    assert key_for(new_identity()[0], life) is None
    assert str(key_for(ANN, life)) not in f"{life.state}{life.private!r}"
    assert life.plan().is_empty


def test_the_token_of_an_account_is_sealed_by_its_declaration_alone(
    core: Core, hq: Sandbox, make_core: MakeCore
) -> None:
    life = Life(core, "sluice_lenses_service_account", name="ci", token_recipients=[TO_ANN])
    life.apply()
    first = Identities(ANN).open(life["token"])
    assert first is not None
    plan = life.plan(token_recipients=[TO_BEN])
    assert life.warnings == [told(*RENEWED, secret="token of lenses service account ci")]
    plan.apply()
    opened = opening(BEN, hq, make_core).open("sluice_lenses_service_account_token", sealed=life["token"])
    assert opened["token"] not in (None, first)


def test_a_refresh_leaves_the_ciphertext_as_it_is(core: Core) -> None:
    life = environment(core, TO_ANN)
    before = life.apply()["agent_key"]
    assert life.refresh()["agent_key"] == before


def test_a_rotated_key_is_sealed_as_well(core: Core, hq: Sandbox) -> None:
    life = environment(core, TO_ANN)
    first = life.apply()["agent_key"]
    assert life.apply(agent_key_rotation="2026-10")["agent_key"] != first
    assert works(hq, key_for(ANN, life))
    assert life.plan().is_empty


def test_the_key_that_a_rotation_brings_an_imported_environment_is_sealed(core: Core, hq: Sandbox) -> None:
    environment(core).apply()
    life = environment(core, TO_ANN)
    life.import_object("test")
    assert life.apply()["agent_key"] is None
    life.apply(agent_key_rotation="1")
    assert works(hq, key_for(ANN, life))


def test_the_key_of_an_environment_that_is_taken_over_is_sealed(core: Core, hq: Sandbox) -> None:
    environment(core).apply()
    life = environment(core, TO_ANN, on_exists="adopt", on_lost_key="renew")
    life.apply()
    assert works(hq, key_for(ANN, life))
    assert life.plan().is_empty


def test_the_journal_has_the_key_for_its_recipients_alone_and_gives_it_back(runs: Runs, hq: Sandbox) -> None:
    life = environment(runs.core, TO_ANN)
    made = life.apply()
    [entry] = runs.left()
    key = Identities(ANN).open(entry["secrets"]["agent_key"])
    assert works(hq, key)
    assert key not in "".join(file.read_text() for file in runs.folder.iterdir())
    runs.crash(life)
    assert life.apply() == made
    runs.next(life)
    assert life.plan().is_empty
    assert runs.left() == []


def test_a_key_that_was_renewed_for_others_is_taken_from_the_journal(runs: Runs, hq: Sandbox) -> None:
    life = environment(runs.core, TO_ANN)
    life.apply()
    runs.next(life)
    life.refresh()
    former, private = dict(life.state or {}), life.private
    life.apply(agent_key_recipients=[TO_BEN])
    life.state, life.private = former, private
    runs.next(life)
    life.apply(agent_key_recipients=[TO_BEN])
    assert works(hq, key_for(BEN, life))
    runs.next(life)
    assert life.plan().is_empty
    assert runs.left() == []


def test_a_key_in_the_journal_is_sealed_to_other_recipients_by_who_can_read_it(
    hq: Sandbox, make_core: MakeCore, tmp_path: Path
) -> None:
    given = hq.environment() | {IDENTITY_VARIABLE: ANN}
    runs = Runs(tmp_path / "journal", lambda journal: make_core(CATALOGUE, given, journal))
    life = environment(runs.core, TO_ANN)
    life.apply()
    former = key_for(ANN, life)
    runs.crash(life)
    life.apply(agent_key_recipients=[TO_BEN])
    assert (key_for(ANN, life), key_for(BEN, life)) == (None, former)
    assert works(hq, former)


def test_a_key_in_the_journal_that_nobody_here_can_give_to_other_recipients_is_made_anew(
    runs: Runs, hq: Sandbox
) -> None:
    life = environment(runs.core, TO_ANN)
    life.apply()
    runs.crash(life)
    life.apply(agent_key_recipients=[TO_BEN])
    assert works(hq, key_for(BEN, life))


# Other recipients


def test_without_an_identity_a_change_of_the_recipients_renews_the_key_and_the_plan_says_so(
    core: Core, hq: Sandbox
) -> None:
    life = environment(core, TO_ANN)
    life.apply()
    former = key_for(ANN, life)
    plan = life.plan(agent_key_recipients=[TO_BEN])
    assert life.warnings == [told(*RENEWED)]
    plan.apply()
    assert works(hq, key_for(BEN, life))
    assert (key_for(ANN, life), key_for(BEN, life) != former) == (None, True)
    assert life.plan().is_empty


@pytest.mark.parametrize("in_file", [False, True])
def test_with_an_identity_the_key_stays_and_is_sealed_anew(
    hq: Sandbox, make_core: MakeCore, tmp_path: Path, in_file: bool
) -> None:
    file = tmp_path / "identity.txt"
    file.write_text(f"# created: today\n# public key: {TO_ANN}\n{ANN}\n")
    life = environment(opening(str(file) if in_file else ANN, hq, make_core), TO_ANN)
    life.apply()
    former = key_for(ANN, life)
    plan = life.plan(agent_key_recipients=[TO_BEN])
    assert life.warnings == [
        told(
            "be encrypted to other recipients",
            "It stays as it is, and who could read it before may know it still: to shut them out, renew it.",
        )
    ]
    plan.apply()
    assert (key_for(ANN, life), key_for(BEN, life)) == (None, former)
    assert works(hq, former)
    assert life.plan().is_empty


def test_a_key_that_lay_in_the_state_in_clear_is_sealed_and_stays(core: Core, hq: Sandbox) -> None:
    life = environment(core)
    key = life.apply()["agent_key"]
    plan = life.plan(agent_key_recipients=[TO_ANN])
    assert life.warnings == [
        told(
            "be encrypted to its recipients",
            "It stays as it is. Until now it lay in the state in clear, and does in every copy of that: if others may "
            "have read one, renew it.",
        )
    ]
    plan.apply()
    assert (key_for(ANN, life), works(hq, key)) == (key, True)


def test_a_key_whose_recipients_go_is_kept_in_clear_where_an_identity_opens_it(
    hq: Sandbox, make_core: MakeCore
) -> None:
    life = environment(opening(ANN, hq, make_core), TO_ANN)
    life.apply()
    key = key_for(ANN, life)
    plan = life.plan(agent_key_recipients=None)
    assert life.warnings == [told("lie in the state in clear", "It has no recipients any more. It stays as it is.")]
    assert plan.apply()["agent_key"] == key


def test_a_rotation_that_is_asked_for_needs_no_identity(core: Core, hq: Sandbox) -> None:
    life = environment(core, TO_ANN)
    life.apply()
    plan = life.plan(agent_key_recipients=[TO_BEN], agent_key_rotation="2")
    assert life.warnings == []
    plan.apply()
    assert works(hq, key_for(BEN, life))


def test_an_approved_encryption_never_becomes_a_renewal(hq: Sandbox, make_core: MakeCore, core: Core) -> None:
    life = environment(opening(ANN, hq, make_core), TO_ANN)
    life.apply()
    plan = life.plan(agent_key_recipients=[TO_BEN])
    life.core = core
    with pytest.raises(AssertionError):  # Terraform's: the plan of the apply is another than the one approved
        plan.apply()
    assert works(hq, key_for(ANN, life))


# What is refused


@pytest.mark.parametrize("wrong", ["age1nonsense", "ssh-ed25519 AAAA", ANN], ids=["broken", "ssh", "identity"])
def test_what_is_no_recipient_is_refused_and_not_quoted(core: Core, wrong: str) -> None:
    found = refusal(environment(core, wrong).validate)
    assert found.summary.endswith("must be an age recipient such as `sluice key init` prints (age1...)")
    assert wrong not in found.summary


def test_no_recipient_at_all_is_refused(core: Core) -> None:
    found = refusal(environment(core, agent_key_recipients=[]).validate)
    assert found.summary == "agent_key_recipients must be a list of at least one item"


def test_an_identity_that_is_none_is_told_when_it_is_needed(hq: Sandbox, make_core: MakeCore) -> None:
    life = environment(opening("nowhere.txt", hq, make_core), TO_ANN)
    life.apply()
    found = refusal(lambda: life.plan(agent_key_recipients=[TO_BEN]))
    assert found.summary == (
        "SLUICE_AGE_IDENTITY is neither an identity nor a file that can be read: No such file or directory"
    )
    assert is_sealed(life["agent_key"])
