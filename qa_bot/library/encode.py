"""Cut articles into passages and turn those into vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_bot.embed import Encoded, PassageEmbedder
from qa_bot.model import Article, Passage
from qa_bot.text.passages import split_passages

_PASSAGES_AT_ONCE = 256


def encode(articles: Sequence[Article], embedder: PassageEmbedder) -> Iterator[list[tuple[Passage, Encoded]]]:
    """Yield the passages of each article with their vectors; those alike in length go through the model together."""
    cut = [split_passages(article, embedder.count_tokens, embedder.max_tokens) for article in articles]
    passages = sorted((passage for each in cut for passage in each), key=lambda passage: len(passage.text))
    encoded: dict[int, Encoded] = {}
    for start in range(0, len(passages), _PASSAGES_AT_ONCE):
        group = passages[start : start + _PASSAGES_AT_ONCE]
        for passage, vectors in zip(group, embedder.embed_passages(group), strict=True):
            encoded[id(passage)] = vectors
    for each in cut:
        yield [(passage, encoded[id(passage)]) for passage in each]
