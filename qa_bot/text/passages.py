"""Pack sentences into passages that the embedding model can see whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from qa_bot.model import Article, Passage, Span
from qa_bot.text.sentences import before_marks, split_sentences, strip

CHUNKING = "paragraphs-100-whole"
"""Names the way of cutting and of indexing words; a library made with another way has to be rebuilt."""

_ENOUGH = 100
"""Tokens after which a passage ends where a paragraph does."""

_MOST_CHARACTERS = 4000
"""Of a passage; prose of as many tokens as a model sees has fewer, but a word of any length may be one token."""

Count = Callable[[Sequence[str]], Sequence[int]]


def split_passages(
    article: Article, count: Count, limit: int, sentences: Sequence[Span] | None = None
) -> list[Passage]:
    """Return the passages of an article, in order, each of whole sentences and at most `limit` tokens.

    `count` tells how many tokens each text has. A passage ends with a paragraph once it holds a hundred tokens, so
    that short paragraphs stay together and long ones apart. A sentence over the limit is halved until it fits.
    `sentences` are those of the article, if they are known.
    """
    spans = split_sentences(article.text) if sentences is None else sentences
    counted = _within(article.text, spans, count=count, limit=limit)
    return [
        Passage(article, Span(group[0].start, group[-1].end), tuple(group))
        for group in _pack(article.text, counted, limit)
    ]


def _within(text: str, spans: Sequence[Span], *, count: Count, limit: int) -> list[tuple[Span, int]]:
    """Return the spans with their token counts, those over the limit halved."""
    counted: list[tuple[Span, int]] = []
    for span, tokens in zip(spans, count([span.of(text) for span in spans]), strict=True):
        if tokens <= limit or len(span) == 1:
            counted.append((span, tokens))
        else:
            counted += _within(text, _halve(text, span), count=count, limit=limit)
    return counted


def _halve(text: str, span: Span) -> list[Span]:
    middle = (span.start + span.end) // 2
    blank = text.rfind(" ", span.start + 1, middle)
    cut = blank if blank > 0 else before_marks(text, middle, span.start + 1)
    return strip(text, span.start, cut) + strip(text, cut, span.end)


def _pack(text: str, sentences: Sequence[tuple[Span, int]], limit: int) -> Iterator[list[Span]]:
    group: list[Span] = []
    size = 0
    for span, tokens in sentences:
        ends_paragraph = bool(group) and "\n" in text[group[-1].end : span.start]
        is_full = bool(group) and (size + tokens > limit or span.end - group[0].start > _MOST_CHARACTERS)
        if is_full or (size >= _ENOUGH and ends_paragraph):
            yield group
            group, size = [], 0
        group.append(span)
        size += tokens
    if group:
        yield group
