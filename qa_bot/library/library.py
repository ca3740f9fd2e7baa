"""Hold articles that can be searched and quoted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nsmallest
from itertools import chain, pairwise
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from qa_bot.apart import StoppedError
from qa_bot.cores import on_cores
from qa_bot.errors import LibraryError, PartError, ReadError
from qa_bot.files import keep_private
from qa_bot.library.chroma import Embedded, Server
from qa_bot.library.encode import EncodedArticle, encode_ahead
from qa_bot.library.folder import INDEX, TRUTH, FolderLock, Left, TurnLock, check_manifest
from qa_bot.library.sqlite.connections import damaged
from qa_bot.library.sqlite.database import Database
from qa_bot.library.sqlite.schema import LIBRARY
from qa_bot.library.upkeep import Health, Upkeep
from qa_bot.model import Article, Filters, Progress
from qa_bot.models import cosines
from qa_bot.shown import Shown

if TYPE_CHECKING:
    from qa_bot.library.protocols import Articles, Ids, Truth, VectorPlace
    from qa_bot.models import PassageEmbedder, Vectors
    from qa_bot.read import FoundArticle


def is_of_other_paper(article: Article, stored: Article) -> bool:
    """Say whether an article is the text of a stored one in another paper: both name one, and these differ."""
    is_named_after_text = article.id == hashlib.sha256(article.text.encode()).hexdigest()[:12]
    both_name_one = paper(article) and paper(stored)
    return bool(is_named_after_text and both_name_one and paper(article) != paper(stored))


def paper(article: Article) -> str:
    """Return what tells the paper of an article from others: its source, else the host of its address, or ""."""
    host = urlsplit(article.url or "").hostname or ""
    return (article.source or host.removeprefix("www.")).casefold()


def is_version(text: str, other: str) -> bool:
    """Say whether a text is another version of the other: most pairs of words of the shorter stand in both."""
    pairs, others = (set(pairwise(each.casefold().split())) for each in (text, other))
    return 2 * len(pairs & others) > min(len(pairs), len(others))


_ARTICLES_AT_ONCE = 32
_EXACT = 700
"""Comparing n of N passages one by one takes as long as an index search wide enough to leave some if n² = 700 N."""

_AT_ONCE = 500
"""Passages whose vectors are read in one go, the next ones on another core meanwhile."""

_SPARE = 2
"""How many times as many passages an index search goes for as would do if those that pass were spread evenly."""


@dataclass(frozen=True, slots=True)
class About:
    """What a library is: how much is in it, made with which model, when it changed last (UTC), `size` in bytes."""

    articles: int
    passages: int
    model: str
    changed: datetime | None
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class AddReport(Shown):
    """What became of what was added: ids of articles, and a line for each input that was not read.

    A line of `noted` says what an article states that was not understood, such as a date; the article is there.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<AddReport: {self}>"

    def __str__(self) -> str:
        counts = [f"{len(each)} {name}" for name, each in self.to_dict().items() if each]
        return ", ".join(counts) or "nothing to add"

    def to_dict(self) -> dict[str, list[str]]:
        """Return the JSON of the report."""
        names = ("added", "replaced", "unchanged", "skipped", "failed", "noted")
        return {name: list(getattr(self, name)) for name in names}


