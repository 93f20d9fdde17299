"""Secret entries of a configuration or document: where they come from. Their values are never stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from provider_lib.dataclass import dataclass
from provider_lib.errors import ConfigError, Path
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, is_taken, leaves, walk
from provider_lib.rest.json.semantic_equality import is_masked
from provider_lib.spec import Resource, roles
from provider_lib.spec.clear_secrets import clear_secret
from provider_lib.spec.paths import Pattern, Steps, matches, parse_path, spell_path
from provider_lib.spec.secret_keys import SECRET_WORD, is_ciphertext, sounds
from provider_lib.spec.types import UNKNOWN, DynamicValue

WHOLE = ""
"""The path of a whole document or map; its value is UNKNOWN while not even the places of its secrets are known."""
_STAND_IN = re.compile(
    r".*[*•●]{3}.*|(.)\1{2,}|vault:.*|\W*|[\W_]*(hidden|masked|redacted|secret|sensitive|protected|encrypted|"
    r"filtered|obfuscated|concealed|withheld|omitted|removed|not shown)[\W_]*",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand for a hidden secret where its key sounds like one: a part of it, a word, a place, nothing."""
_PASSWORD = re.compile(r"(^|[._-])(pass|passwd|password|passphrase|pwd)([._-]|$)", re.IGNORECASE)
_DIGEST = re.compile(
    r"(?i)((md5|sha-?\d+)[:$])?([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})"
)
"""A bare digest: a token may look like that in clear, a password hardly does."""
_NO_SECRET = re.compile(r"\$\{.+\}|^(true|false)$")
"""References and flags: whatever the name of their key."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret entries of one object.

    Args:
        values: configuration key, or path in a document, -> value; UNKNOWN while Terraform does not know it.
        origin: the same -> the attribute that gives it.
    """

    values: Mapping[str, Any]
    origin: Mapping[str, Path]

    @property
    def known(self) -> dict[str, Any]:
        """The entries whose value is known."""
        return {key: value for key, value in self.values.items() if value is not UNKNOWN}

    @property
    def texts(self) -> list[str]:
        """What nobody may see."""
        return [as_text(value) for value in self.known.values() if not isinstance(value, bool)]

    @property
    def are_known(self) -> bool:
        """Whether every value is known."""
        return UNKNOWN not in self.values.values()


def gather(resource: type[Resource], config: Mapping[str, Any] | None, environment: Mapping[str, str]) -> Secrets:
    """The secret entries that a configuration gives.

    Raises:
        ConfigError: an environment variable is not set, a key is given twice, or a member is null.
    """
    values: dict[str, Any] = {}
    origin: dict[str, Path] = {}
    variables: dict[str, str] = {}
    for field, role in resource.fields_with(roles.SecretEntries):
        given = config.get(field.name) if config is not None else None
        if given is UNKNOWN:
            values[WHOLE] = UNKNOWN
        if given is UNKNOWN or given is None:
            continue
        for key, value in given.items():
            path = (field.name, key)
            if key in values:
                raise ConfigError(f"{key} is given twice", f"It stands in {origin[key][0]} too; keep one.", path)
            values[key], origin[key] = value, path
            if isinstance(role, roles.SecretEnv) and value is not UNKNOWN:
                variables[key] = value
    values |= _from_environment(variables, environment, origin)
    for field, _ in resource.fields_with(roles.SecretDocument):
        given = config.get(field.name) if config is not None else None
        document = given.value if isinstance(given, DynamicValue) else given
        _refuse_nulls(field.name, document)
        found = leaves(document)
        if found.get(WHOLE, UNKNOWN) is not UNKNOWN:
            raise ConfigError(
                f"{field.name} is no object",
                "What it holds is merged into the body: give an object with the members that are secret.",
                (field.name,),
            )
        values |= found
        origin |= dict.fromkeys(found, (field.name,))
    if values.get(WHOLE) is not UNKNOWN:
        _refuse_duplicates(resource, config, origin)
    return Secrets(values, origin)


def secret_names(resource: type[Resource], values: Mapping[str, Any]) -> set[str]:
    """The keys of a configuration that are said to be secret, wherever their values come from."""
    return {key for field, _ in resource.fields_with(roles.SecretEntries) for key in values.get(field.name) or ()}


def present(resource: type[Resource], state: Mapping[str, Any], environment: Mapping[str, str]) -> Secrets:
    """The secret entries of a stored object whose variables are set."""
    variables = {
        key: name
        for field, _ in resource.fields_with(roles.SecretEnv)
        for key, name in (state[field.name] or {}).items()
    }
    values = {key: environment[name] for key, name in variables.items() if name in environment}
    return Secrets(values, {})


