"""What the warnings of a plan announce of an object, in the words by which a review knows them again."""

from __future__ import annotations

from typing import Final

WILL_BE_MADE_ANEW: Final = "will be deleted and made again to be changed"
MAY_BE_MADE_ANEW: Final = "may be deleted and made again to be changed"
"""Ends of the summary: the plan itself says only that the object is updated."""
