"""Reports as one HTML page, which needs nothing else and fetches nothing."""

from __future__ import annotations

from provider_lib.review.page.shell import page

__all__ = ["page"]
