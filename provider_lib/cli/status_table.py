"""The status of what we own as lines that fit a width: a line each, and below it what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from provider_lib.fleet import Status
from provider_lib.legible import legible

COLUMNS: Final = ("name", "state", "tasks", "desired", "drift", "agent", "since", "position", "stack", "kind")
"""In the order in which they are shown; where the width does not do, the last ones go first."""

KEPT: Final = 3
"""Columns that never go."""

GAP: Final = 2
LEAST: Final = 12
"""Columns of a terminal that a name gets in any case."""

STYLES: Final = {"well": "green", "astray": "yellow", "unread": "yellow"}
TROUBLE: Final = "bold red"


def cells(status: Status) -> dict[str, str]:
    """What each column shows of something."""
    tasks = len(status.tasks)
    return {
        "name": title(status),
        "state": status.does,
        "tasks": f"{status.failed} of {tasks} failed" if status.failed else str(tasks) if tasks else "-",
        "desired": status.desired or "-",
        "drift": "-" if status.drift is None else "yes" if status.drift else "no",
        "agent": {None: "-", True: "yes", False: "no"}[status.agent_connected],
        "since": status.since or "-",
        "position": _position(status),
        "stack": status.stack,
        "kind": f"{status.system} {status.kind}",
    }


def title(status: Status) -> str:
    """What it is called, and where it is."""
    return f"{status.place}/{status.name}" if status.place else status.name


def lines(statuses: Sequence[Status], width: int) -> list[Text]:
    """The table: what is in trouble first.

    Args:
        width: columns of the terminal.
    """
    ordered = sorted(statuses, key=lambda one: (one.verdict == "well", not one.is_down))
    rows = [{name: legible(text, kept="") for name, text in cells(status).items()} for status in ordered]
    widths = _widths([dict(zip(COLUMNS, COLUMNS, strict=True)), *rows], width)
    heading = "  ".join(_padded(name, room) for name, room in widths.items())
    found = [_cut(Text(heading.rstrip(), "bold"), width)]
    for status, row in zip(ordered, rows, strict=True):
        style = STYLES.get(status.verdict, TROUBLE)
        parts = [(_padded(row[name], room) + "  ", style if name == "state" else "") for name, room in widths.items()]
        line = Text.assemble(*parts)
        line.rstrip()
        found.append(_cut(line, width))
        if told := legible(status.trouble, kept=""):
            found.append(_cut(Text(f"  {told}", "dim"), width))
    return found


def summary(statuses: Sequence[Status]) -> str:
    """How many are how, in a line."""
    counted = Counter(status.verdict for status in statuses)
    return ", ".join(f"{count} {verdict}" for verdict, count in counted.most_common()) or "nothing is owned here"


def _position(status: Status) -> str:
    """How far it has come: of several parts no more than how many they are."""
    match status.position:
        case None | ():
            return "-"
        case (part,):
            return part
        case parts:
            return f"{len(parts)} parts"


def _widths(rows: Sequence[dict[str, str]], width: int) -> dict[str, int]:
    """The columns that fit, with their widths; the name gives way when the others leave too little."""
    natural = {name: max(cell_len(row[name]) for row in rows) for name in COLUMNS}
    shown = list(COLUMNS)
    while len(shown) > KEPT and sum(natural[name] + GAP for name in shown) - GAP > width:
        shown.pop()
    others = sum(natural[name] + GAP for name in shown[1:])
    return {name: natural[name] if name != "name" else max(min(natural[name], width - others), LEAST) for name in shown}


def _padded(text: str, room: int) -> str:
    """A text that fills its room, and no more."""
    cut = _cut(Text(text), room)
    return cut.plain + " " * (room - cut.cell_len)


def _cut(text: Text, width: int) -> Text:
    text.truncate(width, overflow="ellipsis")
    return text
