"""Keys and values that are secrets by how they look, whoever holds them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from provider_lib.spec.system import CIPHERTEXTS

# Anywhere in a key: this word decides what is masked, and what an import leaves out, where one too many does no harm.
# What is refused as written down in clear, in ``clear_secrets``, must read so at its end: an error may not be mistaken.
SECRET_WORD: Final = re.compile(
    r"(^|[._-])(password|passwd|passphrase|secret|token|credentials?|keyfile|jaas[._-]config|"
    r"(private|api|access|account|shared)[._-]?key|key[._-]?id)([._-]|$)",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CIPHERTEXT: Final = re.compile("|".join(CIPHERTEXTS))


@lru_cache(maxsize=4096)  # many objects have the same few keys
def sounds(words: re.Pattern[str], key: str) -> bool:
    """Whether one of these words stands in a key, be it ``client.secret``, ``client_secret`` or ``clientSecret``."""
    return words.search(_HUMP.sub(".", key)) is not None


def is_ciphertext(value: Any) -> bool:
    """Whether a value is written as one that is encrypted or hashed: a server may show that for a secret."""
    return isinstance(value, str) and _CIPHERTEXT.fullmatch(value) is not None
