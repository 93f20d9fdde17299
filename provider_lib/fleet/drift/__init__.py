"""What of the things that we own is not as it was deployed, or not as the code says: a plan in, values out. Pure.

docs/design/drift.md says what counts.
"""

from __future__ import annotations

from provider_lib.fleet.drift.deviations import Deviation, StackDrift, drift_of, unread
from provider_lib.fleet.drift.document import document
from provider_lib.fleet.drift.markdown import markdown
from provider_lib.fleet.drift.since import Since
from provider_lib.fleet.drift.text import lines

__all__ = ["Deviation", "Since", "StackDrift", "document", "drift_of", "lines", "markdown", "unread"]
