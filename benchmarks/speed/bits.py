"""The packaged model in eight bits beside itself: how much sooner it embeds, and how near its vectors are."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence

import numpy as np

from qa_bot.model import Article, Passage, Span
from qa_bot.models import Encoded, PassageEmbedder, load_embedder
from qa_bot.settings import INT8_MODEL
from qa_bot.text.sentences import split_sentences

MOST = 900
"""Characters of a text: one passage."""


def bits(articles: Sequence[Article], *, rounds: int) -> Iterator[str]:
    """Yield the ratio of the times, one after the other in each round, and the cosines of the vectors."""
    passages = [_passage(each) for each in articles if each.text.strip()]
    whole, eight = load_embedder(), load_embedder(INT8_MODEL)
    ratios = []
    for _ in range(rounds + 1):
        (first, before), (second, after) = _timed(whole, passages), _timed(eight, passages)
        ratios.append(first / second)
    near = [float(np.dot(one.vector, two.vector)) for one, two in zip(before, after, strict=True)]
    kept = ratios[1:]  # the first round loads
    yield (
        f"eight bits embed {statistics.median(kept):.2f} [{min(kept):.2f}, {max(kept):.2f}] times as fast"
        f"  n={len(passages)} passages, {rounds} rounds"
    )
    yield f"cosine to the original: {min(near):.3f} at least, {statistics.mean(near):.3f} in the mean"


def _passage(article: Article) -> Passage:
    text = article.text[:MOST]
    return Passage(article, Span(0, len(text)), tuple(split_sentences(text)))


def _timed(embedder: PassageEmbedder, passages: Sequence[Passage]) -> tuple[float, list[Encoded]]:
    started = time.perf_counter()
    found = embedder.embed_passages(passages)
    return time.perf_counter() - started, found
