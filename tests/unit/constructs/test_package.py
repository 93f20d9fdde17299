"""``provider_lib.constructs`` shows what it offers before it has loaded any of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import provider_lib.constructs
from provider_lib.systems import CATALOGUE

NAMES = ["App", "Construct", "Secret", "SluiceProvider", "Stack", "cdk"]


def test_dir_lists_its_names_and_the_modules_of_the_systems() -> None:
    assert dir(provider_lib.constructs) == sorted([*NAMES, *CATALOGUE.systems, "settings"])


def test_dir_loads_nothing() -> None:
    program = "import provider_lib.constructs as c, sys; dir(c); print({'jsii', 'cdktf', 'cdktn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_a_name_that_is_not_there_is_told_as_python_tells_it() -> None:
    with pytest.raises(AttributeError, match=r"^module 'provider_lib\.constructs' has no attribute 'Stak'$"):
        provider_lib.constructs.Stak  # type: ignore[attr-defined]  # noqa: B018
