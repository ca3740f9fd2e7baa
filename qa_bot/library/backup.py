"""Keep a library in one file, make one from it, or make one anew from its own articles, e.g. for another model."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from qa_bot.errors import LibraryError
from qa_bot.files import keep_private, replacing, whole
from qa_bot.library.encode import encode_ahead
from qa_bot.library.folder import (
    COPIES,
    PLAN,
    RESTORING,
    TRUTH,
    FolderLock,
    TurnLock,
    check_folder,
    is_kept,
    kept_files,
    make_another,
    names_in,
    planned,
    write_manifest,
)
from qa_bot.library.library import Library
from qa_bot.library.protocols import Articles, Truth
from qa_bot.library.sqlite.connections import replace_database, snapshot
from qa_bot.library.sqlite.database import Database
from qa_bot.model import Article, Progress
from qa_bot.models import PassageEmbedder

_MOST_UNPACKED = 200
"""Times its size that a backup may have unpacked; of texts and vectors it has two to ten."""

_SPARED = 100_000_000
"""Bytes of the disk that a restoring leaves."""


def backup(folder: Path, file: Path) -> None:
    """Write a library, without its index, to one ZIP file; other processes may have it open and change it meanwhile.

    Each database is copied as it is at one moment. Raises LibraryError.
    """
    check_folder(folder, create=False)
    if file.is_dir():
        raise LibraryError(f"{file} is a folder; name a file to write the backup to")
    with _writing(file), TurnLock(folder / "replacing"), whole(file) as unfinished:
        ours = (Path(os.path.realpath(file)), unfinished)
        kept = [path for path in kept_files(folder) if Path(os.path.realpath(path)) not in ours]
        with _copies(folder) as aside, ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            keep_private(unfinished, aside)
            for path in kept:
                name = path.relative_to(folder).as_posix()
                copy = aside / "copy.db"
                if path.suffix == ".db":
                    snapshot(path, copy)
                    archive.write(copy, name)
                    copy.unlink()
                else:
                    with suppress(FileNotFoundError):  # removed since
                        archive.write(path, name)


@contextmanager
def _copies(folder: Path) -> Iterator[Path]:
    """Lend an empty folder for copies, in that of the library; what a killed backup left there goes."""
    aside = folder / COPIES
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def restore(file: Path, folder: Path) -> None:
    """Make a library in a new or empty folder from what `backup` wrote; run again, it finishes what was cut off.

    It is a library of its own, with an index of its own, made when it is first opened. Raises LibraryError.
    """
    if not file.is_file():
        raise LibraryError(f"there is no file {file}; name one that qa-bot backup wrote")
    lock = FolderLock(folder, create=True, restoring=True)
    aside = folder / RESTORING
    try:
        with _writing(folder), _backup(file) as archive:
            kept = _checked(archive, file, shutil.disk_usage(folder).free)
            for leftover in planned(folder) & names_in(folder):
                _remove(folder / leftover)
            aside.mkdir()
            try:
                _write_plan(aside, kept)
                _unpack(archive, file, aside)
            except LibraryError:
                _remove(aside)
                raise
            for name in sorted(names_in(aside) - {PLAN}, key=lambda each: each == TRUTH):  # then it is a library
                os.replace(aside / name, folder / name)
            _remove(aside)
    finally:
        lock.release()


def _write_plan(aside: Path, kept: Sequence[str]) -> None:
    """Write what is going to be in the folder, whole, before anything is."""
    with replacing(aside / PLAN) as stream:
        json.dump(sorted({each.partition("/")[0] for each in kept}), stream)


@contextmanager
def _backup(file: Path) -> Iterator[ZipFile]:
    """Open a backup; whatever is wrong with the archive is a LibraryError."""
    try:
        with ZipFile(file) as archive:
            yield archive
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise LibraryError(f"{file} is no backup of a library, or damaged ({error}); take another") from error


def _checked(archive: ZipFile, file: Path, free: int) -> list[str]:
    """Return the names in a backup; raise LibraryError for an archive that is none, or that unpacks to too much."""
    entries = [each for each in archive.infolist() if not each.is_dir()]
    kept = [each.filename for each in entries]
    size = sum(each.file_size for each in entries)
    if TRUTH not in kept or not all(map(is_kept, kept)) or len(set(kept)) < len(kept):
        raise LibraryError(f"{file} is no backup of a library; name a file that qa-bot backup wrote")
    if size > _MOST_UNPACKED * file.stat().st_size:
        raise LibraryError(f"{file} unpacks to {size / 1e6:,.0f} MB, which no backup does; take another")
    if size > free - _SPARED:
        raise LibraryError(
            f"{file} unpacks to {size / 1e6:,.0f} MB, and there are {free / 1e6:,.0f} MB left; make room"
        )
    return kept


def _unpack(archive: ZipFile, file: Path, folder: Path) -> None:
    """Unpack a backup and check it."""
    archive.extractall(folder)
    with closing(Database(folder / TRUTH)) as database:
        lost = [f"article {each}" for each in database.damaged_articles()]
        if problems := [*database.problems(), *lost]:
            raise LibraryError(f"{file} holds a damaged library ({problems[0]}); take another backup")
        make_another(database)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
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


_ARTICLES_AT_ONCE = 32


def rebuild(folder: Path, embedder: PassageEmbedder, progress: Progress, *, chroma_url: str = "") -> None:
    """Cut and embed every article anew into a second database, which then takes the place of the first at once.

    Whatever stops it before leaves the library as it was. The index follows, here or at the next opening: the new
    database has told none yet. No other process may have the library open.
    """
    lock = FolderLock(folder, create=False)
    try:
        _rebuild_database(folder, embedder, progress)
    finally:
        lock.release()
    Library(folder, embedder, chroma_url=chroma_url).close()


def _rebuild_database(folder: Path, embedder: PassageEmbedder, progress: Progress) -> None:
    path, fresh_path = folder / TRUTH, folder / f"{TRUTH}.new"
    for leftover in folder.glob(f"{TRUTH}.new*"):
        leftover.unlink()
    with closing(Database(path)) as old:
        with closing(Database(fresh_path)) as fresh:
            write_manifest(fresh, embedder, old.manifest()["library"])
            _copy(old, fresh, embedder, progress)
            for name, ids in old.collections().items():
                fresh.collect(name, ids)
        with TurnLock(folder / "replacing"):  # a backup that reads the old one keeps its log
            old.close()
            replace_database(fresh_path, path)


def _copy(old: Articles, fresh: Truth, embedder: PassageEmbedder, progress: Progress) -> None:
    total, done = old.article_count(), 0
    batches = ((batch, batch) for batch in _batches(old.articles()))
    for batch, encoded in encode_ahead(batches, embedder):
        for article, passages in zip(batch, encoded, strict=True):
            progress(article.title, done, total)
            fresh.put(article, old.origins(article.id), passages)
            done += 1


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while batch := list(islice(articles, _ARTICLES_AT_ONCE)):
        yield batch
