"""The traits of a role: all that the engine asks of what a field is for, each with one meaning."""

from __future__ import annotations

from typing import Literal

from provider_lib.dataclass import dataclass

ByServer = Literal["kept", "renewed", "open"]
"""How a plan shows a value that only the server sets: as it was, but UNKNOWN where it may become another.

kept: only while nothing is known yet.
renewed: only when a trigger that renews it is pulled.
open: with every change of the object.
"""

Planned = Literal["given", "made"] | ByServer
"""Where a plan has a value from.

given: from the user, who alone may set it.
made: from other fields, in a way of the role's own.
"""

Change = Literal["body", "call", "wait", "nothing"]
"""How a planned change gets to the server.

body: in the body of the update.
call: by a call of its own.
wait: not at all, but what it asks for is waited for.
nothing: not at all; it steers the provider, or another field shows the change.
"""

Read = Literal["never", "compared", "first", "last", "shown", "specially"]
"""What a state takes from an answer.

never: nothing; what is known stays.
compared: what the server has, unless that means the same as what is known.
first: what the server has, once and for all.
last: what the server has, if the answer shows it.
shown: what the answer shows, be it nothing.
specially: something, in a way of the role's own.
"""


@dataclass(frozen=True, slots=True)
class Traits:
    """All that the engine asks of a role without knowing it.

    Args:
        planned: where a plan has the value from.
        change: how a planned change gets to the server.
        read: what a state takes from an answer.
        identifies: it is part of what names the object.
    """

    planned: Planned
    change: Change
    read: Read
    identifies: bool = False
