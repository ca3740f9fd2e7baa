"""Let one process have a library, or several that share its index on a server."""

from __future__ import annotations

import json
import os
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import RLock
from types import TracebackType

from filelock import FileLock, Timeout

from qa_bot.errors import LibraryError, LibraryInUseError
from qa_bot.library.folder import check_folder
from qa_bot.private import keep_private


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


class Turn:
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
