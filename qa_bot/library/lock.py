"""One process at a time holds a library."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from qa_bot.errors import LibraryError, LibraryInUseError

OWN_FILES = frozenset(
    {"lock", "holder", "library.db", "library.db-wal", "library.db-shm", "library.db.new", "chroma", "uploads", "runs"}
)


class FolderLock:
    """Holds a library's folder until released; makes the folder if need be."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        self._holder = folder / "holder"
        self._lock = FileLock(folder / "lock", timeout=0, thread_local=False)
        try:
            _check(folder, create=create)
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            self._holder.write_text(json.dumps({"pid": os.getpid(), "command": Path(sys.argv[0]).name}))
        except Timeout:
            raise LibraryInUseError(self._who(folder)) from None
        except OSError as error:
            self._lock.release()
            raise LibraryError(
                f"the library {folder} cannot be written ({error.strerror}); check its permissions"
            ) from error

    def release(self) -> None:
        """Let other processes open the library."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _who(self, folder: Path) -> str:
        try:
            holder = json.loads(self._holder.read_text())
            who = f"process {holder['pid']} ({holder['command']})"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process"
        return f"the library {folder} is open in {who}; ask there, or close it and try again"


def _check(folder: Path, *, create: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"{folder} is a file, not the folder of a library; name another with --library")
    found = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    if "library.db" in found:
        return
    if found - OWN_FILES:
        raise LibraryError(f"{folder} holds other files and no library; name a new or an empty folder with --library")
    if not create:
        raise LibraryError(f"there is no library in {folder}; make one with: qa-bot add PATH --library {folder}")
