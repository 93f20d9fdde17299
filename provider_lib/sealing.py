"""Texts that only some can read: sealed to recipients by age, and opened with an identity of one of them.

The form is age's own (https://age-encryption.org/v1, as lines of text), so ``age --decrypt`` opens it too. The library
is loaded by who seals or opens, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from provider_lib.errors import ConfigError

IDENTITY_VARIABLE: Final = "SLUICE_AGE_IDENTITY"
"""Holds an identity, or names the file of one."""

IDENTITY_PREFIX: Final = "AGE-SECRET-KEY-1"

_FIRST_LINE: Final = "-----BEGIN AGE ENCRYPTED FILE-----\n"


def is_sealed(text: str) -> bool:
    """Whether a text is sealed, to whomever."""
    return text.startswith(_FIRST_LINE)


def seal(text: str, recipients: Iterable[str]) -> str:
    """A text as only these can read it; never the same twice.

    Raises:
        ConfigError: one of them is no recipient, or there is none.
    """
    import pyrage

    try:
        known = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
        sealed: bytes = pyrage.encrypt(text.encode(), known, armored=True)
    except (pyrage.RecipientError, pyrage.EncryptError) as error:
        raise ConfigError(f"nothing can be encrypted to these recipients: {error}", "Each is as age1...") from None
    return sealed.decode()


def is_recipient(text: str) -> bool:
    """Whether a text is an age recipient of the common kind, X25519."""
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def new_identity() -> tuple[str, str]:
    """An identity that nobody had before, and its recipient."""
    import pyrage

    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


class Identities:
    """What opens sealed texts.

    Args:
        given: an identity, or lines with one each, as age-keygen writes them; or the path of a file with such lines.
        origin: where it was given, in words.

    Raises:
        ConfigError: it is none of that.
    """

    def __init__(self, given: str, origin: str = IDENTITY_VARIABLE) -> None:
        text = given if IDENTITY_PREFIX in given else _content(given, origin)
        lines = [line.strip() for line in text.splitlines()]
        self.texts = tuple(line for line in lines if line and not line.startswith("#"))
        self._loaded = [_identity(text, number, origin) for number, text in enumerate(self.texts, 1)]
        if not self.texts:
            raise ConfigError(f"{origin} holds no identity", _ADVICE)

    def open(self, sealed: str) -> str | None:
        """What was sealed; None when it was to others, or is damaged."""
        import pyrage

        try:
            clear: bytes = pyrage.decrypt(sealed.encode(), self._loaded)
            return clear.decode()
        except (pyrage.DecryptError, UnicodeDecodeError):
            return None


_ADVICE: Final = (
    f"An identity begins with {IDENTITY_PREFIX}; `sluice key init` and age-keygen make a file with one. Give that "
    "file, or the line."
)


def _content(path: str, origin: str) -> str:
    try:
        return Path(path).expanduser().read_text()
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "it is no text"
        # The value itself may be a misspelt identity.
        raise ConfigError(f"{origin} is neither an identity nor a file that can be read: {why}", _ADVICE) from None


def _identity(text: str, number: int, origin: str) -> Any:
    import pyrage

    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise ConfigError(f"identity {number} of {origin} cannot be used: {error}", _ADVICE) from None
