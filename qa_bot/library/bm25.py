"""Score documents by the words that they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
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
