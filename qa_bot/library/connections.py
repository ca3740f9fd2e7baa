"""Connections to an SQLite file: one that writes, and as many to read as threads read at once."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa_bot.errors import LibraryError
from qa_bot.library.tables import Tables


class Connections:
    """One writer at a time, readers in any thread; a new file gets its tables. Errors are LibraryErrors."""

    def __init__(self, path: Path, tables: Tables) -> None:
        self._path = path
        self._tables = tables
        self._write_lock = threading.RLock()
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._opened: list[sqlite3.Connection] = []
        try:
            with self._clearly():
                self._writer = self._connect()
                self._prepare()
        except LibraryError:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection."""
        self._closed = True
        for connection in self._opened:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing."""
        with self._write_lock, self._clearly(), self._writer:
            self._writer.execute("BEGIN IMMEDIATE")
            yield self._writer

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the rows of a query."""
        with self._clearly(), self._reader() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that no other thread reads with."""
        if self._closed:
            raise sqlite3.ProgrammingError("closed")
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=30)
        self._opened.append(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _prepare(self) -> None:
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version > self._tables.version:
            raise LibraryError(
                f"{self._path} was written by a newer QA Bot (schema {version}); update QA Bot to open it"
            )
        self._writer.execute("PRAGMA journal_mode = WAL")
        if version == 0:
            self._make(self._tables.script, self._tables.version)
        for older in range(version or self._tables.version, self._tables.version):
            self._make(self._tables.migrations[older], older + 1)
        self._writer.execute("BEGIN IMMEDIATE")  # a file that cannot be written says so now, not in the middle of work
        self._writer.execute("ROLLBACK")

    def _make(self, script: str, version: int) -> None:
        self._writer.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;")

    @contextmanager
    def _clearly(self) -> Iterator[None]:
        """Turn SQLite's errors into one line that names the file and what to do."""
        path = self._path
        try:
            yield
        except sqlite3.ProgrammingError as error:
            raise LibraryError(f"{path} is closed; open the library again") from error
        except sqlite3.OperationalError as error:
            raise LibraryError(
                f"{path}: {error}; check that the folder can be written and the disk is not full"
            ) from error
        except sqlite3.DatabaseError as error:
            raise LibraryError(f"{path} is damaged ({error}); {self._tables.remedy}") from error


def containing(word: str) -> str:
    """Return the pattern for `LIKE ? ESCAPE '!'` of what contains a word, in which nothing else is special."""
    return f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
