"""A failed synth is told in a line, with the place in the user's own code."""

from __future__ import annotations

from pathlib import Path

from provider_lib.engine.synth_errors import reason

APP = Path("/home/me/app")
TRACEBACK = """\
b'!!!!!!!!!!!!!!!!!!!!!!!!!!!!'
b'!!  Node 20 is end-of-life  !!'
Traceback (most recent call last):
  File "/home/me/app/main.py", line 12, in <module>
    Platform(app, "dev")
  File "/home/me/app/platform.py", line 7, in __init__
    Environment(self, "env", tier="gold")
  File "/home/me/app/.venv/lib/site-packages/provider_lib/constructs/base.py", line 40, in __init__
    raise SynthError("...")
"""


def test_an_error_of_ours_is_told_as_it_is() -> None:
    stderr = TRACEBACK + "provider_lib.errors.SynthError: dev/env: tier is 'gold'\nUse production or staging.\n"
    assert reason(stderr, APP) == (
        "dev/env: tier is 'gold'",
        "Use production or staging.\nat /home/me/app/platform.py, line 7",
    )


def test_any_other_error_keeps_its_name() -> None:
    assert reason(TRACEBACK + "jsii.errors.JSIIError: no provider\n", APP) == (
        "JSIIError: no provider",
        "at /home/me/app/platform.py, line 7",
    )


def test_an_error_that_the_cdk_passes_on_is_told_without_its_kind() -> None:
    frame = '  File "/home/me/.venv/lib/site-packages/jsii/_kernel/providers/process.py", line 3, in send\n    raise\n'
    for told in ("dev/orders: name is required\nName.", "Error: dev/orders: name is required\nName."):
        assert reason(f"{TRACEBACK}{frame}RuntimeError: {told}\n", APP) == (
            "dev/orders: name is required",
            "Name.\nat /home/me/app/platform.py, line 7",
        )


def test_an_error_that_names_its_own_lines_is_told_without_another() -> None:
    told = "dev/a and dev/b are the same\ndev/a: at /home/me/app/main.py, line 9\nKeep one of them."
    assert reason(f"{TRACEBACK}provider_lib.errors.SynthError: {told}\n", APP)[1] == told.partition("\n")[2]


def test_an_error_without_text_is_its_name() -> None:
    assert reason(TRACEBACK + "AssertionError\n", APP)[0] == "AssertionError"


def test_only_the_last_of_chained_errors_is_told() -> None:
    first = TRACEBACK + "KeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\n"
    assert reason(first + TRACEBACK + "ValueError: second\n", APP)[0] == "ValueError: second"


def test_what_is_no_traceback_is_passed_on() -> None:
    assert reason("b'!!  Node  !!'\nsh: pyhton: not found\n", APP) == ("", "sh: pyhton: not found")


def test_what_validations_of_the_cdk_find_is_told_without_what_the_cdk_says_around_it() -> None:
    frame = '  File "/home/me/.venv/lib/site-packages/jsii/_kernel/providers/process.py", line 3, in send\n    raise\n'
    told = (
        "RuntimeError: Error: Validation failed with the following errors:\n  [dev] dev/a has no owner\n"
        "  [dev] dev/b has no owner\n\n"
        "If you wish to ignore these validations, pass 'skipValidation: true' to your App configuration.\n\n"
    )
    assert reason(f"{TRACEBACK}{frame}{told}", APP) == (
        "[dev] dev/a has no owner",
        "[dev] dev/b has no owner\nat /home/me/app/platform.py, line 7",
    )
