"""The crash journal: what the provider began, and what only an answer told, until Terraform's state has it.

docs/design/crash-journal.md says what it is for. What an entry means is the provider's business; here it is a JSON
object with an ``id``, whose ``secrets`` no listing shows.
"""

from __future__ import annotations

from provider_lib.state.journal.disk import Disk
from provider_lib.state.journal.folder import JournalFolder
from provider_lib.state.journal.lines import Entry
from provider_lib.state.journal.place import VARIABLE, place_of

__all__ = ["VARIABLE", "Disk", "Entry", "JournalFolder", "place_of"]
