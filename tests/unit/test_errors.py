from __future__ import annotations

import pytest

from provider_lib.errors import ApiError, ConfigError, NotFound, SluiceError, Unreachable


def raised(error: SluiceError) -> SluiceError:
    """An error that has been on its way, because of another."""
    try:
        raise error from KeyError("cause")
    except SluiceError as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "changes", "expected"),
    [
        (ConfigError("a", "b", ("c",)), {}, ConfigError("a", "b", ("c",))),
        (ConfigError("a", "b", ("c",)), {"summary": "x", "path": ()}, ConfigError("x", "b")),
        (Unreachable("a", sent=True), {"sent": False}, Unreachable("a", sent=False)),
        (
            NotFound("a", status=404, body={"a": 1}, request_id="r", speaker="s"),
            {"detail": "d", "body": None},
            NotFound("a", "d", status=404, request_id="r", speaker="s"),
        ),
    ],
)
def test_an_error_with_other_words_is_another_of_its_kind(error, changes, expected) -> None:
    before = dict(vars(error))
    other = raised(error).but(**changes)
    assert (type(other), vars(other), other.args, str(other)) == (
        type(expected),
        vars(expected),
        expected.args,
        str(expected),
    )
    assert (vars(error), error.args) == (before, ("a",))


def test_an_error_with_other_words_has_not_been_raised_yet() -> None:
    error = raised(SluiceError("a"))
    assert error.__traceback__ is not None
    other = error.but(summary="b")
    assert (other.__traceback__, other.__cause__, other.__context__) == (None, None, None)


def test_an_error_has_no_words_that_its_kind_does_not_know() -> None:
    with pytest.raises(TypeError, match="ApiError has no sent and no text"):
        ApiError("a", status=500).but(text="b", sent=True)
