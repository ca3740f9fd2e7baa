"""Tell copies from reports of their own: which articles are one text, trimmed, re-headlined or partly rewritten.

What papers take over from a wire keeps runs of its words; whoever writes of the same event by themselves has other
runs, but for what somebody said, which is why what stands in quotation marks does not count. Broder (1997) calls the
share of one text's runs that another has its containment.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Set
from datetime import date, timedelta
from itertools import islice, tee

from qa_bot.model import Article
from qa_bot.news.quoted import quoted_lines

RUN = 4
"""Words of a run."""

_SAMPLED = 8
"""Of so many runs one is kept in a sketch: those whose number it divides, the same in every text."""

_LEAST_SHARED = 12
"""Runs that one text at least shares with another, fifteen words on end, so that no formula makes them one."""

CANDIDATE = 0.1
"""Share of a sketch from which two texts are compared as a whole."""

_CONTAINED = 0.2
"""Containment from which two texts are one; `python -m benchmarks.copies` shows how it tells them apart."""

_WINDOW = timedelta(days=14)
_WORD = re.compile(r"\w+")


def runs(text: str) -> frozenset[int]:
    """Return numbers for the runs of words in a text outside quotation marks, whatever their capitals."""
    found: set[int] = set()
    for line, quoted in quoted_lines(text):
        start = line.start
        for end in (*(each.span.start for each in quoted), line.end):
            found.update(_numbers(text[start:end]))
            start = next((each.span.end for each in quoted if each.span.start == end), end)
    return frozenset(found)


def sketch(numbers: Set[int]) -> frozenset[int]:
    """Return the runs that stand for a text where many texts are compared, an eighth of all."""
    return frozenset(each for each in numbers if each % _SAMPLED == 0)


def containment(one: Set[int], other: Set[int]) -> float:
    """Return the share of the shorter text's runs that the longer one has, 0 where it has none."""
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest else 0.0


def are_copies(one: Set[int], other: Set[int]) -> bool:
    """Say whether texts with these runs are one text."""
    return len(one & other) >= _LEAST_SHARED and containment(one, other) >= _CONTAINED


def may_be_copies(one: Article, other: Article) -> bool:
    """Say whether two articles were published closely enough for one to be a copy of the other, as far as is known."""
    days: list[date] = [each.published for each in (one, other) if each.published]
    return len(days) < 2 or abs(days[0] - days[1]) <= _WINDOW


def _numbers(text: str) -> list[int]:
    words = _WORD.findall(text.lower())
    ahead = (islice(each, at, None) for at, each in enumerate(tee(words, RUN)))
    return [zlib.crc32(" ".join(run).encode()) for run in zip(*ahead, strict=False)]
