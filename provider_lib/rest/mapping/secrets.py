"""Secret entries of a configuration: where they come from, and telling that they changed.

Values are never stored. A salted digest of each tells whether it changed here or on the server.
"""

from __future__ import annotations

import hashlib
import re
import secrets as tokens
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from provider_lib.errors import ConfigError, Path
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig, is_taken, leaves
from provider_lib.rest.json.semantic_equality import is_masked
from provider_lib.rest.mapping.private import Private
from provider_lib.spec import Resource, roles
from provider_lib.spec.types import UNKNOWN, DynamicValue

_SECRET_WORD = re.compile(
    r"(^|[._-])(password|passwd|passphrase|secret|token|credentials?|keyfile|jaas[._-]config|"
    r"(private|api|access|account|shared)[._-]?key|key[._-]?id)([._-]|$)",
    re.IGNORECASE,
)
WHOLE = ""
"""The path of a whole document; its value is UNKNOWN while not even the places of its secrets are known."""
_REFERENCE = re.compile(r"\$\{.+\}")


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
        ConfigError: an environment variable is not set, or a key is given twice.
    """
    values: dict[str, Any] = {}
    origin: dict[str, Path] = {}
    for field in resource.with_role(roles.SecretMap, roles.SecretEnv):
        given = config.get(field.name) if config is not None else None
        if given is UNKNOWN or given is None:
            continue
        for key, value in given.items():
            path = (field.name, key)
            if key in values:
                raise ConfigError(f"{key} is given twice", f"It stands in {origin[key][0]} too; keep one.", path)
            from_environment = isinstance(field.role, roles.SecretEnv) and value is not UNKNOWN
            values[key] = _variable(value, environment, path) if from_environment else value
            origin[key] = path
    for field in resource.with_role(roles.SecretDocument):
        given = config.get(field.name) if config is not None else None
        values |= leaves(given.value if isinstance(given, DynamicValue) else given)
        origin |= dict.fromkeys(values, (field.name,))
    _refuse_duplicates(resource, config, origin)
    return Secrets(values, origin)


def present(resource: type[Resource], state: Mapping[str, Any], environment: Mapping[str, str]) -> Secrets:
    """The secret entries of a stored object whose variables are set."""
    named = {
        key: name for field in resource.with_role(roles.SecretEnv) for key, name in (state[field.name] or {}).items()
    }
    values = {key: environment[name] for key, name in named.items() if name in environment}
    return Secrets(values, {})


def _variable(name: str, environment: Mapping[str, str], path: Path) -> str:
    if name not in environment:
        raise ConfigError(
            f"environment variable {name} is not set",
            f"The provider takes the value of {path[1]} from it. Set it where Terraform runs, "
            "also for a plan and for a destroy that replaces.",
            path,
        )
    return environment[name]


def _refuse_duplicates(resource: type[Resource], config: Mapping[str, Any] | None, origin: Mapping[str, Path]) -> None:
    for field in resource.with_role(roles.Document):
        plain = config.get(field.name) if config is not None else None
        document = plain.value if isinstance(plain, DynamicValue) else {}
        for path in origin:
            if is_taken(document, path):
                raise ConfigError(
                    f"{path} is given twice",
                    f"It, or what holds it, stands in {origin[path][0]} too; keep the secret one.",
                    (field.name,),
                )
    for field in resource.with_role(roles.ConfigMap):
        plain = config.get(field.name) if config is not None else None
        for key in plain if isinstance(plain, Mapping) else ():
            if key in origin:
                raise ConfigError(
                    f"{key} is given twice",
                    f"It stands in {origin[key][0]} too; keep the secret one.",
                    (field.name, key),
                )


def looks_secret(key: str, value: Any) -> bool:
    """Whether a key found on the server holds a secret in clear, so that it must not land in state."""
    return _SECRET_WORD.search(key) is not None and _REFERENCE.search(as_text(value)) is None


def digest(value: str, salt: str) -> str:
    """A salted digest, made slow on purpose so that a weak secret is not simply guessed from a state file."""
    return hashlib.scrypt(value.encode(), salt=bytes.fromhex(salt), n=2**10, r=8, p=1, dklen=16).hex()


def remember(private: Private, secrets: Secrets) -> Private:
    """Private state after these values were written."""
    salt = private.salt or tokens.token_hex(16)
    digests = {key: digest(as_text(value), salt) for key, value in secrets.known.items()}
    return Private(salt=salt if digests else "", digests=digests)


def have_changed(private: Private, secrets: Secrets, *, hidden: bool = False) -> bool:
    """Whether these values, as far as they are known, are others than those that were written.

    Args:
        hidden: the server never shows them, so that those of an import are taken for the ones given.
    """
    if private.changed_outside:
        return True
    if hidden and private.origin == "imported":
        return False
    if private.origin != "imported" and WHOLE not in secrets.values and private.digests.keys() - secrets.values.keys():
        return True
    return any(not _is_written(private, key, value) for key, value in secrets.known.items())


def unchanged(private: Private, secrets: Secrets) -> dict[str, str]:
    """Those of these values that are certainly the ones that were written."""
    return {
        key: value
        for key, value in secrets.known.items()
        if private.digests.get(key) and _is_written(private, key, value)
    }


def _is_written(private: Private, key: str, value: Any) -> bool:
    written = private.digests.get(key)
    return written == "" or (written is not None and written == digest(as_text(value), private.salt))


def are_hidden(resource: type[Resource]) -> bool:
    """Whether the server never shows the secret entries of this resource."""
    field = resource.only(roles.ConfigMap)
    if field is None:
        return resource.only(roles.SecretDocument) is not None
    return isinstance(field.role, roles.ConfigMap) and field.role.hides_secrets


def compare_with_server(
    private: Private, resource: type[Resource], answer: Any, masks: tuple[str, ...], *, importing: bool
) -> Private:
    """Private state after a read: which secrets are no longer ours, or what an import found."""
    field = resource.only(roles.ConfigMap)
    if field is None or resource.only(roles.SecretMap) is None:
        return private
    found = dig(answer, field.answer_path or field.name)
    theirs = found if isinstance(found, dict) else None
    if theirs is None or found is MISSING:
        return private
    if importing:
        salt = tokens.token_hex(16)
        taken = {key: value for key, value in theirs.items() if value is not None and looks_secret(key, value)}
        digests = {key: "" if is_masked(value, masks) else digest(as_text(value), salt) for key, value in taken.items()}
        return replace(private, salt=salt if digests else "", digests=digests)
    changed = tuple(
        key
        for key, written in private.digests.items()
        if not is_masked(theirs.get(key), masks)
        and not (theirs.get(key) is None and are_hidden(resource))
        and (theirs.get(key) is None or written not in ("", digest(as_text(theirs[key]), private.salt)))
    )
    return replace(private, changed_outside=changed)
