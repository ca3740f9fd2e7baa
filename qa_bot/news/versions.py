"""Tell what was changed between two versions of a text, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from qa_bot.model import Span
from qa_bot.text.sentences import split_sentences

_MOST, _MOST_PAIRS = 1500, 50_000
"""Sentences, and pairs of equal ones, that are compared one by one: what difflib takes grows with their squares."""

_LONGEST = 300_000
"""Characters of a text whose sentences are told apart by more than their punctuation."""

_ALIKE = 0.5
"""Share of the words of two sentences from which one is a change of the other (`SequenceMatcher.quick_ratio`)."""

_MOST_TRIED = 8
"""Sentences that are looked at for what one of them has become."""

Kind = Literal["kept", "changed", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the old text, `before`, and what stands for it in the new one, `after`; None where there is nothing.

    Stretches are sentences with the blanks behind them, of which `kept` ones may differ; those that are `kept` one
    after the other are one. The stretches of all changes, one after the other, are the old text and the new one.
    """

    kind: Kind
    before: Span | None = None
    after: Span | None = None


def changes(old: str, new: str) -> tuple[Change, ...]:
    """Return what was changed between two versions of a text, in its order: sentences kept, changed, removed, added.

    Of long texts that differ in most of their sentences the differing middle is one that was removed and one that was
    added.
    """
    before, after = _sentences(old), _sentences(new)
    olds, news = [each.of(old).split() for each in before], [each.of(new).split() for each in after]
    found: list[Change] = []
    for kind, i, j, m, n in _opcodes(olds, news):
        if kind == "equal":
            found.append(Change("kept", _joined(before[i:j]), _joined(after[m:n])))
        elif kind == "too much":
            found += _gone_and_come(before[i:j], after[m:n])
        else:
            found += _changed(before[i:j], after[m:n], olds[i:j], news[m:n])
    return tuple(found)


def _sentences(text: str) -> list[Span]:
    """Return the sentences of a text with the blanks behind them: together they are the text."""
    if not text:
        return []
    starts = [each.start for each in split_sentences(text, by_punctuation=len(text) > _LONGEST)]
    return [Span(start, end) for start, end in pairwise([0, *starts[1:], len(text)])]


def _opcodes(olds: Sequence[list[str]], news: Sequence[list[str]]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the stretches of two lists of sentences that are equal, and those that differ, as difflib names them."""
    first = _alike(olds, news)
    last = _alike(olds[first:][::-1], news[first:][::-1])
    end, stop = len(olds) - last, len(news) - last
    if first:
        yield "equal", 0, first, 0, first
    yield from _middle([" ".join(e) for e in olds[first:end]], [" ".join(e) for e in news[first:stop]], first)
    if last:
        yield "equal", end, len(olds), stop, len(news)


def _middle(olds: list[str], news: list[str], at: int) -> Iterator[tuple[str, int, int, int, int]]:
    counts, others = Counter(olds), Counter(news)
    pairs = sum(count * others[each] for each, count in counts.items())
    if max(len(olds), len(news)) > _MOST or pairs > _MOST_PAIRS:
        yield "too much", at, at + len(olds), at, at + len(news)
        return
    for kind, i, j, m, n in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        yield kind, at + i, at + j, at + m, at + n


def _alike(olds: Sequence[list[str]], news: Sequence[list[str]]) -> int:
    """Return how many sentences two lists begin with that are equal."""
    return next(
        (at for at, (one, other) in enumerate(zip(olds, news, strict=False)) if one != other), min(len(olds), len(news))
    )


def _changed(
    before: Sequence[Span], after: Sequence[Span], olds: Sequence[list[str]], news: Sequence[list[str]]
) -> Iterator[Change]:
    """Yield what became of sentences that differ: each old one is paired with the next new one that is like it."""
    done = 0
    for at, words in enumerate(olds):
        tried = range(done, min(done + _MOST_TRIED, len(news)))
        match = next((each for each in tried if _is_like(words, news[each])), None)
        if match is None:
            yield Change("removed", before[at])
            continue
        yield from (Change("added", None, each) for each in after[done:match])
        yield Change("changed", before[at], after[match])
        done = match + 1
    yield from (Change("added", None, each) for each in after[done:])


def _gone_and_come(before: Sequence[Span], after: Sequence[Span]) -> Iterator[Change]:
    if before:
        yield Change("removed", _joined(before))
    if after:
        yield Change("added", None, _joined(after))


def _is_like(words: list[str], others: list[str]) -> bool:
    return SequenceMatcher(None, words, others, autojunk=False).quick_ratio() >= _ALIKE


def _joined(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end)
