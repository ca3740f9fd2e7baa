"""Cut articles into passages and turn those into vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from qa_bot.apart import StoppedError
from qa_bot.model import Article, Passage
from qa_bot.models import Encoded, PassageEmbedder
from qa_bot.text.passages import split_passages
from qa_bot.text.sentences import cut_apart

_PASSAGES_AT_ONCE = 64

Work = TypeVar("Work")
Cut = list[list[Passage]]
EncodedArticle = list[tuple[Passage, Encoded]]


def encode_ahead(
    batches: Iterable[tuple[Work, Sequence[Article]]], embedder: PassageEmbedder, stop: Event | None = None
) -> Iterator[tuple[Work, list[EncodedArticle]]]:
    """Yield each batch's work with its articles' passages and vectors.

    A batch goes through the model in a thread of its own, while the caller makes use of the one before and the next is
    fetched and cut, in another process: when a batch is asked for, all but the last one asked for have been yielded.
    Raises StoppedError once `stop` is set.
    """
    under_way: tuple[Work, Future[list[EncodedArticle]]] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="embedding") as pool:
        for work, articles in batches:
            cut = [_cut(article, embedder, stop) for article in articles]
            before, under_way = under_way, (work, pool.submit(_embed, cut, embedder, stop))
            if before:
                yield before[0], before[1].result()
        if under_way:
            yield under_way[0], under_way[1].result()


def _cut(article: Article, embedder: PassageEmbedder, stop: Event | None) -> list[Passage]:
    return split_passages(article, embedder.count_tokens, embedder.max_tokens, cut_apart(article.text, stop))


def _embed(cut: Cut, embedder: PassageEmbedder, stop: Event | None) -> list[EncodedArticle]:
    """Embed the passages of some articles; those alike in length go through the model together."""
    passages = sorted((passage for each in cut for passage in each), key=lambda passage: len(passage.text))
    encoded: dict[int, Encoded] = {}
    for start in range(0, len(passages), _PASSAGES_AT_ONCE):
        if stop and stop.is_set():
            raise StoppedError
        group = passages[start : start + _PASSAGES_AT_ONCE]
        for passage, vectors in zip(group, embedder.embed_passages(group), strict=True):
            encoded[id(passage)] = vectors
    return [[(passage, encoded[id(passage)]) for passage in each] for each in cut]
