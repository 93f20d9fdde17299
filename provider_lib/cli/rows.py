"""Rows of what was found: a table for people, lines with tabs for programs, or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer
from rich.table import Table
from rich.text import Text

from provider_lib.cli.session import Session
from provider_lib.legible import legible, legible_json


def print_rows(session: Session, rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    """Print rows: a table on a terminal, else a line each; or JSON."""
    if as_json:
        typer.echo(legible_json(rows))
        return
    out = session.out
    if not out.is_interactive:
        for row in rows:
            typer.echo("\t".join(_cell(row[column]) for column in columns))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")  # an ID that is cut short is of no use
    for row in rows:
        table.add_row(*[Text(_cell(row[column])) for column in columns])
    out.print(table)


def _cell(value: Any) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
    return legible(str(value), kept="")  # a line break would be another row