class Library:
    """A folder with a database and an index, safe to use from several threads.

    One process has it open; with an index on a Chroma server, `chroma_url`, several may.
    """

    def __init__(
        self,
        folder: Path,
        embedder: PassageEmbedder,
        *,
        create: bool = True,
        repair: bool = False,
        chroma_url: str = "",
    ) -> None:
        self.folder = folder
        self._embedder = embedder
        place: VectorPlace = Server(chroma_url) if chroma_url else Embedded(folder / INDEX)
        self.stop = Event()
        """What ends the adding that begins now, once it is set."""
        self._is_whole = False
        self._writing = TurnLock(folder / "writing" if place.shared else None)
        with ExitStack() as opened:
            opened.callback(FolderLock(folder, create=create, shared=place.shared).release)
            left = Left(folder)
            is_known = place.shared or left.is_as_noted
            opened.callback(self._leave, left)
            with self._writing:  # who comes second finds the tables made
                self._database: Truth = Database(folder / TRUTH)
                opened.callback(self._database.close)
                check_manifest(folder, self._database, embedder)
            if not is_known and (problems := self._database.problems()):
                raise damaged(folder / TRUTH, problems[0], LIBRARY.remedy)
            turn = TurnLock(folder / "indexing" if place.shared else None)
            anew = repair or left.index_decayed
            self._upkeep = Upkeep.open(self._database, place, turn, anew=anew, is_known=is_known)
            keep_private(folder / INDEX)
            self._index = self._upkeep.index
            opened.callback(self._upkeep.close)
            self._is_whole = not place.shared
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Let go of the files, so that another process can open the library."""
        self._opened.close()

    def _leave(self, left: Left) -> None:
        """Note how a library that could be opened is left."""
        if self._is_whole:
            left.note()

    @property
    def truth(self) -> Articles:
        """Return the articles, for reading."""
        return self._database

    def add(
        self, items: Iterable[FoundArticle | ReadError], progress: Progress, stop: Event | None = None
    ) -> AddReport:
        """Add, replace or skip each article, all or nothing for each; what cannot be read is reported.

        Ends with what is written once `stop` is set.
        """
        outcome = _Outcome()
        batches = ((batch, [each.article for each in batch]) for batch in self._batches(items, outcome, progress))
        with suppress(StoppedError):
            for batch, encoded in encode_ahead(batches, self._embedder, stop):
                self._write(batch, encoded, outcome, progress)
        with self._writing:
            self._database.forget_gone()
            self._database.sketch_older()
        progress("", outcome.done, outcome.done)
        return outcome.report()

    def stop_adding(self) -> None:
        """End what is being added, from any thread: what is written stands, what is not is left out."""
        self.stop.set()
        self.stop = Event()

    def warm(self) -> None:
        """Load the embedding model now instead of at the first question."""
        self._embedder.count_tokens(["ready"])

    def _batches(
        self, items: Iterable[FoundArticle | ReadError], outcome: _Outcome, progress: Progress
    ) -> Iterator[list[FoundArticle]]:
        """Yield the articles to write, a few at a time; when asked for more, the last few are not yet written."""
        batch: list[FoundArticle] = []
        before: list[FoundArticle] = []
        first: dict[str, str] = {}
        for item in items:
            if isinstance(item, ReadError):
                (outcome.noted if isinstance(item, PartError) else outcome.failed).append(str(item))
                continue
            while any(each.article.id == item.article.id for each in (*before, *batch)):
                yield batch
                before, batch = batch, []
            item = self._as_set(item)
            own = self._under_own_id(item)
            while own is not item and any(each.article.id == own.article.id for each in (*before, *batch)):
                yield batch
                before, batch = batch, []
            item = self._as_set(own)
            if self._claim_known(item):
                outcome.unchanged.append(item.article.id)
                first.setdefault(item.article.id, item.origin)
                continue
            other = first.setdefault(item.article.id, item.origin)
            if other == item.origin:
                other = self._rival(item) or other
            if other != item.origin:
                outcome.failed.append(_same_id(item, other))
                continue
            if not batch:
                progress(item.article.title, outcome.done, None)
            batch.append(item)
            if len(batch) >= _ARTICLES_AT_ONCE:
                yield batch
                before, batch = batch, []
        yield batch

    def remove(self, article_id: str) -> bool:
        """Remove an article from every answer at once; say whether it was there."""
        with self._writing:
            removed = self._database.remove(article_id)
        self._upkeep.sync()
        return removed

    def collect(self, name: str, ids: Iterable[str]) -> list[str]:
        """Put articles into a collection, which is made by that, and return the ids that were there."""
        with self._writing:
            return self._database.collect(name, ids)

    def uncollect(self, name: str, ids: Iterable[str]) -> None:
        """Take articles out of a collection."""
        with self._writing:
            self._database.uncollect(name, ids)

    def describe(self, ids: Iterable[str], change: Callable[[Article], Article]) -> list[str]:
        """Change what is known of articles but for id and text, and return the ids that were there."""
        known = []
        with self._writing:
            for article in filter(None, map(self._database.article, ids)):
                known.append(article.id)
                if (changed := change(article)) != article:
                    self._database.describe(changed)
        self._upkeep.sync()
        return known

    def search_vectors(self, vector: Vectors, *, k: int, filters: Filters) -> list[int]:
        """Return up to k passage ids, nearest first, of those that pass the filters."""
        if not filters:
            return self._index.search(vector, k)
        allowed, total = self._database.matching(filters), self._database.passage_count()
        if len(allowed) ** 2 > _EXACT * total:
            nearest = self._index.search(vector, k * _SPARE * total // len(allowed))
            places = np.searchsorted(allowed, nearest)
            found = np.extract(np.append(allowed, -1)[places] == nearest, nearest)
            if len(found) >= k:
                return [int(each) for each in found[:k]]
        return self._nearest_of(vector, allowed, k)

    def _nearest_of(self, vector: Vectors, allowed: Ids, k: int) -> list[int]:
        """Return the k nearest of these passages, each of them compared."""

        def compare(start: int) -> list[tuple[float, int]]:
            ids, vectors = self._database.vectors(allowed[start : start + _AT_ONCE].tolist())
            return list(zip((-cosines(vectors, vector)).tolist(), ids, strict=True)) if ids else []  # gone by now

        compared = on_cores(compare, range(0, len(allowed), _AT_ONCE))
        return [each for _, each in nsmallest(k, chain.from_iterable(compared))]

    def about(self) -> About:
        """Return how much there is, with which model, and when it changed last."""
        return About(
            articles=self._database.article_count(),
            passages=self._database.passage_count(),
            model=self._database.manifest()["model"],
            changed=self._database.last_change(),
            size=_size(self.folder),
        )

    def check(self) -> Health:
        """Compare truth and index."""
        return self._upkeep.check()

    def repair(self, progress: Progress) -> Health:
        """Bring the index in line with the truth and check again."""
        return self._upkeep.repair(progress)

    def _under_own_id(self, item: FoundArticle) -> FoundArticle:
        """Return an article under an id of its own if its id is that of another: ids may start again in every file.

        The same text from another paper is another article. What a program or an export gives an id keeps it.
        """
        stored = self._sound(item.article.id)
        if stored is None or item.stated:
            return item
        if is_of_other_paper(item.article, stored):
            return _with_suffix(item, paper(item.article))
        if item.origin.startswith("id:") or stored.text == item.article.text or not self._rival(item):
            return item
        return _with_suffix(item, item.origin.rpartition("#")[0] or item.origin)

    def _as_set(self, item: FoundArticle) -> FoundArticle:
        """Return an article with what a person set of it, or of the version of it that stands in its place."""
        article, kept = item.article, self._database.set_by_hand(item.article.id)
        stored = self._sound(article.id)
        if stored and is_of_other_paper(article, stored) and item.origin not in self._database.origins(article.id):
            return item
        before = None if stored or kept else self._version_before(article, item.origin)
        if before and before.set_by_hand:
            kept = self._database.set_by_hand(before.id)
        return replace(item, article=article.with_set(kept)) if kept else item

    def _version_before(self, article: Article, origin: str) -> Article | None:
        """Return the version of an article that stands in its place, None if that is another one or there is none."""
        before = self._sound(self._database.article_at(origin))
        return before if before and before.id != article.id and is_version(article.text, before.text) else None

    def _sound(self, article_id: str | None) -> Article | None:
        """Return a stored article, None if there is none; a damaged one takes what is added in its place."""
        try:
            return self._database.article(article_id) if article_id else None
        except LibraryError:
            return None

    def _claim_known(self, item: FoundArticle) -> bool:
        """Say whether there is nothing new, the same content or the same text in one more place, and note the place."""
        with self._writing:
            stored = self._sound(item.article.id)
            if stored is None:
                return False
            elsewhere = (stored.path, stored.url) != (item.article.path, item.article.url) and _stands(stored.path)
            same = (stored.content_hash, stored.set_by_hand) == (item.article.content_hash, item.article.set_by_hand)
            known = same or (elsewhere and stored.text == item.article.text)
            if known:
                self._database.claim(item.article.id, self._origins(item))
            return known

    def _rival(self, item: FoundArticle) -> str | None:
        """Return another place that still holds an article of the same id, so that none takes the place of another."""
        places = self._database.origins(item.article.id)
        if item.origin in places and not item.stated:
            return None
        return next((place for place in places if _stands(place)), None)

    def _origins(self, item: FoundArticle) -> list[str]:
        """Return the places to note; those that a record only states never take an article's own away."""
        if not item.stated:
            return [item.origin]
        free = [
            each for each in (item.origin, *item.also) if self._database.article_at(each) in (None, item.article.id)
        ]
        return free or [f"id:{item.article.id}"]

    def _write(
        self, batch: Sequence[FoundArticle], encoded: Sequence[EncodedArticle], outcome: _Outcome, progress: Progress
    ) -> None:
        for item, passages in zip(batch, encoded, strict=True):
            with self._writing:
                origins = self._origins(item)
                known = self._database.content_hash(item.article.id) or self._database.article_at(origins[0])
                article = item.article.with_set(self._database.set_by_hand(item.article.id))  # it may be set meanwhile
                before = self._version_before(article, origins[0])
                self._database.put(article, origins, passages)
                if before:
                    self._database.follow(before.id, article.id)
            (outcome.replaced if known else outcome.added).append(item.article.id)
            progress(item.article.title, outcome.done, None)
        self._upkeep.sync()


