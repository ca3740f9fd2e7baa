"""Find the sentences around a span, without splitting the rest of a long article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from qa_bot.model import Span
from qa_bot.text.sentences import paragraphs, split_sentences


def sentences_near(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of `text` that share at least one character with the span, in order."""
    for block in _paragraphs(text):
        if block.overlaps(span):
            shifted = (Span(block.start + each.start, block.start + each.end) for each in _split(block.of(text)))
            yield from (each for each in shifted if each.overlaps(span))


@lru_cache(maxsize=64)
def _paragraphs(text: str) -> tuple[Span, ...]:
    return tuple(paragraphs(text))


@lru_cache(maxsize=4096)
def _split(paragraph: str) -> tuple[Span, ...]:
    return tuple(split_sentences(paragraph))
