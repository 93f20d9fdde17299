"""The ``secrets`` of a connector, split into what travels as a value and what travels as a variable's name."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import starmap
from typing import Any, Final

from provider_lib.constructs.base.config_values import configuration
from provider_lib.constructs.base.inputs import LITERAL_SECRET
from provider_lib.constructs.base.problems import Problem
from provider_lib.constructs.base.secret import Secret
from provider_lib.constructs.base.tokens import is_token
from provider_lib.spec import Declared, roles

_WAYS: Final = 'Secret.env("<variable>") or Secret.variable("<name>")'


def split_secrets(declaration: type[Declared], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The arguments with ``secrets`` replaced by the fields that it stands for, and what is wrong with it.

    Args:
        declaration: has a field for secret values when the construct takes ``secrets``.
        given: the arguments of the construct.
    """
    split = declaration.fields_with(roles.SecretMap)
    secrets = given.get("secrets")
    if not split or secrets is None:
        return {name: item for name, item in given.items() if name != "secrets"}, []
    values, role = split[0]
    rest = {name: item for name, item in given.items() if name != "secrets"}
    if is_token(secrets):
        return rest | {values.name: secrets}, []
    if not isinstance(secrets, Mapping):
        return rest, [Problem(("secrets",), "is not a dict", 'Write {"<key>": Secret.env("<variable>")}.')]
    names = declaration.only(roles.SecretEnv)
    from_env = {key: item.text for key, item in secrets.items() if names and _is_env(item)}
    wrong = {key: item for key, item in secrets.items() if not isinstance(item, Secret) and not is_token(item)}
    others = {key: item for key, item in secrets.items() if key not in from_env and key not in wrong}
    found = {values.name: others} if others else {}
    if names and from_env:
        found[names.name] = from_env
    return rest | found, [*starmap(_wrong, wrong.items()), *_set_twice(secrets, rest, role.into)]


def _is_env(value: Any) -> bool:
    return isinstance(value, Secret) and value.source == "env"


def _wrong(key: str, item: Any) -> Problem:
    if item is None:
        return Problem(("secrets", key), "is None", f"Leave the key out, or give {_WAYS}.")
    return Problem(("secrets", key), LITERAL_SECRET, f'Give {_WAYS}, or Secret.plain("...") if it may lie there.')


def _set_twice(secrets: Mapping[str, Any], given: Mapping[str, Any], into: str) -> list[Problem]:
    config = configuration(given.get(into), into)
    twice = [key for key in secrets if isinstance(config, Mapping) and key in config]
    return [Problem(("secrets", key), f"is set in `{into}` too", f"Take it out of `{into}`.") for key in twice]