def _size(folder: Path) -> int:
    """Return the bytes of all files in a folder; SQLite's passing ones may go while they are counted."""
    total = 0
    for each in folder.rglob("*"):
        with suppress(FileNotFoundError):
            total += each.stat().st_size if each.is_file() else 0
    return total


def _with_suffix(item: FoundArticle, reason: str) -> FoundArticle:
    suffix = hashlib.sha256(reason.encode()).hexdigest()[:6]
    return replace(item, article=replace(item.article, id=f"{item.article.id}-{suffix}"))


def _same_id(item: FoundArticle, other: str) -> str:
    return f"{item.origin}: has the id {item.article.id!r} of {other}, but other content; give it an id of its own"


def _stands(place: str | None) -> bool:
    """Say whether a place may still hold its article: a file that is there, or anything that is no file."""
    if place is None or "://" in place or place.startswith("id:"):
        return True
    return Path(place).exists() or Path(place.rpartition("#")[0] or place).exists()


class _Outcome:
    """An `AddReport` in the making."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.unchanged: list[str] = []
        self.failed: list[str] = []
        self.noted: list[str] = []

    @property
    def done(self) -> int:
        return len(self.added) + len(self.replaced) + len(self.unchanged)

    def report(self) -> AddReport:
        return AddReport(
            added=tuple(self.added),
            replaced=tuple(self.replaced),
            unchanged=tuple(self.unchanged),
            failed=tuple(self.failed),
            noted=tuple(self.noted),
        )
