"""How many operations Terraform is told to run at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from provider_lib.engine.terraform import Options


@pytest.mark.parametrize(
    ("asked", "environ", "flags"),
    [
        (None, {}, ["-parallelism=32"]),
        (3, {}, ["-parallelism=3"]),
        (None, {"TF_CLI_ARGS_plan": "-parallelism=5"}, []),
        (None, {"TF_CLI_ARGS": "-no-color -parallelism 5"}, []),
        (None, {"TF_CLI_ARGS": "-no-color"}, ["-parallelism=32"]),
        (3, {"TF_CLI_ARGS_apply": "-parallelism=5"}, ["-parallelism=3"]),
    ],
)
def test_there_are_more_than_terraforms_own_unless_the_user_says_otherwise(
    asked: int | None, environ: Mapping[str, str], flags: list[str]
) -> None:
    assert Options(parallelism=asked).parallelism_flags(environ) == flags
