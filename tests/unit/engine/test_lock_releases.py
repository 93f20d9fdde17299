"""A lock that its holder releases after Terraform was refused, and before it has asked whose it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provider_lib.engine.lock import through_releases
from provider_lib.errors import EngineError

REFUSED = "Error acquiring the state lock"
# As Terraform 1.15.5 says it of an S3 backend whose lock file went away after the PUT was answered with 412.
AT_S3 = (
    "Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: a, HostID: b, api "
    "error PreconditionFailed: At least one of the pre-conditions you specified did not hold\n"
    "unable to retrieve file from S3 bucket 'states' with key 'dev.tfstate.tflock': operation error S3: GetObject, "
    "https response error StatusCode: 404, RequestID: c, HostID: d, NoSuchKey: The specified key does not exist."
)
IN_A_FOLDER = "Error message: resource temporarily unavailable\nopen .dev.tfstate.lock.info: no such file or directory"


def refused(times: int, error: EngineError) -> Callable[[], str]:
    """A command that is refused so often."""
    answers = iter([error] * times)

    def command() -> str:
        for refusal in answers:
            raise refusal
        return "done"

    return command


@pytest.mark.parametrize("detail", [AT_S3, IN_A_FOLDER])
def test_what_was_refused_for_it_is_run_again(detail: str) -> None:
    assert through_releases(refused(4, EngineError(REFUSED, detail))) == "done"


def test_it_is_told_when_others_take_and_release_it_all_the_time() -> None:
    error = EngineError(REFUSED, AT_S3)
    with pytest.raises(EngineError) as told:
        through_releases(refused(5, error))
    assert told.value is error


@pytest.mark.parametrize(
    "error",
    [
        EngineError(REFUSED, "Error message: operation error S3: PutObject, AccessDenied"),
        EngineError("Failed to load state", "NoSuchKey: The specified key does not exist."),
    ],
)
def test_nothing_else_is_run_again(error: EngineError) -> None:
    command = refused(1, error)
    with pytest.raises(EngineError):
        through_releases(command)
    assert command() == "done"
