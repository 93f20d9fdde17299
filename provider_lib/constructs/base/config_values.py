"""Values of maps of texts, and configurations, as people write them: numbers, lists, a pasted document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from math import isfinite
from typing import Any

from provider_lib.constructs.base.problems import Problem
from provider_lib.constructs.base.tokens import is_token
from provider_lib.spec import Field, roles
from provider_lib.spec.numbers import is_writable

_FIELD = re.compile(r"\{(\w+)\}")

_TAKE_OUT = "Take it out: only what stands under {name!r} is sent."


def in_order(items: AbstractSet[Any]) -> list[Any]:
    """The items of a set, always in the same order, whatever stands in it."""
    try:
        return sorted(items)
    except TypeError:  # not all of one kind
        return sorted(
            items, key=lambda one: (type(one).__name__, one if isinstance(one, str) else scalar_text(one) or "")
        )


def scalar_text(value: Any) -> str | None:
    """A number or a boolean as text with all its digits; None when it is neither."""
    match value:
        case bool():
            return str(value).lower()
        case int() if is_writable(value):
            return str(value)
        case float() | Decimal() if isfinite(value) and is_writable(Decimal(value)):
            return format(Decimal(repr(value)) if isinstance(value, float) else value, "f")
        case _:
            return None


def joined(value: Any) -> tuple[str | None, str, str]:
    """The items of a list with commas between them, which is how a configuration has lists.

    Args:
        value: the list.

    Returns:
        The text, or None with what is wrong with the list and what to do.
    """
    texts = []
    for item in in_order(value) if isinstance(value, AbstractSet) else value:
        text = item if isinstance(item, str) else None if is_token(item) else scalar_text(item)
        if text is None:
            return None, "is a list that holds something other than texts, numbers and booleans", _NO_LIST
        if "," in text:
            return None, f"is a list with a comma in {text!r}, where the API would split it", "Write the whole as text."
        texts.append(text)
    return ",".join(texts), "", ""


_NO_LIST = (
    "The API wants text: give nested parts keys of their own with dots between, as the documentation of the connector "
    "has them, or json.dumps(...) where it asks for JSON."
)


def json_text(value: Any) -> str | None:
    """A value as JSON with all digits, which is how a typed configuration has lists; None when JSON has no such."""
    match value:
        case None:
            return "null"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Mapping():
            members = {key: json_text(item) for key, item in value.items() if isinstance(key, str)}
            known = [
                f"{json.dumps(key, ensure_ascii=False)}:{text}" for key, text in members.items() if text is not None
            ]
            return "{" + ",".join(known) + "}" if len(known) == len(value) else None
        case list() | tuple() | AbstractSet():
            items = [json_text(item) for item in (in_order(value) if isinstance(value, AbstractSet) else value)]
            texts = [item for item in items if item is not None]
            return "[" + ",".join(texts) + "]" if len(texts) == len(items) else None
        case _:
            return scalar_text(value)


def is_document(value: Any) -> bool:
    """Whether a value is to be written as JSON: a list or dict, but no list of texts that only Terraform knows."""
    if is_token(value) or not isinstance(value, Mapping | list | tuple | AbstractSet):
        return False
    is_joined = not isinstance(value, Mapping) and any(map(is_token, value)) and joined(value)[0] is not None
    return not is_joined


def holds_token(value: Any) -> bool:
    """Whether Terraform, not Python, knows a value or a part of it."""
    match value:
        case Mapping():
            return is_token(value) or any(map(holds_token, (*value, *value.values())))
        case list() | tuple() | AbstractSet():
            return is_token(value) or any(map(holds_token, value))
        case _:
            return is_token(value)


def not_text(value: Any) -> tuple[str, str] | None:
    """What is wrong with a value that can be no entry of a configuration, and what to do; None for other values."""
    if isinstance(value, Mapping):
        if is_token(value):
            return "is a map that only Terraform knows, not text", "Use Fn.lookup for an entry, or Fn.jsonencode."
        return "is a dict, not text", _NO_LIST
    if isinstance(value, list) and is_token(value):
        return "is a list that only Terraform knows, not text", 'Use Fn.join(",", ...).'
    return None


def configuration(value: Any, field: str) -> Any:
    """The configuration, also of a whole document with the configuration under the name of its field."""
    inner = value.get(field) if isinstance(value, Mapping) else None
    return inner if isinstance(inner, Mapping) else value


def pasted(fields: Mapping[str, Field], field: Field, given: Mapping[str, Any]) -> tuple[Any, list[Problem]]:
    """The configuration that was given, and what else its document says that does not agree with the other arguments.

    What the server only shows (``tasks``, ``type``) and keys that are sent by themselves are left out.

    Args:
        fields: of the construct.
        field: the one with the configuration.
        given: the arguments.
    """
    value = given[field.name]
    config = configuration(value, field.name)
    if not isinstance(config, Mapping) or is_token(config):
        return config, []
    problems: list[Problem] = []
    if config is not value:
        beside = {key: item for key, item in value.items() if key != field.name}
        problems += _beside(fields, field.name, beside, given)
    injected = {} if not isinstance(field.role, roles.ConfigMap) else field.role.injects
    for key in injected.keys() & config.keys():
        source = _FIELD.fullmatch(injected[key])
        if source is None or given.get(source[1]) != config[key]:
            problems.append(_disagreeing((field.name, key), config[key], source[1] if source else None, given))
    return {key: item for key, item in config.items() if key not in injected}, problems


def _beside(
    fields: Mapping[str, Field], name: str, document: Mapping[str, Any], given: Mapping[str, Any]
) -> Iterator[Problem]:
    for key, item in document.items():
        field = fields.get(key)
        if field is None:
            yield Problem((name, key), f"stands beside {name!r} and is no argument", _TAKE_OUT.format(name=name))
        elif field.is_input and given.get(key) != item:
            yield _disagreeing((name, key), item, key, given)


def _disagreeing(path: tuple[str, ...], item: Any, argument: str | None, given: Mapping[str, Any]) -> Problem:
    if argument is None:
        return Problem(path, "is sent by itself", "Take it out.")
    other = given.get(argument)
    if other is None:
        return Problem(path, f"is {item!r}, but `{argument}` was not given", f"Give {argument}={item!r}.")
    return Problem(path, f"is {item!r}, but `{argument}` is {other!r}", "Take it out, or make them the same.")
