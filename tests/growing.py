"""Texts that are made to be slow, and how much longer a rule takes over four times as much of one."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator

Rule = Callable[[str], object]
Maker = Callable[[int], str]
"""Makes a text of about that many characters."""

REPEATED = (
    "a", "A", "1", "!", ".", ",", '"', "»", "’", "-", "—", "_", "*", "/", "@", "。", "漢", "(", ")", "[", "<", " ",
    "\n", "\u00a0", "\u0301", "\u200b", "ﷺ", "a\u0301", "()", "([", "»!", "aA", "A-", "A’", "A.", "a. ", "A. ", "a!",
    "a-\n", '."', ".”", "?", " (?", "1.", "1,", "1-", "1 ", "$1 ", ",111", "<a ", "A ", "Aa ", "Aa of ", "Aa said ",
    "said Aa ", '" Aa said', "and ", "the ", "in Aa ", "two and ", "one-", "2016 ", "2016-", "1 May ", "in May ",
    "last week ", "not ", "more than ", "join us ", "U.S. ", "a@", "it and ", "what about ", "'a ", "'a", "[1]",
    "<think>", "a\n", "x\n\n", "i. ii. iii. ", "http://a.b.c.",
)  # fmt: skip
OPENED = ("Aa ", "said ", "“ ", "read ", " (", "[", "by", "a@", "May ", "1 ", "x\n")
FOLLOWED = (("a", "!"), ("A", ""), (" ", "z"), (", ", ""), (" and", "!"), ("a\n", "\n" + "x" * 400))


def _repeated(unit: str) -> Maker:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _opened(start: str, unit: str, end: str) -> Maker:
    return lambda length: start + _repeated(unit)(length) + end


MAKERS: tuple[Maker, ...] = (
    *(_repeated(unit) for unit in REPEATED),
    *(_opened(start, unit, end) for start in OPENED for unit, end in FOLLOWED),
)


def hostile(length: int) -> Iterator[str]:
    """Yield texts of about that length: one thing over and over, or after an opening, with an end or without."""
    yield from (make(length) for make in MAKERS)


def seconds(rule: Rule, text: str) -> float:
    """Return how long this thread computes, without collecting garbage: that takes as long as all else is large."""
    gc.disable()
    try:
        before = time.thread_time()
        rule(text)
        return time.thread_time() - before
    finally:
        gc.enable()


def growth(rule: Rule, make: Maker, *, least: int = 2000, most: int = 128_000, enough: float = 0.0005) -> float:
    """Return how much longer a rule takes for four times the text, 0 where it takes too short a time to tell."""
    length, took = least, seconds(rule, make(least))
    while took < enough and length < most:
        length *= 4
        took = seconds(rule, make(length))
    return seconds(rule, make(4 * length)) / took if took >= enough else 0.0
