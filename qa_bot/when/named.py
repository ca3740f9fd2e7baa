"""Find the times that a passage names, some of them only to those who know when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from qa_bot.english.times import MONTH, WEEKDAY, to_day, to_month
from qa_bot.when.absolute import ABSOLUTE, DAY
from qa_bot.when.period import Maker, Period, Point, find_points
from qa_bot.when.relative import COMING, RELATIVE, weekday_before

_NEEDED_BY_ABSOLUTE = re.compile(r"\d{3}|\d(?:st|nd|rd|th)[ -]century", re.IGNORECASE)
_NEEDED_BY_RELATIVE = re.compile(r"\b(?:ago|last|past|this|today|tonight|yesterday)\b", re.IGNORECASE)


def names_time(text: str, published: date | None, period: Period) -> bool:
    """Say whether the text names a time that lies wholly in the period.

    "On 27 May", "in March", "on Saturday" and "last year" are read from the day of publication; without one, only
    what has its year counts.
    """
    return any(period.holds(point.period) for point in time_points(text, published))


def time_points(text: str, published: date | None, *, coming: bool = False) -> list[Point]:
    """Return the times that a text names, in order, as `names_time` reads them; with `coming` also "next week"."""
    patterns = (*(COMING if coming and published else ()), *_patterns(text, published))
    return find_points(text, patterns, published or date.max)


def days_near(month: int, day: int, published: date) -> list[date]:
    """Return the days of that name in the year of publication, before and after, the nearest first."""
    near = (_in_year(published.year + years, month, day) for years in (0, -1, 1))
    return sorted((each for each in near if each), key=lambda each: abs(each - published))


def _patterns(text: str, published: date | None) -> Iterator[tuple[re.Pattern[str], Maker]]:
    """Yield the patterns that can find anything, since most passages hold no year and no "last week"."""
    if _NEEDED_BY_ABSOLUTE.search(text):
        yield from ABSOLUTE
    if published:
        yield from _DATELESS
        if _NEEDED_BY_RELATIVE.search(text):
            yield from RELATIVE


def _day(match: re.Match[str], published: date) -> Period:
    """Return the day of that name that is nearest to the publication."""
    near = days_near(to_month(match["month"]), to_day(match["day"]), published)
    if not near:
        raise ValueError(f"no such day near {published}")
    return Period.of_day(near[0])


def _in_year(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(match: re.Match[str], published: date) -> Period:
    """Return the last month of that name that has begun."""
    month = to_month(match["month"])
    return Period.of_month(published.year - (month > published.month), month)


def _weekday(match: re.Match[str], published: date) -> Period:
    """Return the last day of that name, which may be that of publication."""
    return Period.of_day(weekday_before(match["day"], published + timedelta(days=1)))


_DATELESS: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (re.compile(rf"(?P<day>{DAY})(?: of)? (?P<month>{MONTH})"), _day),
    (re.compile(rf"\b(?P<month>{MONTH}) (?P<day>{DAY})\b"), _day),
    (
        re.compile(rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Oo]f|[Ll]ast|[Ee]arly|[Mm]id|[Ll]ate)[ -](?P<month>{MONTH})"),
        _month,
    ),
    (re.compile(rf"\b(?P<day>{WEEKDAY})\b"), _weekday),
)
"""With capitals, since "may" and "march" are words too."""
