"""Search one state of a library by words and filters, from what is kept of it in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

import numpy as np

from qa_bot.library.bm25 import Postings, best, bm25
from qa_bot.library.columns import Columns, Read
from qa_bot.model import Filters

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
