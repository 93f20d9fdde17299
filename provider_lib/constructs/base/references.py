"""Texts that look as if they should refer to something in Terraform."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from provider_lib.constructs.base.problems import Problem
from provider_lib.constructs.base.tokens import split_at_tokens
from provider_lib.errors import Path

_ROOTS = "var|local|data|each|count|self|module|path|terraform"
_REFERENCE = re.compile(
    rf"\$\{{\s*(?:(?:{_ROOTS})\.\w"  # ${{var.x}}
    r"|[a-z][a-z0-9]*_\w+\.[\w-]+[.\[]"  # ${aws_s3_bucket.b.arn}
    r"|[a-z]\w*(?:::\w+)*\()"  # ${upper(...)}
    r"[^{}]{0,40}\}?"
)
_ADVICE = (
    "To refer to something, give the attribute of a construct, TerraformVariable(...).string_value or a function of Fn."
)


def seeming_references(value: Any, path: Path = ()) -> Iterator[Problem]:
    """Every literal text that looks like a reference, although no text is one."""
    match value:
        case str():
            found = next(filter(None, map(_REFERENCE.search, split_at_tokens(value)[::2])), None)
            if found:
                yield Problem(path, f"holds {found[0]}, which is sent as text", _ADVICE)
        case dict():
            for key, item in value.items():
                yield from seeming_references(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from seeming_references(item, (*path, index))
