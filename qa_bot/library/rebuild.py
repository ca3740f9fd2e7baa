"""Make a library anew from its own articles, e.g. for another embedding model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from qa_bot.library.encode import encode_ahead
from qa_bot.library.folder import TRUTH, FolderLock, TurnLock
from qa_bot.library.library import Library
from qa_bot.library.manifest import write_manifest
from qa_bot.library.protocols import Articles, Truth
from qa_bot.library.sqlite.connections import replace_database
from qa_bot.library.sqlite.database import Database
from qa_bot.model import Article, Progress
from qa_bot.models import PassageEmbedder

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
            fresh.put(article, old.origins(article.id), passages, None, old.versions(article.id))
            done += 1


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while batch := list(islice(articles, _ARTICLES_AT_ONCE)):
        yield batch
