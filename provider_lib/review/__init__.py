"""What a teammate must know of a plan before approving it: plan and declarations in, a report out. Pure."""

from __future__ import annotations

from provider_lib.review.digest import digest
from provider_lib.review.document import document
from provider_lib.review.markdown import markdown
from provider_lib.review.page import page
from provider_lib.review.plan import resource_of
from provider_lib.review.report import (
    Change,
    Difference,
    Drift,
    Effect,
    Graph,
    Health,
    Remark,
    Rename,
    Report,
    SecretUse,
)
from provider_lib.review.reviewing import review
from provider_lib.review.synths import planned, settings
from provider_lib.review.text import lines, text
from provider_lib.review.unlike import unlike
from provider_lib.review.words import keeping, total

__all__ = [
    "Change",
    "Difference",
    "Drift",
    "Effect",
    "Graph",
    "Health",
    "Remark",
    "Rename",
    "Report",
    "SecretUse",
    "digest",
    "document",
    "keeping",
    "lines",
    "markdown",
    "page",
    "planned",
    "resource_of",
    "review",
    "settings",
    "text",
    "total",
    "unlike",
]
