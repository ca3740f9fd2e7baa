"""Search one state of a library by words and filters, from the few bytes of every passage that are kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from qa_bot.library.protocols import Ids
from qa_bot.model import Filters

Scores = NDArray[np.float64]

_K1, _B = 1.2, 0.75
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many words each document has: `words` by id, shape (highest id + 1,), and the number of documents."""

    words: NDArray[np.int64]
    documents: int


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that hold a word, by id, and how many times, both of shape (documents,)."""

    documents: Ids
    times: NDArray[np.int64]

    @classmethod
    def of(cls, occurrences: Ids) -> Postings:
        """Count occurrences: the id of a document for each time that the word stands in it, ascending."""
        starts = np.flatnonzero(np.diff(occurrences, prepend=-1))
        return cls(occurrences[starts], np.diff(starts, append=len(occurrences)))


def bm25(words: Sequence[Postings], lengths: Lengths) -> Scores:
    """Return the BM25 of every document by id, shape (highest id + 1,); 0 where it has none of the words.

    The formula is that of SQLite's FTS5, whose own function takes several times as long over many documents: Robertson
    and Zaragoza (2009), where a word of more than half of the documents counts next to nothing.
    """
    scores = np.zeros(len(lengths.words))
    average = max(1.0, lengths.words.sum() / max(1, lengths.documents))
    for word in words:
        norm = _K1 * (1 - _B + _B * lengths.words[word.documents] / average)
        weight = _inverse_frequency(len(word.documents), lengths.documents)
        scores[word.documents] += weight * word.times * (_K1 + 1) / (word.times + norm)
    return scores


def best(scores: Scores, k: int) -> list[tuple[int, float]]:
    """Return the k best of the scores above 0 with their ids, best first; equal ones in the order of their ids."""
    above = np.flatnonzero(scores > 0)
    if len(above) > k:
        above = above[scores[above] >= np.partition(scores[above], -k)[-k]]
    order = above[np.argsort(-scores[above], kind="stable")][:k]
    return [(int(each), float(scores[each])) for each in order]


def _inverse_frequency(documents: int, total: int) -> float:
    return max(_LEAST, float(np.log((total - documents + 0.5) / (documents + 0.5))))


Read = Callable[[str, Sequence[Any]], list[Any]]
State = tuple[int, int]

_STATE = (
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'passages'), 0),"
    " coalesce((SELECT max(id) FROM journal), 0)"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of the passages by id, each of shape (highest id ever used + 1,).

    Ids are never used twice and new ones are higher; the journal notes whatever goes without new ones to come in its
    place. The two together are the `state` that the columns are of. `first` is the id of the first passage of a
    passage's article, 0 where there is no passage; `day` when that was published (ordinal, 0 if unknown); `source`
    which of `sources` it is from (-1 if unknown); `title` and `text` are how many words there are of each.
    `articles_first` is the id of the first passage of each article.
    """

    state: State
    first: Ids
    day: Ids
    source: Ids
    title: Ids
    text: Ids
    sources: Mapping[str, int]
    articles_first: Mapping[str, int]

    @classmethod
    def empty(cls) -> Self:
        """Return the columns of a library without passages."""
        none = np.zeros(1, dtype=np.int64)
        return cls((0, 0), none, none, none, none, none, {}, {})

    def current(self, read: Read) -> Columns:
        """Return these columns if nothing has changed, else those of now; only what is new is read if none is gone."""
        ((*state,),) = read(_STATE, ())
        if tuple(state) == self.state:
            return self
        ((count,),) = read("SELECT count(*) FROM passages", ())
        grown = self._grown(read, (state[0], state[1]))
        return grown if grown.count == count else Columns.empty()._grown(read, (state[0], state[1]))

    @property
    def count(self) -> int:
        """Return the number of passages."""
        return int(np.count_nonzero(self.first))

    @property
    def passages(self) -> Lengths:
        """Return how long the passages are, each with the title of its article."""
        return Lengths(self.title + self.text, self.count)

    @property
    def articles(self) -> Lengths:
        """Return how long the articles are, under the ids of their first passages."""
        own = np.arange(len(self.first)) == self.first
        own[0] = False
        whole = np.bincount(self.first, weights=self.text, minlength=len(self.first)).astype(np.int64)
        return Lengths(np.where(own, self.title + whole, 0), int(np.count_nonzero(own)))

    def passing(self, filters: Filters) -> NDArray[np.bool_]:
        """Return by id whether a passage is there and it, or else its article, passes the filters."""
        passing = self.first > 0
        if filters.after:
            passing &= self.day >= filters.after.toordinal()
        if filters.before:
            passing &= (self.day <= filters.before.toordinal()) & (self.day > 0)
        if filters.source:
            passing &= self.source == self.sources.get(_same_case(filters.source), -2)
        if filters.among:
            passing &= np.isin(self.first, [self.articles_first.get(each, -1) for each in filters.among.articles])
        if filters.heard:
            passing &= np.isin(np.arange(len(self.first)), list(filters.heard.passages))
        return passing

    def published(self, passage_id: int) -> date | None:
        """Return when the article of a passage was published."""
        day = int(self.day[passage_id])
        return date.fromordinal(day) if day else None

    def _grown(self, read: Read, state: State) -> Columns:
        """Return the columns with the passages that came after these."""
        bounds = (self.state[0], state[0])
        # the index alone, since the rows themselves are long
        rows = read(
            "SELECT id, article_id FROM passages INDEXED BY passages_by_article WHERE +id > ? AND +id <= ?", bounds
        )
        sizes = dict(read("SELECT id, sz FROM keywords_docsize WHERE id > ? AND id <= ?", bounds))
        sources = dict(self.sources)
        about = {
            article: (date.fromisoformat(day).toordinal() if day else 0, _code(source, sources))
            for article, day, source in read("SELECT id, published, source FROM articles", ())
        }
        first: dict[str, int] = {}
        new = [
            (passage, first.setdefault(article, passage), *about[article], *_varints(sizes[passage]))
            for passage, article in sorted(rows)
            if article in about and passage in sizes
        ]
        ids, *values = np.array(new, dtype=np.int64).reshape(-1, 6).T
        columns = (self.first, self.day, self.source, self.title, self.text)
        first_ids, day, source, title, text = (
            _put(old, state[0], ids, fresh) for old, fresh in zip(columns, values, strict=True)
        )
        return Columns(state, first_ids, day, source, title, text, sources, {**self.articles_first, **first})


