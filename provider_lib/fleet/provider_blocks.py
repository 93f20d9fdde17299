"""The provider blocks of a synthesized stack, as far as they can be known without Terraform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from provider_lib.spec.types import UNKNOWN

LOCAL_NAME: Final = "sluice"
PREFIX: Final = "TF_VAR_"

_EXPRESSION: Final = re.compile(r"\$\{([^{}]*)\}")
_VARIABLE: Final = re.compile(r"var\.(\w[\w-]*)")
_LITERAL: Final = "\0"
"""Stands for an escaped ``${`` while expressions are looked for."""


def provider_blocks(stack: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The blocks by their aliases, with UNKNOWN for what only Terraform can work out.

    Args:
        stack: as it is synthesized.
        environ: has the values of Terraform variables.
    """
    blocks = stack.get("provider", {}).get(LOCAL_NAME, [])
    values = _variables(stack, environ)
    return {
        block.get("alias", ""): {key: _known(item, values) for key, item in block.items() if key != "alias"}
        for block in (blocks if isinstance(blocks, list) else [blocks])
    }


def _variables(stack: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The values of the variables of a stack that have one."""
    declared: Mapping[str, Any] = stack.get("variable", {})
    defaults = {name: item["default"] for name, item in declared.items() if item.get("default") is not None}
    given = {name: environ[PREFIX + name] for name in declared if PREFIX + name in environ}
    return defaults | given


def _known(value: Any, variables: Mapping[str, Any]) -> Any:
    match value:
        case dict():
            return {key: _known(item, variables) for key, item in value.items()}
        case list():
            return [_known(item, variables) for item in value]
        case str():
            return _worked_out(value, variables)
    return value


def _worked_out(text: str, variables: Mapping[str, Any]) -> Any:
    """A text with its variables filled in, UNKNOWN where it has any other expression."""
    text = text.replace("$${", _LITERAL)
    expressions = _EXPRESSION.findall(text)
    names = [found[1] if (found := _VARIABLE.fullmatch(expression.strip())) else None for expression in expressions]
    if None in names or any(name not in variables for name in names) or text.count("${") != len(expressions):
        return UNKNOWN
    if len(names) == 1 and _EXPRESSION.fullmatch(text):
        return variables[str(names[0])]
    filled = _EXPRESSION.sub(lambda found: str(variables[found[1].strip().removeprefix("var.")]), text)
    return filled.replace(_LITERAL, "${")
