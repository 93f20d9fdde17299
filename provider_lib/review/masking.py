"""Values as a report may have them: nothing that is a secret, or looks like one, and nothing without an end."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from provider_lib.spec.clear_secrets import PARAMETER, clear_secret
from provider_lib.spec.secret import MASK
from provider_lib.spec.secret_keys import SECRET_WORD, is_ciphertext, sounds

UNKNOWN: Final = "(known after apply)"
LONGEST: Final = 2_000
"""Characters of a text that a report keeps."""

_FLAG = re.compile(r"true|false|\s*|\$\{.+\}")
_QUERY = re.compile(rf"(?i)({PARAMETER})[^&;\s]+")
_USERINFO = re.compile(r"(://)[^/\s@?#]*:[^/\s@?#]*@")


def masked(value: Any, sensitive: Any = None, key: str = "") -> Any:
    """A value in which a mask stands for whatever may not be shown.

    Args:
        value: of JSON.
        sensitive: the same shape, true where Terraform says so.
        key: under which it stands.
    """
    match value:
        case None | bool():
            return value
        case _ if sensitive is True:
            return MASK
        case Mapping():
            inner = sensitive if isinstance(sensitive, Mapping) else {}
            return {str(name): masked(item, inner.get(name), str(name)) for name, item in value.items()}
        case list():
            each = sensitive if isinstance(sensitive, list) else []
            return [masked(item, each[at] if at < len(each) else None, key) for at, item in enumerate(value)]
        case str():
            return _masked_text(value, key)
    return MASK if sounds(SECRET_WORD, key) else value


def without_credentials(text: str) -> str:
    """A text of a server's or an error without what looks like a credential."""
    text = _QUERY.sub(rf"\1{MASK}", _USERINFO.sub(rf"\1{MASK}@", text[:LONGEST]))
    return MASK if clear_secret("", text) else text


def _masked_text(text: str, key: str) -> str:
    if text == UNKNOWN:
        return text
    if is_ciphertext(text) or clear_secret(key, text) == "a secret by its name":
        return MASK
    if sounds(SECRET_WORD, key) and _FLAG.fullmatch(text) is None:
        return MASK
    if text.lstrip()[:1] in ("{", "[") and len(text) <= 50 * LONGEST:
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return without_credentials(text)
        hidden = masked(document)
        return text[:LONGEST] if hidden == document else json.dumps(hidden, ensure_ascii=False)[:LONGEST]
    return without_credentials(text)
