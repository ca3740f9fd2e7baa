"""Name what lies in the folder of a library, let processes take turns with it, and note how its files are left."""

from __future__ import annotations

import json
import os
import sys
import uuid
import zlib
from contextlib import nullcontext, suppress
from pathlib import Path, PurePath, PurePosixPath
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from qa_bot.errors import LibraryError, LibraryInUseError, ModelMismatchError
from qa_bot.files import keep_private
from qa_bot.library.sqlite.schema import SCHEMA_VERSION
from qa_bot.text.passages import CHUNKING

if TYPE_CHECKING:
    from qa_bot.library.protocols import Truth
    from qa_bot.models import PassageEmbedder

TRUTH = "library.db"
INDEX = "chroma"
RESTORING = "restoring"
COPIES = "backing-up"
"""Where a backup copies databases to; what a killed one left there goes with the next."""

PLAN = "plan.json"
"""In `RESTORING`, the names of what is being restored: only by it a folder is known to be ours."""

LEFT = "left"
_PASSING = frozenset(
    {LEFT, COPIES, "lock", "holder", "writing", "indexing", "replacing", "library.db.new", "library.db.making"}
)
_OWN = frozenset({TRUTH, f"{TRUTH}-wal", f"{TRUTH}-shm", INDEX, RESTORING, "uploads", "runs"}) | _PASSING
_UNFINISHED = ("-wal", "-shm", "-journal", ".part", ".making")


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder, none if it is not there."""
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def check_folder(folder: Path, *, create: bool, restoring: bool = False) -> None:
    """Raise LibraryError unless the folder holds a library or, with `create`, can become one.

    With `restoring`, unless it is empty but for what an unfinished restoring left.
    """
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"{folder} is a file, not the folder of a library; name another with --library")
    found = names_in(folder)
    if restoring:
        if TRUTH in found or found - {"lock", "holder"} - planned(folder):
            raise LibraryError(f"{folder} is not empty; name a new or an empty folder with --library")
    elif TRUTH not in found:
        _check_bare(folder, found, create=create)


def planned(folder: Path) -> set[str]:
    """Return the names of what a restoring that was cut off has put into a folder or would have, none if there is none.

    Whatever else is called `RESTORING` is somebody's own.
    """
    aside = folder / RESTORING
    try:
        plan = json.loads((aside / PLAN).read_text(encoding="utf-8")) if not aside.is_symlink() else None
    except (OSError, ValueError):
        return set()
    return {RESTORING, *map(str, plan)} if isinstance(plan, list) else set()


def _check_bare(folder: Path, found: set[str], *, create: bool) -> None:
    """Raise LibraryError unless a library can be made in a folder that has none."""
    if RESTORING in planned(folder):
        raise LibraryError(f"restoring {folder} was cut off; run the same qa-bot restore again")
    if found - _OWN:
        raise LibraryError(f"{folder} holds other files and no library; name a new or an empty folder with --library")
    if INDEX in found:
        raise LibraryError(
            f"{folder / TRUTH}, which holds the articles, is gone; put it back, or restore a backup into a new folder"
            " with qa-bot restore"
        )
    if not create:
        raise LibraryError(f"there is no library in {folder}; make one with: qa-bot add PATH --library {folder}")


def is_kept(name: str) -> bool:
    """Say whether a name in a backup is that of a file that makes a library."""
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name) and _is_kept(path)


def kept_files(folder: Path) -> list[Path]:
    """Return the files that make a library, sorted: all but the index and what is passing."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and _is_kept(path.relative_to(folder))
    )


def _is_kept(path: PurePath) -> bool:
    first = path.parts[0]
    return first not in _PASSING | {INDEX, RESTORING} and not (len(path.parts) == 1 and first.endswith(_UNFINISHED))


_READ_WHOLE = 64_000_000
"""Bytes; larger files are known by size and time alone, of smaller ones the content counts too."""

Noted = dict[str, list[int]]


