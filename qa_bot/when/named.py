"""The times that a passage names, some of them only to those who know when it was published."""

from __future__ import annotations

import re
from datetime import date, timedelta

from qa_bot.when.absolute import ABSOLUTE, DAY, MONTH, to_day, to_month
from qa_bot.when.period import Maker, Period, find_points
from qa_bot.when.relative import RELATIVE, WEEKDAYS, weekday_before


def names(text: str, published: date | None, period: Period) -> bool:
    """Say whether the text names a time that lies wholly in the period.

    "On 27 May", "in March", "on Saturday" and "last year" are read from the day of publication; without one, only
    what has its year counts.
    """
    patterns = (*ABSOLUTE, *_DATELESS, *RELATIVE) if published else ABSOLUTE
    return any(period.holds(point.period) for point in find_points(text, patterns, published or date.max))


def _day(match: re.Match[str], published: date) -> Period:
    """Return the day of that name that is nearest to the publication."""
    month, day = to_month(match["month"]), to_day(match["day"])
    near = [_in_year(published.year + years, month, day) for years in (0, -1, 1)]
    return Period.of_day(min((each for each in near if each), key=lambda each: abs(each - published)))


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
    (re.compile(rf"\b(?P<day>{'|'.join(each.capitalize() for each in WEEKDAYS)})\b"), _weekday),
)
"""With capitals, since "may" and "march" are words too."""
