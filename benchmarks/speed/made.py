"""A large library at once: real texts with made vectors, since those of the model would take hours."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import numpy as np

from qa_bot.library import Library
from qa_bot.model import Article, Passage
from qa_bot.models import Encoded, TransformerEmbedder, Vectors, load_embedder
from qa_bot.read import FoundArticle
from qa_bot.text.terms import terms

_SIZE, _WORDS = 384, 30_000


class MadeEmbedder:
    """Vectors that are sums of a random one for each word; a question goes through the real model all the same."""

    fingerprint = "made-384"
    max_tokens = 254

    def __init__(self) -> None:
        self._model: TransformerEmbedder = load_embedder()
        self._table = np.random.default_rng(0).normal(size=(_WORDS, _SIZE)).astype(np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return what the real model counts."""
        return self._model.count_tokens(texts)

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return made vectors of the passages and their sentences."""
        return [
            Encoded(
                self._vector(each.text),
                np.array([self._vector(span.of(each.article.text)) for span in each.sentences]),
            )
            for each in passages
        ]

    def embed_query(self, text: str) -> list[float]:
        """Embed with the real model, which takes its time, and return the made vector."""
        self._model.embed_query(text)
        return [float(value) for value in self._vector(text)]

    def _vector(self, text: str) -> Vectors:
        rows = [zlib.crc32(term.encode()) % _WORDS for term in terms(text)] or [0]
        vector = self._table[rows].sum(axis=0)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def made(folder: Path, articles: Sequence[Article], passages: int) -> Library:
    """Return a library of at least so many passages, made if it is not there."""
    library = Library(folder, MadeEmbedder())
    stream = varied(articles)
    while library.truth.passage_count() < passages:
        batch = [FoundArticle(f"id:{each.id}", each) for each in islice(stream, 256)]
        library.add(batch, lambda what, done, total: None)
    return library


def varied(articles: Sequence[Article]) -> Iterator[Article]:
    """Yield the articles, then them again with their lines turned round, each time of other years."""
    for turn in count():
        for each in articles:
            text = "\n".join([*reversed(each.text.split("\n")), f"Edition {turn}."]) if turn else each.text
            day = each.published and each.published.replace(day=min(28, each.published.day))
            published = day and day.replace(year=day.year - turn)
            yield replace(each, id=f"{each.id}-{turn}", text=text, published=published)