class Left:
    """A note in the folder of sizes, times and checksums; what a killed process left is not as noted either."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted, found = self._read(), self._now()
        self.is_as_noted = self._noted == found
        self.index_decayed = any(
            self._noted.get(name, [])[:2] == now[:2] and self._noted[name] != now
            for name, now in found.items()
            if name.startswith(INDEX)
        )
        """Whether a file of the index has other content than it was left with, though nobody has written it."""

    def note(self) -> None:
        """Note how the files are; where that cannot be written, they are looked at when they are opened next."""
        with suppress(OSError):
            (self._folder / LEFT).write_text(json.dumps(self._now()), encoding="utf-8")

    def _read(self) -> Noted:
        try:
            noted = json.loads((self._folder / LEFT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) and all(isinstance(each, list) for each in noted.values()) else {}

    def _now(self) -> Noted:
        paths = [self._folder / TRUTH, *sorted((self._folder / INDEX).rglob("*"))]
        return {path.relative_to(self._folder).as_posix(): _shape(path) for path in paths if path.is_file()}


def _shape(path: Path) -> list[int]:
    found = path.stat()
    shape = [found.st_size, found.st_mtime_ns]
    return [*shape, zlib.crc32(path.read_bytes())] if found.st_size <= _READ_WHOLE else shape


class FolderLock:
    """Holds a library's folder until released, alone or, if `shared`, with others that share it.

    Makes the folder if need be.
    """

    def __init__(self, folder: Path, *, create: bool, shared: bool = False, restoring: bool = False) -> None:
        self._holder = folder / "holder"
        self._lock = (
            _SharedLock(folder / "lock") if shared else FileLock(folder / "lock", timeout=0, thread_local=False)
        )
        try:
            check_folder(folder, create=create, restoring=restoring)
            folder.mkdir(parents=True, exist_ok=True)
            keep_private(folder, *folder.iterdir())
            self._lock.acquire()
            self._holder.write_text(json.dumps({"pid": os.getpid(), "command": Path(sys.argv[0]).name}))
        except Timeout:
            raise LibraryInUseError(self._who(folder)) from None
        except OSError as error:
            self._lock.release()
            raise LibraryError(
                f"the library {folder} cannot be written ({error.strerror}); check its permissions and the disk"
            ) from error

    def release(self) -> None:
        """Let other processes open the library."""
        with suppress(OSError):  # that nobody reads unless the folder is locked
            self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _who(self, folder: Path) -> str:
        try:
            holder = json.loads(self._holder.read_text())
            who = f"process {holder['pid']} ({holder['command']})"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process"
        return f"the library {folder} is open in {who}; ask there, or close it and try again"


class _SharedLock:
    """A lock that several have at once, and nobody while a `FileLock` of the same file is held."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take it now or raise Timeout."""
        try:
            import fcntl
        except ImportError:
            raise LibraryError("QA_BOT_CHROMA_URL needs file locks that this system does not have; unset it") from None
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise Timeout(str(self._path)) from None

    def release(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class TurnLock:
    """What one thread at a time has, also among processes if a `file` is named; a thread may take it again."""

    def __init__(self, file: Path | None = None) -> None:
        self._threads = RLock()
        self._processes = FileLock(file, thread_local=False) if file else nullcontext()

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            self._processes.__enter__()
        except BaseException:
            self._threads.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._processes.__exit__(kind, error, traceback)
        self._threads.release()


def write_manifest(database: Truth, embedder: PassageEmbedder, library: str = "") -> None:
    """Write the model, the chunking, the schema and the name of the library, a new one unless it has one already."""
    database.set_manifest(
        {
            "model": embedder.fingerprint,
            "chunking": CHUNKING,
            "schema": str(SCHEMA_VERSION),
            "library": library or uuid.uuid4().hex,
        }
    )


def make_another(database: Truth) -> None:
    """Make a copy a library of its own, with an index of its own."""
    database.set_manifest({"library": uuid.uuid4().hex, "index": "", "index_state": ""})


def check_manifest(folder: Path, database: Truth, embedder: PassageEmbedder) -> None:
    """Write the manifest of a new library; raise ModelMismatchError if that of an old one does not fit."""
    found = database.manifest()
    if not found:
        write_manifest(database, embedder)
    elif (found["model"], found["chunking"]) != (embedder.fingerprint, CHUNKING):
        raise ModelMismatchError(
            f"the library {folder} was made with {found['model']} ({found['chunking']}), but this is"
            f" {embedder.fingerprint} ({CHUNKING}); run qa-bot rebuild, or set QA_BOT_EMBEDDER to the first"
        )
