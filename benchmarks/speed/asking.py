"""How long finding the passages of a question takes, with filters and without, and what fifty at once wait."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from qa_bot.library import Library
from qa_bot.model import Filters
from qa_bot.retrieve import Query, search

PASSAGES = 30
"""As many as an answer looks at."""


def asking(library: Library, questions: Sequence[str]) -> Iterator[str]:
    """Yield a table of milliseconds for each kind of filter: embedding, both searches and reading the best passages."""
    yield "| filter | passages that pass | p50, ms | p95, ms |"
    yield "|---|---|---|---|"
    every: list[float] = []
    for question in questions:
        find(library, question, Filters())  # so that the files are in memory
    for name, filters in _filters(library):
        for question in questions[:5]:
            find(library, question, filters)
        times = sorted(find(library, each, filters) for each in questions)
        every += times
        passing = len(library.truth.matching(filters))
        yield f"| {name} | {passing:,} | {_at(times, 0.5):.1f} | {_at(times, 0.95):.1f} |"
    yield f"| all of these | | {_at(every, 0.5):.1f} | {_at(every, 0.95):.1f} |"


def crowd(library: Library, questions: Sequence[str], *, askers: int) -> Iterator[str]:
    """Yield how long each of so many waits that ask at the same moment, one question after the other."""
    start = Barrier(askers)

    def ask(number: int) -> list[float]:
        start.wait()
        return [find(library, questions[(number + n) % len(questions)], Filters()) for n in range(4)]

    with ThreadPoolExecutor(askers) as pool:
        began = time.perf_counter()
        waits = list(pool.map(ask, range(askers)))
        took = time.perf_counter() - began
    each = sorted(sum(times) for times in waits)
    yield (
        f"{askers} askers, 4 questions each, no error: {4 * askers / took:.0f} questions/s; an asker waits"
        f" {_at(each, 0.5):.0f} ms for all four in the median, the first {each[0]:.0f}, the last {each[-1]:.0f}"
    )


def find(library: Library, question: str, filters: Filters) -> float:
    """Find the passages of a question and return how many milliseconds it took."""
    started = time.perf_counter()
    search(Query.of(question, library, library._embedder), library, k=PASSAGES, filters=filters)
    return 1000 * (time.perf_counter() - started)


def _filters(library: Library) -> Iterator[tuple[str, Filters]]:
    yield "none", Filters()
    yield "before a day", Filters(before=date(2022, 6, 30))
    yield "after a day", Filters(after=date(2022, 1, 1))
    yield "one month", Filters(after=date(2022, 6, 1), before=date(2022, 6, 30))
    yield "one day", Filters(after=date(2022, 6, 15), before=date(2022, 6, 15))
    for source in library.truth.sources()[:1]:
        yield "a source", Filters(source=source)
        yield "a source and a month", Filters(date(2022, 6, 1), date(2022, 6, 30), source)


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
