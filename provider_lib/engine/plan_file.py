"""A saved plan: a zip in which Terraform keeps what was planned, the state it was planned on, and the configuration."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from provider_lib.engine.construct_paths import STACK_FILE
from provider_lib.errors import ConfigError

_CONFIGURATION = f"tfconfig/m-/{STACK_FILE}"


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
