"""Say where to look for an answer, one place after the other, if the question names a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qa_bot.english.times import month_names
from qa_bot.model import Article, Filters
from qa_bot.retrieve.search import Query, Ranked, search
from qa_bot.when import Period, TimeFrame, names_time

if TYPE_CHECKING:
    from qa_bot.library import Library

Scope = tuple[Filters, list[Ranked]]


def time_scopes(query: Query, library: Library, *, k: int, filters: Filters, time: TimeFrame | None) -> Iterator[Scope]:
    """Yield filters with the best passages that they leave, the narrowest scope first.

    Without a time that is one scope. With one, the first is what was published in that time or names it. A time
    counted from today, or one of publication, ends there. The date of an event is told later too: the second scope is
    what was published since, or is undated. A time that nothing in the library is from or names has no second scope,
    unless of undated articles. `filters` must not restrict dates.
    """
    if time is None:
        yield filters, search(query, library, k=k, filters=filters)
        return
    inferred = replace(filters, after=time.period.start, before=time.period.end, inferred=time.words)
    published = search(query, library, k=k, filters=inferred)
    if time.kind == "published":
        yield inferred, published
        return
    anywhere = search(query, library, k=k, filters=filters)
    inferred = replace(inferred, or_named=time.period.start is not None)
    naming = [each for each in anywhere if _names(each, time.period)]
    first = _merged(naming, published)
    yield inferred, first
    if time.kind == "event":
        is_covered = bool(first) or _is_named(library, time.period)
        later = replace(inferred, before=None)
        second = [each for each in anywhere if _article(each).published is None]
        if is_covered:
            second = _merged(_merged(second, naming), search(query, library, k=k, filters=later))
        if second:
            yield later, second


def _merged(first: list[Ranked], second: list[Ranked]) -> list[Ranked]:
    """Return the passages of both, each once."""
    known = {each.stored.id for each in first}
    return [*first, *(each for each in second if each.stored.id not in known)]


def _is_named(library: Library, period: Period) -> bool:
    """Say whether any passage names a month or year of the period; what lies before a day is too much to tell."""
    start, end = period.start, period.end
    if start is None:
        return True
    if end is None or start.year != end.year or period == Period.of_years(start.year):
        return library.truth.names_year(start.year, (end or date.max).year)
    months = range(start.month, end.month + 1)
    return library.truth.holds_all([str(start.year)], [name for month in months for name in month_names(month)])


def _names(ranked: Ranked, period: Period) -> bool:
    if period.start is None:
        return False
    article = _article(ranked)
    return names_time(f"{article.title}\n{ranked.stored.passage.text}", article.published, period)


def _article(ranked: Ranked) -> Article:
    return ranked.stored.passage.article
