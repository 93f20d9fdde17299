"""What Terraform says when it fails becomes one error to act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.engine.advice import Advice
from provider_lib.engine.diagnosis import describe, failure, failure_in_text, interruption
from provider_lib.engine.events import Diagnostic
from provider_lib.engine.origins import Origin

ADVICE = Advice("sluice-terraform", Path("/app/cdktf.out/stacks/dev"))
ORIGINS = {"sluice_x.a": Origin("dev/orders/a", "/app/main.py, line 7")}
REFUSED = Diagnostic("error", "Refused", "Ask an admin.", "sluice_x.a[0]", "name", message={})
WARNING = Diagnostic("warning", "Old", "Soon gone.", message={})


def test_one_error_keeps_its_own_summary() -> None:
    error = failure("plan", [WARNING, REFUSED], "ignored", ORIGINS, ADVICE)
    assert (error.summary, error.detail) == (
        "Refused",
        "in dev/orders/a (sluice_x.a[0]), attribute name\nat /app/main.py, line 7\nAsk an admin.",
    )


def test_several_errors_are_counted_and_told_in_turn() -> None:
    other = Diagnostic("error", "Gone", "", "sluice_y.b", message={})
    error = failure("apply", [REFUSED, other], "", ORIGINS, ADVICE)
    assert error.summary == "2 errors during apply"
    assert error.detail == (
        "Refused\nin dev/orders/a (sluice_x.a[0]), attribute name\nat /app/main.py, line 7\nAsk an admin.\n\n"
        "Gone\nin sluice_y.b"
    )


def test_what_else_can_be_done_is_told_of_errors_about_resources_alone() -> None:
    lock = Diagnostic("error", "Locked", "Wait.", message={})
    told = failure("plan", [REFUSED], "", ORIGINS, ADVICE, "Go round it.").detail
    assert told.endswith("Ask an admin.\n\nGo round it.")
    assert failure("plan", [lock], "", ORIGINS, ADVICE, "Go round it.").detail == "Wait."


def test_a_diagnostic_about_no_resource_is_only_its_detail() -> None:
    assert describe(WARNING, {}) == "Soon gone."


def test_without_a_diagnostic_the_text_is_taken() -> None:
    error = failure("plan", [], "panic: oh no\n", {}, ADVICE)
    assert (error.summary, error.detail) == ("Terraform failed during plan", "panic: oh no")


def test_state_of_another_version_of_the_provider_is_told_as_that() -> None:
    error = failure_in_text("show", 'Failed to marshal state to json: unsupported attribute "pause"\n', ADVICE)
    assert (error.summary, error.detail) == (
        "The state was written by another version of the provider",
        'unsupported attribute "pause".\nDeploy the stack once, which also brings its state up to date; with a '
        "provider that is older than the state, install the newer one.",
    )


def test_a_boxed_coloured_text_gives_summary_and_detail() -> None:
    text = (
        "\x1b[31m╷\x1b[0m\n\x1b[31m│\x1b[0m \x1b[1mError: \x1b[0mInvalid backend\x1b[0m\n"
        "│ \n│   on cdk.tf.json line 3\n│ \n│ Nobody knows it.\n╵\n"
    )
    error = failure_in_text("init", text, ADVICE)
    assert (error.summary, error.detail) == ("Invalid backend", "on cdk.tf.json line 3\n\nNobody knows it.")


def test_a_summary_that_was_wrapped_is_put_together_again() -> None:
    error = failure_in_text(
        "init", "\nError: There is a problem, as there are problems\nwith the rest.\n\nLook.\n", ADVICE
    )
    assert (error.summary, error.detail) == ("There is a problem, as there are problems with the rest.", "Look.")


def test_several_errors_in_a_text_are_told_without_terraforms_preface() -> None:
    preface = "Error: Terraform encountered problems during initialisation, including problems\nwith it.\n\n"
    assert failure_in_text("init", f"{preface}Error: One\n\nA.", ADVICE).summary == "One"
    error = failure_in_text("init", f"{preface}Error: One\n\nA.\n\n\nError: Two\n\nB.\n", ADVICE)
    assert (error.summary, error.detail) == ("2 errors during init", "One\nA.\n\nTwo\nB.")


def test_an_interrupt_is_told_with_the_errors_it_did_not_cause() -> None:
    halted = Diagnostic("error", "execution halted", message={})
    error = interruption(1, [halted, REFUSED], ORIGINS, changes=True)
    assert str(error) == (
        "Interrupted\nWhat was finished is in the state; run the command again to go on.\n\n"
        "Refused\nin dev/orders/a (sluice_x.a[0]), attribute name\nat /app/main.py, line 7\nAsk an admin."
    )


@pytest.mark.parametrize(("interrupts", "told"), [(2, "is in the state"), (3, "may be missing from the state")])
def test_a_further_interrupt_says_what_is_kept_and_what_may_be_lost(interrupts: int, told: str) -> None:
    assert told in interruption(interrupts, changes=True).detail


@pytest.mark.parametrize("interrupts", [1, 2, 3])
def test_what_only_looks_has_changed_nothing(interrupts: int) -> None:
    assert interruption(interrupts, changes=False).detail.startswith("Nothing was changed.")


def test_each_of_several_errors_in_a_text_is_told_in_our_words() -> None:
    error = failure_in_text("init", 'Error: One\n\nRun "terraform plan".\n\nError: Two\n\nUse -target.\n', ADVICE)
    assert error.detail == 'One\nRun "sluice diff".\n\nTwo\nUse --target.'
