"""Keep a library in one file, and make a library from it."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from qa_bot.errors import LibraryError
from qa_bot.library.connections import snapshot
from qa_bot.library.database import Database
from qa_bot.library.folder import RESTORING, TRUTH, check_folder, kept_files, names
from qa_bot.library.lock import FolderLock, Turn
from qa_bot.library.manifest import make_another
from qa_bot.replacing import whole


def backup(folder: Path, file: Path) -> None:
    """Write a library, without its index, to one ZIP file; other processes may have it open and change it meanwhile.

    Each database is copied as it is at one moment. Raises LibraryError.
    """
    check_folder(folder, create=False)
    if file.is_dir():
        raise LibraryError(f"{file} is a folder; name a file to write the backup to")
    with _writing(file), Turn(folder / "replacing"), whole(file) as unfinished:
        kept = [path for path in kept_files(folder) if path.absolute() not in (file.absolute(), unfinished.absolute())]
        with (
            TemporaryDirectory(dir=file.parent, prefix=".backup-") as aside,
            ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            for path in kept:
                name = path.relative_to(folder).as_posix()
                copy = Path(aside) / "copy.db"
                if path.suffix == ".db":
                    snapshot(path, copy)
                    archive.write(copy, name)
                    copy.unlink()
                else:
                    with suppress(FileNotFoundError):  # removed since
                        archive.write(path, name)


def restore(file: Path, folder: Path) -> None:
    """Make a library in a new or empty folder from what `backup` wrote; run again, it finishes what was cut off.

    It is a library of its own, with an index of its own, made when it is first opened. Raises LibraryError.
    """
    if not file.is_file():
        raise LibraryError(f"there is no file {file}; name one that qa-bot backup wrote")
    lock = FolderLock(folder, create=True, restoring=True)
    aside = folder / RESTORING
    try:
        with _writing(folder):
            for leftover in names(folder) - {"lock", "holder"}:
                _remove(folder / leftover)
            aside.mkdir()
            try:
                _unpack(file, aside)
            except LibraryError:
                _remove(aside)
                raise
            for name in sorted(names(aside), key=lambda each: each == TRUTH):  # the truth last: then it is a library
                os.replace(aside / name, folder / name)
            aside.rmdir()
    finally:
        lock.release()


def _unpack(file: Path, folder: Path) -> None:
    """Unpack a backup and check it."""
    try:
        with ZipFile(file) as archive:
            archive.extractall(folder)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise LibraryError(f"{file} is no backup of a library, or damaged ({error}); take another") from error
    if not (folder / TRUTH).is_file():
        raise LibraryError(f"{file} is no backup of a library; name a file that qa-bot backup wrote")
    with closing(Database(folder / TRUTH)) as database:
        if problems := database.problems():
            raise LibraryError(f"{file} holds a damaged library ({problems[0]}); take another backup")
        make_another(database)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Turn the errors of files into one line."""
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"{target} cannot be written ({error.strerror}); check its permissions and the disk, or name another"
        ) from error
