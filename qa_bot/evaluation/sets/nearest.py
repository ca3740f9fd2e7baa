"""Find the sentences most like some words: an offer to a person, never a match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from qa_bot.model import Article, Span
from qa_bot.text.fold import fold
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import words

_LEAST = 0.5
"""Share of words in common, in order, below which nothing is alike."""


_MOST_CHARACTERS = 4000
"""Of words for which the like is looked for; it takes time with their square."""


def nearest(quote: str, articles: Iterable[Article]) -> tuple[Article, Span] | None:
    """Return the article and the run of sentences whose words are most like those of `quote`.

    None if none are, or if the quotation is longer than four thousand characters.
    """
    if len(quote) > _MOST_CHARACTERS:
        return None
    wanted = _words(quote)
    length = max(1, len(split_sentences(quote)))
    best: tuple[float, Article, Span] | None = None
    for article in articles:
        for span in _windows(article.text, length):
            score = _alike(wanted, _words(span.of(article.text)), least=best[0] if best else _LEAST)
            if score is not None and (best is None or score > best[0]):
                best = score, article, span
    return (best[1], best[2]) if best else None


def _windows(text: str, length: int) -> Iterator[Span]:
    """Yield each run of `length` sentences, and of one more or less."""
    sentences = split_sentences(text)
    for size in sorted({max(1, length - 1), length, length + 1}):
        for at in range(len(sentences) - size + 1):
            yield Span(sentences[at].start, sentences[at + size - 1].end)


def _alike(one: Sequence[str], other: Sequence[str], *, least: float) -> float | None:
    """Return the ratio of Ratcliff and Obershelp on words, None if it is less than `least`."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return None
    ratio = matcher.ratio()
    return ratio if ratio >= least else None


def _words(text: str) -> list[str]:
    return words(fold(text).text)