def _from_environment(
    variables: Mapping[str, str], environment: Mapping[str, str], origin: Mapping[str, Path]
) -> dict[str, str]:
    """The values of environment variables, by the key whose value each has.

    Raises:
        ConfigError: some are not set, or hold no text; all that are not set are told at once.
    """
    keys = [key for key, name in variables.items() if name not in environment]
    if keys:
        raise _not_set(keys, list(dict.fromkeys(variables[key] for key in keys)), origin)
    return {key: _text_of(name, environment[name], origin[key]) for key, name in variables.items()}


def _not_set(keys: Sequence[str], names: Sequence[str], origin: Mapping[str, Path]) -> ConfigError:
    one = len(names) == 1
    them = "it" if one else "them"
    path = origin[keys[0]]
    return ConfigError(
        f"environment variable {names[0]} is not set"
        if one
        else f"{len(names)} environment variables are not set: {', '.join(names)}",
        f"The provider takes the value of {', '.join(keys)} from {them}. Set {them} where Terraform runs, "
        "also for a plan, and for a destroy, which plans first.",
        path if len(keys) == 1 else path[:1],
    )


def _text_of(name: str, value: str, path: Path) -> str:
    if not value:
        raise ConfigError(
            f"environment variable {name} is empty",
            f"The provider takes the value of {path[1]} from it, and an empty secret would take the place of the one "
            "that works. Set it where Terraform runs, also for a plan, and for a destroy, which plans first.",
            path,
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ConfigError(
            f"environment variable {name} holds bytes that are not UTF-8",
            f"The provider takes the value of {path[1]} from it, and can send text only. Set it to text, for example "
            "to its Base64 form where the server takes that.",
            path,
        ) from None
    return value


def _refuse_nulls(name: str, document: Any) -> None:
    """Refuse members that say nothing; a null item of a list only keeps the place of one without secrets."""
    nulls = [spell_path(at) for at, value in walk(document) if at and value is None and isinstance(at[-1], str)]
    if nulls:
        raise ConfigError(
            f"{', '.join(f'{name}.{path}' for path in nulls)} is null, which is no secret",
            f"Leave it out of `{name}`. A member that was declared there before is taken away once it is not any more.",
            (name,),
        )


def _refuse_duplicates(resource: type[Resource], config: Mapping[str, Any] | None, origin: Mapping[str, Path]) -> None:
    for field, _ in resource.fields_with(roles.Document):
        plain = config.get(field.name) if config is not None else None
        document = plain.value if isinstance(plain, DynamicValue) else {}
        for path in origin:
            if is_taken(document, path):
                raise ConfigError(
                    f"{path} is given twice",
                    f"It, or what holds it, stands in {origin[path][0]} too; keep the secret one.",
                    (field.name,),
                )
    for field, _ in resource.fields_with(roles.ConfigMap):
        plain = config.get(field.name) if config is not None else None
        for key in plain if isinstance(plain, Mapping) else ():
            if key in origin:
                raise ConfigError(
                    f"{key} is given twice",
                    f"It stands in {origin[key][0]} too; keep the secret one.",
                    (field.name, key),
                )


def looks_secret(key: str, value: Any) -> bool:
    """Whether a key found on the server holds a secret, in clear or sealed, so that it must not land in state."""
    if is_ciphertext(value):
        return True
    return sounds(SECRET_WORD, key) and _NO_SECRET.search(as_text(value)) is None


def without_secrets(document: Any, reveal: Sequence[str]) -> Any:
    """A document without the values that sound secret, or lie in what does.

    Args:
        document: as a server answers with it.
        reveal: paths of what stays, with all that is in it.
    """
    return _seen(document, (), tuple(map(parse_path, reveal)), is_secret=False)


def _seen(value: Any, at: Steps, revealed: Sequence[Pattern], *, is_secret: bool) -> Any:
    """A value without secrets, MISSING where nothing of it may be seen."""
    if any(matches(pattern, at) for pattern in revealed):
        return value
    match value:
        case Mapping():
            members = {
                key: _seen(item, (*at, key), revealed, is_secret=is_secret or _sounds_secret(key, item))
                for key, item in value.items()
            }
            return {key: item for key, item in members.items() if item is not MISSING}
        case list():
            items = [_seen(item, (*at, index), revealed, is_secret=is_secret) for index, item in enumerate(value)]
            return [item for item in items if item is not MISSING]
        case _:
            return MISSING if is_secret and value is not None and not isinstance(value, bool) else value


def _sounds_secret(key: str, value: Any) -> bool:
    if isinstance(value, Mapping | list):
        return sounds(SECRET_WORD, key) or clear_secret(key, "...") is not None
    return looks_secret(key, value) or clear_secret(key, as_text(value)) is not None


def is_hidden(key: str, value: Any, masks: Sequence[str]) -> bool:
    """Whether what a server shows of an entry may stand for a secret, so that it must not be written back."""
    if is_masked(value, masks) or is_ciphertext(value):
        return True
    text = "" if value is None else as_text(value)
    if sounds(_PASSWORD, key) and _DIGEST.fullmatch(text) is not None:
        return True
    return sounds(SECRET_WORD, key) and _STAND_IN.fullmatch(text) is not None
