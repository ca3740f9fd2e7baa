"""Make a library anew from its own articles, e.g. for another embedding model."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from qa_bot.embed import PassageEmbedder
from qa_bot.library.database import Database
from qa_bot.library.encode import encode_ahead
from qa_bot.library.library import Library
from qa_bot.library.lock import FolderLock
from qa_bot.library.manifest import write_manifest
from qa_bot.model import Article, Progress

_ARTICLES_AT_ONCE = 32


def rebuild(folder: Path, embedder: PassageEmbedder, progress: Progress) -> None:
    """Cut and embed every article anew into a second database, which then takes the place of the first at once.

    Whatever stops it before leaves the library as it was. The index follows, here or at the next opening: the new
    database has a generation of its own, to which the old index does not belong.
    """
    lock = FolderLock(folder, create=False)
    try:
        _rebuild_database(folder, embedder, progress)
    finally:
        lock.release()
    Library(folder, embedder).close()


def _rebuild_database(folder: Path, embedder: PassageEmbedder, progress: Progress) -> None:
    fresh_path = folder / "library.db.new"
    for leftover in folder.glob("library.db.new*"):
        leftover.unlink()
    old, fresh = Database(folder / "library.db"), Database(fresh_path)
    try:
        write_manifest(fresh, embedder)
        total = old.article_count()
        batches = ((batch, batch) for batch in _batches(old.articles()))
        done = 0
        for batch, encoded in encode_ahead(batches, embedder):
            for article, passages in zip(batch, encoded, strict=True):
                progress(article.title, done, total)
                fresh.put(article, old.origins(article.id), passages)
                done += 1
    finally:
        fresh.close()
        old.close()
    os.replace(fresh_path, folder / "library.db")


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while batch := list(islice(articles, _ARTICLES_AT_ONCE)):
        yield batch
