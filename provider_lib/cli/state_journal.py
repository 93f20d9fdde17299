"""``sluice state journal``: what the provider began of which no state is known yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from provider_lib.cli.rows import print_rows
from provider_lib.cli.session import ENGINE, HERE, Json, NoColor, Session
from provider_lib.errors import StateError
from provider_lib.spec.secret import Secret
from provider_lib.state.begun_moves import MOVES
from provider_lib.state.journal import VARIABLE, Entry, JournalFolder, place_of

COLUMNS = ("id", "began", "doing", "name", "server", "outcome", "import_id")

Forget = Annotated[
    list[str] | None,
    typer.Option("--forget", metavar="ID", help="End this entry: nothing is left to do about it; repeatable."),
]


def journal(forget: Forget = None, as_json: Json = False, no_color: NoColor = False) -> None:
    """List what was begun and is in no state yet, as far as a later plan or deploy has seen; also moves.

    Deploy again to settle it, or move again. What cannot be settled says so then, and --forget ends it.
    """
    session = Session(HERE, ENGINE, no_color)
    folder = place_of(session.environ)
    if folder is None:
        raise StateError("There is no journal", f"It is switched off, or {VARIABLE} and HOME are not set.")
    kept = [JournalFolder(folder), JournalFolder(folder / MOVES)]
    try:
        if forget:
            _forget(kept, forget)
        else:
            print_rows(session, [_row(*one) for each in kept for one in each.all()], COLUMNS, as_json)
    except OSError as failure:
        raise StateError(f"The journal in {folder} cannot be used", str(failure)) from failure


def _forget(kept: Sequence[JournalFolder], ids: list[str]) -> None:
    known = {entry["id"]: is_under_way for each in kept for entry, is_under_way in each.all()}
    for one in ids:
        if one not in known:
            raise StateError(f"The journal has no entry {one}", "`sluice state journal` lists what there is.")
        if known[one]:
            raise StateError(f"A run is at work on {one}", "Wait until it is over.")
    for each in kept:
        each.forget(ids)


def _row(entry: Entry, is_under_way: bool) -> dict[str, Any]:
    return {
        "id": entry["id"],
        "began": _moment(entry.get("began")),
        "doing": entry.get("doing"),
        "type": entry.get("type_name"),
        "name": entry.get("name"),
        "server": entry.get("server"),
        "outcome": _outcome(entry, is_under_way),
        "import_id": entry.get("import_id") or None,
        "secrets": {name: str(Secret(text)) for name, text in (entry.get("secrets") or {}).items()},
    }


def _outcome(entry: Entry, is_under_way: bool) -> str:
    if "damaged" in entry:
        return f"{entry['damaged']} lines of its file cannot be read"
    if is_under_way:
        return "under way"
    return "unknown" if entry.get("told") is None else "done"


def _moment(seconds: Any) -> str | None:
    if not isinstance(seconds, int | float):
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
