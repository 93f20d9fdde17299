"""A plan in a file: a zip in which Terraform keeps what was planned, the state that it was planned on, and the code.

It holds every value in clear, and what is applied has to be what was shown: so each run has a file of its own.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provider_lib.engine.stack_file import STACK_FILE
from provider_lib.errors import ConfigError
from provider_lib.run_folder import remove_left_behind, run_folder

_CONFIGURATION = f"tfconfig/m-/{STACK_FILE}"


@contextmanager
def private_plan() -> Iterator[Path]:
    """Where a run has its plan: in a folder that nobody else can enter, which is gone with the run."""
    remove_left_behind()
    with run_folder() as folder:
        yield folder / "plan"


def copy_plan(plan: Path, target: Path) -> None:
    """Put a copy of a plan in the place of whatever is there, for its owner's eyes only.

    Raises:
        ConfigError: it cannot be read, or not be written there.
    """
    try:
        descriptor, fresh = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise ConfigError(f"A plan cannot be kept in {target}: {error.strerror}") from error
    try:
        with open(descriptor, "wb") as file:
            file.write(plan.read_bytes())
        os.replace(fresh, target)
    except OSError as error:
        Path(fresh).unlink(missing_ok=True)
        raise ConfigError(f"{plan} cannot be copied to {target}: {error.strerror}") from error


def stack_of(plan: Path) -> str:
    """The name of the stack that a saved plan is about.

    Raises:
        ConfigError: there is no such file, or it is no plan of a stack.
    """
    advice = "Make one with `sluice diff STACK --out FILE`."
    try:
        with zipfile.ZipFile(plan) as archive:
            name = json.loads(archive.read(_CONFIGURATION))["//"]["metadata"]["stackName"]
    except FileNotFoundError as error:
        raise ConfigError(f"There is no plan {plan}", advice) from error
    except (OSError, zipfile.BadZipFile, ValueError, LookupError, TypeError) as error:
        raise ConfigError(f"{plan} is not the plan of a stack", advice) from error
    return str(name)
