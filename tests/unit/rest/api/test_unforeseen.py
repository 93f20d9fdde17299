"""Failures that nobody foresaw: told without their text, which may hold a value."""

from __future__ import annotations

import logging
import traceback

import pytest

from provider_lib.errors import ApiError, OutcomeUnknown
from provider_lib.rest.api.unforeseen import as_error, foreseen


def test_an_error_of_the_tree_stays_what_it_is() -> None:
    error = ApiError("no", status=403)
    assert as_error(error, "read thing 1") is error


def test_any_other_failure_says_where_it_was_and_leaves_open_what_became_of_it() -> None:
    with pytest.raises(OutcomeUnknown) as caught, foreseen("read thing 1"):
        raise LookupError("hunter22")
    assert caught.value.summary == "what came cannot be understood, when it was tried to read thing 1"
    assert caught.value.detail.startswith("The answer is of a kind that Sluice does not foresee: LookupError at ")
    assert caught.value.detail.endswith(".\nPlease report these lines. TF_LOG_PROVIDER=DEBUG logs the way there.")
    assert "hunter22" not in str(caught.value)


def test_the_way_there_is_logged_without_the_text_of_the_failure(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "provider_lib.rest.api.unforeseen")
    secret = "hunter" + str(22)  # so that no line of code holds it
    with pytest.raises(OutcomeUnknown) as caught, foreseen("read thing 1"):
        raise LookupError(secret)
    failure = caught.value.__cause__
    assert isinstance(failure, LookupError)
    way = "".join(traceback.format_tb(failure.__traceback__))
    assert caplog.messages == [f"LookupError\n{way}"]
    assert "raise LookupError(secret)" in way
    assert secret not in way