def _put(column: Ids, last: int, ids: Ids, values: Ids) -> Ids:
    """Return the column up to the id `last`, with these values at these ids."""
    longer = np.zeros(max(last + 1, len(column)), dtype=np.int64)
    longer[: len(column)] = column
    longer[ids] = values
    return longer


def _varints(data: bytes) -> tuple[int, int]:
    """Return the two numbers of a blob of FTS5, the sizes of a document's columns, as SQLite writes small numbers."""
    values, value = [], 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            values.append(value)
            value = 0
    return values[0], values[1]


def _code(source: str | None, sources: dict[str, int]) -> int:
    return -1 if source is None else sources.setdefault(_same_case(source), len(sources))


def _same_case(source: str) -> str:
    """Fold the letters that SQLite's NOCASE folds: those of ASCII."""
    return source.translate(_LOWER)


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


_REMEMBERED = 64
"""Words whose places are kept: a question counts them, and may then look at several times."""


class KeywordIndex:
    """The passages and articles of one state of a library; safe to use from several threads."""

    def __init__(self, columns: Columns, read: Read) -> None:
        self.columns = columns
        self.passages, self.articles = columns.passages, columns.articles
        self._read = read
        self._words: dict[str, tuple[Postings, Postings]] = {}
        self._lock = threading.Lock()

    def frequencies(self, words: Iterable[str]) -> Mapping[str, int]:
        """Return in how many passages each stemmed word stands."""
        return {word: len(self._postings(word)[0].documents) for word in words}

    def best_passages(self, words: Iterable[str], k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return up to k passages that hold any of the words and pass the filters, with their BM25, best first."""
        scores = bm25([self._postings(word)[0] for word in words], self.passages)
        return best(scores * self.columns.passing(filters), k)

    def best_articles(self, words: Iterable[str], k: int) -> list[tuple[int, float]]:
        """Return up to k articles that hold any of the words, by the ids of their first passages, best first."""
        return best(bm25([self._postings(word)[1] for word in words], self.articles), k)

    def _postings(self, word: str) -> tuple[Postings, Postings]:
        """Return in which passages and in which articles a word stands."""
        with self._lock:
            if word not in self._words:
                self._words[word] = self._find(word)
                if len(self._words) > _REMEMBERED:
                    del self._words[next(iter(self._words))]
            return self._words[word]

    def _find(self, word: str) -> tuple[Postings, Postings]:
        """Read where a word stands. As one text, many rows are read many times sooner; titles have a minus."""
        ((found,),) = self._read(
            "SELECT group_concat(CASE col WHEN 'title' THEN -doc ELSE doc END) FROM occurrences WHERE term = ?", (word,)
        )
        places = np.fromstring(found or "", dtype=np.int64, sep=",")
        first = self.columns.first
        places = places[np.abs(places) < len(first)]  # what was added since belongs to the next state
        ids = np.abs(places)
        places, ids = places[first[ids] > 0], ids[first[ids] > 0]
        own = first[ids[(places > 0) | (first[ids] == ids)]]  # the title counts once
        return Postings.of(ids), Postings.of(np.sort(own))
