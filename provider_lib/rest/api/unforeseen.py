"""What nobody foresaw, as an error of the tree: whatever a server provokes, it is told and nothing is forgotten."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from provider_lib.errors import OutcomeUnknown, SluiceError, origin_of

LOG = logging.getLogger(__name__)


def as_error(failure: Exception, doing: str) -> SluiceError:
    """A failure as an error of the tree; one that nobody foresaw leaves open what became of it.

    Args:
        doing: what was tried, after "to": "create environment prod".
    """
    if isinstance(failure, SluiceError):
        return failure
    if LOG.isEnabledFor(logging.DEBUG):
        # Without the text of the failure, which may hold a value.
        LOG.debug("%s\n%s", type(failure).__name__, "".join(traceback.format_tb(failure.__traceback__)))
    return OutcomeUnknown(
        f"what came cannot be understood, when it was tried to {doing}",
        f"The answer is of a kind that Sluice does not foresee: {type(failure).__name__} at {origin_of(failure)}.\n"
        "Please report these lines. TF_LOG_PROVIDER=DEBUG logs the way there.",
    )


@contextmanager
def foreseen(doing: str) -> Iterator[None]:
    """Let a block raise nothing but errors of the tree."""
    try:
        yield
    except SluiceError:
        raise
    except Exception as failure:
        raise as_error(failure, doing) from failure
