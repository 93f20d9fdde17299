"""Secrets that were written down where everybody can read them, told by the name of their key or by their form."""

from __future__ import annotations

import re
from typing import Final

from provider_lib.spec.secret_keys import is_ciphertext

_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-/]")

_NAMES = re.compile(
    r"(^|\.)(password|passwd|pwd|passphrase|secret|token|credentials?|authorization|jaas\.config|auth\.user\.info|"
    r"(private|api|access|account|shared|secret|sas|storage)\.?key)$"
)
"""How the last words of a key read whose value is a secret: ``secret.name`` and ``token.endpoint.url`` are none.

They refuse what a user wrote, so they are fewer than ``SECRET_WORD``, which only masks and may be mistaken.
"""

PARAMETER: Final = r"[?&;](?:password|passwd|pwd|secret|token|api_?key|access_?key|sig)="
"""How a parameter of an address begins whose value is a secret; in either case of letters."""

_CREDENTIALS = re.compile(
    r"://[^/\s:@?#]*:[^/\s@?#$]+@|"
    rf"{PARAMETER}[^&;\s$]+|"
    r"\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=[^;\s$]+|"
    r"\bpassword\s*=\s*(?P<quote>[\"'])(?!\$\{)[^\"']+(?P=quote)|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    re.IGNORECASE,
)

_NO_SECRET = re.compile(
    r"\s*|true|false|null|.*\$\{.+\}.*|vault:.*|\S+://\S*|(~|\.{0,2})/\S+\.\w+",
    re.DOTALL,
)
"""References, flags, addresses and files: whatever the name of their key."""


def clear_secret(key: str, value: str) -> str | None:
    """Why a value is a secret in clear, in words that go after "is"; None when it is none.

    Args:
        key: under which it stands, empty where that says nothing.
        value: the literal.
    """
    if _CREDENTIALS.search(value):
        return "a text with credentials in it"
    if key and _NAMES.search(_WORD_ENDS.sub(".", key).lower()) and not _is_harmless(value):
        return "a secret by its name"
    return None


def _is_harmless(value: str) -> bool:
    """Whether a value, whatever the name of its key, tells nobody a secret."""
    return _NO_SECRET.fullmatch(value) is not None or is_ciphertext(value)
