"""Texts as Terraform reads them.

Terraform takes every text, also a key of a map, for a template: in JSON as it stands, in HCL between quotes. What is
literal in a text is escaped, so that it arrives as it was written; what stands for a value that only Terraform knows
is left to the CDK.
"""

from __future__ import annotations

import re
from typing import Any

from provider_lib.constructs.base.tokens import split_at_tokens

_OPENING = re.compile(r"([$%])(?=\{)")
_AT_END = re.compile(r"\$+(?=[{\r])")
_BEFORE_TOKEN = re.compile(r"\$+(?=[{\r]|\Z)")
_IN_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})

# What the CDK's renderer would not write as text, and keys that it would write without the quotes that they need.
_READ_AS_CODE = re.compile(r"[\[{].*|-?\d+", re.DOTALL)
_KEY_WITHOUT_QUOTES = re.compile(r"(?!\d)[A-Za-z0-9_-]*")
_IDENTIFIER = re.compile(r"(?!for\Z)[A-Za-z_][A-Za-z0-9_-]*")


def json_templates(value: Any) -> Any:
    """The value for Terraform's JSON: every text in it has become a template that gives this text."""
    match value:
        case str():
            return _template(value)
        case dict():
            return {_template(key): json_templates(item) for key, item in value.items()}
        case list():
            return [json_templates(item) for item in value]
        case _:
            return value


def hcl_templates(value: Any, *, guessed: bool = False) -> Any:
    """The value for the CDK's HCL renderer, which puts texts between quotes as they are.

    Args:
        value: the value.
        guessed: the renderer is not told the type and takes some texts for code.
    """
    match value:
        case str():
            text = _template(value, _IN_QUOTES)
            is_code = guessed and "${" not in text and _READ_AS_CODE.fullmatch(text)
            return _as_expression(text) if is_code else text
        case dict():
            return {_hcl_key(key): hcl_templates(item, guessed=guessed) for key, item in value.items()}
        case list():
            return [hcl_templates(item, guessed=guessed) for item in value]
        case _:
            return value


def _hcl_key(key: str) -> str:
    text = _template(key, _IN_QUOTES)
    bare = _KEY_WITHOUT_QUOTES.fullmatch(text) and not _IDENTIFIER.fullmatch(text)
    return _as_expression(text) if bare else text


def _as_expression(text: str) -> str:
    return f'${{"{text}"}}'


def _template(text: str, in_quotes: dict[int, str] | None = None) -> str:
    """A template that gives ``text``, for JSON or, with what to escape there, for between quotes."""
    if "{" not in text:
        return text.translate(in_quotes) if in_quotes else text
    *parts, last = (part.translate(in_quotes or {}) for part in split_at_tokens(text))
    if not parts and ("\r" not in last or not _OPENING.search(last)):
        return _OPENING.sub(r"\1\1", last)
    # The CDK would misread what it resolves after a doubled `$`, and Terraform what comes after a lone `\r`.
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return "".join(f"{_spelt(literal, _BEFORE_TOKEN)}{token}" for literal, token in pairs) + _spelt(last, _AT_END)


def _spelt(literal: str, dollars: re.Pattern[str]) -> str:
    """The literal part of a template, with expressions for what cannot stand there as it is."""
    escaped = dollars.sub(lambda found: _as_expression(found[0]), literal).replace("\r", _as_expression(r"\r"))
    return escaped.replace("%{", "%%{")
