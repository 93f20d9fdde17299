"""Values that a user gives for Terraform variables.

They reach Terraform in its environment: whoever has an account on the machine sees the arguments of its processes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from provider_lib.engine.app import Stack
from provider_lib.engine.stack_file import read_stack
from provider_lib.errors import ConfigError

PREFIX = "TF_VAR_"
"""Begins the environment variable that gives a value to Terraform."""


def as_environment(variables: Sequence[str]) -> dict[str, str]:
    """Values as Terraform takes them from its environment.

    Args:
        variables: ``name=value``.
    """
    return {f"{PREFIX}{name}": value for name, _, value in (variable.partition("=") for variable in variables)}


def environment_with(environ: Mapping[str, str], variables: Sequence[str], stacks: Sequence[Stack]) -> dict[str, str]:
    """An environment that has these values too, for whoever evaluates expressions without Terraform.

    Args:
        environ: the environment.
        variables: ``name=value``, as the user typed them.
        stacks: that they are for.

    Raises:
        ConfigError: as ``check_variables`` does.
    """
    check_variables(variables, stacks)
    return {**environ, **as_environment(variables)}


def check_variables(variables: Sequence[str], stacks: Sequence[Stack]) -> None:
    """Refuse values that would be given to nothing, and secrets.

    Args:
        variables: ``name=value``, as the user typed them.
        stacks: that they are for.

    Raises:
        ConfigError: no stack declares the variable, or one declares it as sensitive.
    """
    declared: dict[str, Any] = {}
    for stack in stacks if variables else ():
        declared |= read_stack(stack.directory).get("variable", {})
    for variable in variables:
        name, equals, _ = variable.partition("=")
        if not equals:
            raise ConfigError(f"--var {name!r} has no value", "Give it as NAME=VALUE.")
        if name not in declared:
            raise _unknown(name, declared)
        if declared[name].get("sensitive"):
            raise ConfigError(
                f"{name} is sensitive, and whoever has an account on this machine sees what --var is given",
                f"Set {PREFIX}{name}, or give it in a file with --var-file.",
            )


def _unknown(name: str, declared: Mapping[str, Any]) -> ConfigError:
    close = get_close_matches(name, declared, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(sorted(declared)) or 'none'}."
    return ConfigError(f"No Terraform variable is called {name!r}", hint)
