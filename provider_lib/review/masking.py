"""Values as a report may have them: nothing that is a secret, or looks like one, and nothing without an end."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from provider_lib.spec.clear_secrets import PARAMETER, clear_secret
from provider_lib.spec.secret import MASK
from provider_lib.spec.secret_keys import SECRET_WORD, is_ciphertext, sounds

UNKNOWN: Final = "(known after apply)"
LONGEST: Final = 2_000
"""Characters of a text that a report keeps."""
DEEPEST: Final = 100
"""Levels of a value that are looked at: what Terraform and people write has fewer."""

_FLAG = re.compile(r"true|false|\s*|\$\{.+\}")
_QUERY = re.compile(rf"(?i)({PARAMETER})[^&;\s]+")
_USERINFO = re.compile(r"(://)(?:[^/\s?#:]*:[^/\s?#]*|[\w-]{20,})@")
_SAID = re.compile(
    r"(?i)((?:password|passwd|pwd|passphrase|secret|token|api[._-]?key|credentials?)"
    r"(?:[\"']\s*[=:]\s*|\s*=\s*|:\s+))(?!\$\{)(\"[^\"]*\"?|'[^']*'?|[^\s,;&\"'})\]]+)"
)
"""What stands behind the name of a secret, in a text that somebody made of names and values."""
_SCHEME = re.compile(r"(?i)\b(bearer|basic)\s+[\w+/=.~-]{8,}")

_PLAIN = re.compile(r"[\w.,/+-]*")
"""What can hold none of these, as most values are."""


def masked(value: Any, sensitive: Any = None, key: str = "", *, level: int = 0) -> Any:
    """A value in which a mask stands for whatever may not be shown.

    Args:
        value: of JSON.
        sensitive: the same shape, true where Terraform says so.
        key: under which it stands.
        level: how deep it lies in what is masked.

    Raises:
        RecursionError: it has more levels than anybody writes.
    """
    if level > DEEPEST:
        raise RecursionError
    match value:
        case None | bool():
            return value
        case _ if sensitive is True:
            return MASK
        case Mapping():
            inner = sensitive if isinstance(sensitive, Mapping) else {}
            return {
                str(name): masked(item, inner.get(name), _key_of(str(name), value), level=level + 1)
                for name, item in value.items()
            }
        case list():
            each = sensitive if isinstance(sensitive, list) else []
            return [
                masked(item, each[at] if at < len(each) else None, key, level=level + 1)
                for at, item in enumerate(value)
            ]
        case str():
            return _masked_text(value, key)
        case float() if not isfinite(value):  # 1e999, for which JSON has no word
            return str(value)
    return MASK if sounds(SECRET_WORD, key) else value


def at(shape: Any, path: tuple[str, ...]) -> Any:
    """What lies at a path of a shape; true as soon as anything on the way is."""
    for step in path:
        if shape is True:
            return True
        shape = shape.get(step) if isinstance(shape, Mapping) else None
    return shape


def without_credentials(text: str) -> str:
    """A text of a server's or an error without what looks like a credential."""
    if _PLAIN.fullmatch(text):
        return _cut(text)
    text = _QUERY.sub(rf"\1{MASK}", _USERINFO.sub(rf"\1{MASK}@", text))
    text = _SCHEME.sub(rf"\1 {MASK}", _SAID.sub(rf"\1{MASK}", text))
    return MASK if clear_secret("", text.replace(MASK, "")) else _cut(text)


def _key_of(name: str, siblings: Mapping[str, Any]) -> str:
    """By whose sound a value may be a secret: of ``{"name": "DB_PASSWORD", "value": ...}`` it is the name."""
    named = siblings.get("name", siblings.get("key"))
    return named if name == "value" and isinstance(named, str) else name


def _masked_text(text: str, key: str) -> str:
    if text == UNKNOWN:
        return text
    if is_ciphertext(text) or clear_secret(key, text) == "a secret by its name":
        return MASK
    if sounds(SECRET_WORD, key) and _FLAG.fullmatch(text) is None:
        return MASK
    if text.lstrip()[:1] in ("{", "["):
        try:
            document = json.loads(text)
            hidden = masked(document)
        except ValueError:
            return without_credentials(text)
        except RecursionError:
            return MASK
        return _cut(text if hidden == document else json.dumps(hidden, ensure_ascii=False))
    return without_credentials(text)


def _cut(text: str) -> str:
    """The beginning of a text, and what tells it from another that begins alike; secrets must be masked before."""
    if len(text) <= LONGEST:
        return text
    rest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{text[:LONGEST]}... ({len(text) - LONGEST} characters more: {rest})"
