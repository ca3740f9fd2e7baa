"""Articles that say which of their versions they are, and a model that costs nothing."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.model import Article, Passage
from qa_bot.models import Encoded, Vectors
from qa_bot.models.embedder import unit
from qa_bot.text.terms import terms

DIMENSION = 64
SENTENCES = 25

State = dict[str, int]
"""The version of each article that is there, by id."""


def article(number: str, version: int) -> Article:
    """Return a version of an article; each of its sentences names both, and takes a passage."""
    said = f"of {marker(number, version)} tells at some length what the harbour of Vell was like"
    lines = [f"Line {n} {said}." for n in range(SENTENCES)]
    return Article(number, f"Story {number}", " ".join(lines))


def marker(number: str, version: int) -> str:
    """Return a word that only this version holds."""
    return f"{number}x{version}"


def version_of(found: Article) -> int:
    """Return which version of itself an article is; -1 if it is none of them whole."""
    version = int(found.text.partition(f"{found.id}x")[2].partition(" ")[0])
    return version if found.text == article(found.id, version).text else -1


@dataclass(frozen=True, slots=True)
class Hashing:
    """Hashed bags of words; `fingerprint` is also part of the vectors. Satisfies PassageEmbedder."""

    fingerprint: str = "one"
    max_tokens: int = 30

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words."""
        return [len(text.split()) for text in texts]

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return the vectors of each passage and of its sentences."""
        return [
            Encoded(
                self._vector(each.text),
                np.array([self._vector(span.of(each.article.text)) for span in each.sentences]),
            )
            for each in passages
        ]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return [float(value) for value in self._vector(text)]

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(DIMENSION, dtype=np.float32)
        for term in (self.fingerprint, *terms(text)):
            vector[zlib.crc32(term.encode()) % DIMENSION] += 1
        return unit(vector)
