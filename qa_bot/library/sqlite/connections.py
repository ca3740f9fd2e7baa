"""Connect to an SQLite file: one connection writes, and as many read as threads read at once."""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from qa_bot.errors import LibraryError
from qa_bot.files import keep_private


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of an SQLite file.

    `script` makes those of `version`; each of `migrations` takes a file from a version to the next, in one transaction.
    `remedy` tells a person what to do about a damaged file.
    """

    version: int
    script: str
    migrations: Mapping[int, str]
    remedy: str


_DAMAGED = "take what can still be read with qa-bot export"
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_UNWRITABLE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_IOERR,
)
UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, MemoryError)
"""What making values of damaged rows ends in."""

Row = Any
Made = TypeVar("Made")


_FEW_PAGES = 64

_LARGEST = 500_000_000
"""Bytes of a row: more says one that is damaged."""


def crc(*values: bytes | str) -> int:
    """Return a checksum of these values, one after the other; also a function in SQL."""
    sum_ = 0
    for each in values:
        sum_ = zlib.crc32(each if isinstance(each, bytes) else str(each).encode(), sum_)
    return sum_


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
                if not path.exists():
                    self._create()
                keep_private(path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm")))
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

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of a query."""
        with self._clearly(), self._reader() as connection:
            return connection.execute(sql, values).fetchall()

    def shrink(self) -> None:
        """Give the disk back what is unused of the file, where that is a quarter or more."""
        with self._write_lock, self._clearly():
            (pages,), (free,) = (
                self._writer.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "freelist_count")
            )
            if free > _FEW_PAGES and 4 * free >= pages:
                self._writer.execute("VACUUM")
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def make(self, make: Callable[[], Made]) -> Made:
        """Return what is made of rows; rows of which it cannot be made are damaged."""
        try:
            return make()
        except UNREADABLE as error:
            raise damaged(self._path, error, self._tables.remedy) from error

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
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        connection.create_function("crc", -1, crc, deterministic=True)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # of a removed article no word stays in the file
        return connection

    def _create(self) -> None:
        """Make the file with its tables aside, so that one without them is always a damaged one."""
        making = self._path.with_name(f"{self._path.name}.making")
        for leftover in self._path.parent.glob(f"{making.name}*"):
            leftover.unlink()
        with closing(sqlite3.connect(making, isolation_level=None)) as connection:
            keep_private(making)
            _execute(connection, self._tables.script, self._tables.version)
        os.replace(making, self._path)

    def _prepare(self) -> None:
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if (found := _names(self._writer)) and found.isdisjoint(_expected(self._tables.script)):
            raise sqlite3.DatabaseError("it has no tables of ours")
        if version > self._tables.version:
            raise LibraryError(
                f"{self._path} was written by a newer QA Bot (schema {version}); update QA Bot to open it"
            )
        if version == 0:
            raise sqlite3.DatabaseError("it is empty" if self._path.stat().st_size == 0 else "it has no tables of ours")
        if version < 0:
            raise sqlite3.DatabaseError(f"no schema is {version}")
        self._writer.execute("PRAGMA journal_mode = WAL")
        for older in range(version, self._tables.version):
            _execute(self._writer, self._tables.migrations[older], older + 1)
        if missing := _expected(self._tables.script) - _names(self._writer):
            raise sqlite3.DatabaseError(f"{min(missing)} is missing")
        self._writer.execute("BEGIN IMMEDIATE")  # a file that cannot be written says so now, not in the middle of work
        self._writer.execute(f"PRAGMA user_version = {self._tables.version}")
        self._writer.execute("ROLLBACK")

    def _clearly(self) -> AbstractContextManager[None]:
        return _clearly(self._path, self._tables.remedy)


@contextmanager
def _clearly(path: Path, remedy: str) -> Iterator[None]:
    """Turn errors of SQLite and of files into one line that names the file and what to do."""
    try:
        yield
    except sqlite3.ProgrammingError as error:
        raise LibraryError(f"{path} is closed; open the library again") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in _BUSY:
            raise LibraryError(f"{path} is being written by another process; try again when it is done") from error
        if code in _UNWRITABLE:
            why = f"{error}; check that the folder can be written and the disk is not full"
            raise LibraryError(f"{path}: {why}") from error
        raise damaged(path, error, remedy) from error
    except OSError as error:
        raise LibraryError(
            f"{path} cannot be written ({error.strerror}); check its permissions and the disk"
        ) from error


def damaged(path: Path, why: object, remedy: str) -> LibraryError:
    """Return the error that a file is damaged, in one line without what stands in the file."""
    said = " ".join(str(why).split()) or type(why).__name__
    return LibraryError(f"{path} is damaged ({said.partition(' with text ')[0]}); {remedy}")


def _names(connection: sqlite3.Connection) -> set[str]:
    return {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    }


@cache
def _expected(script: str) -> frozenset[str]:
    """Return the names of all that a script makes, the tables behind its tables too."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return frozenset(_names(connection))


def _execute(connection: sqlite3.Connection, script: str, version: int) -> None:
    """Take a file to a version, at once."""
    connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;")


def replace_database(fresh: Path, path: Path) -> None:
    """Put a closed database in the place of another; raise LibraryError if SQLite could not finish either of them.

    What stands in the log of one would be taken for that of the other.
    """
    for each in (fresh, path):
        if each.with_name(f"{each.name}-wal").exists():
            raise LibraryError(f"{each} could not be finished; check that the disk is not full, and try again")
    os.replace(fresh, path)


def snapshot(path: Path, copy: Path) -> None:
    """Write a database as it is at this moment to a new file, while others may read and write it."""
    source = f"{path.absolute().as_uri()}?mode=ro"
    with _clearly(path, _DAMAGED), closing(sqlite3.connect(source, uri=True, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def containing(word: str) -> str:
    """Return the pattern for `LIKE ? ESCAPE '!'` of what contains a word, in which nothing else is special."""
    return f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
