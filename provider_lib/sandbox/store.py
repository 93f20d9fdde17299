"""The sandbox's database: one SQLite connection, used by the server's single event loop only."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Parameters = Sequence[Any]


class Store:
    """Rows in SQLite.

    Args:
        tables: SQL that creates every table; a file made with other tables is emptied.
        path: the database file; None keeps everything in memory.
    """

    def __init__(self, tables: str, path: Path | None = None) -> None:
        self._tables = tables
        if path is not None:
            # SQLite makes the files beside it as it is. What is tried out may be given real secrets.
            path.touch(mode=0o600)
            path.chmod(0o600)
        # The connection is opened where the server is set up and used in the server's thread.
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        version = zlib.crc32(tables.encode()) & 0x7FFFFFFF
        if self._connection.execute("PRAGMA user_version").fetchone()[0] != version:
            self.reset()
            self._connection.execute(f"PRAGMA user_version = {version}")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Every row that ``sql`` selects."""
        return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The first row that ``sql`` selects."""
        found: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
        return found

    def count(self, sql: str, parameters: Parameters = ()) -> int:
        """The single number that ``sql`` selects."""
        number: int = self._connection.execute(sql, parameters).fetchone()[0]
        return number

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Carry out an insert and return the new row's id."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    def change(self, sql: str, parameters: Parameters = ()) -> int:
        """Carry out an update or a delete and return how many rows it touched."""
        return self._connection.execute(sql, parameters).rowcount

    def change_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        """Carry out the same statement once for each of ``parameters``."""
        self._connection.executemany(sql, parameters)

    def commit(self) -> None:
        """Keep what was changed since the last commit."""
        self._connection.commit()

    def rollback(self) -> None:
        """Forget what was changed since the last commit."""
        self._connection.rollback()

    def reset(self) -> None:
        """Drop every table and create them anew, empty."""
        for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
            self._connection.execute(f'DROP TABLE "{name}"')
        self._connection.executescript(self._tables)
        self.commit()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
