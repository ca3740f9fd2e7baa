"""Read times that are told from the day on which they are said: yesterday, last week, two months ago, last June."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from qa_bot.english.numbers import ONES
from qa_bot.english.times import MONTH, SEASON, WEEKDAY, WEEKDAYS, to_month
from qa_bot.when.absolute import season
from qa_bot.when.period import Maker, Period

_COUNTS = {"a": 1, "an": 1, "couple of": 2, "few": 5} | {word: at for at, word in enumerate(ONES[:13]) if at}
_COUNT = rf"(?:a )?(?P<count>\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>day|week|month|quarter|year|decade)"
_NOT_OWNED = r"\b(?!['’]s|-| of\b)"
_DAYS_AGO = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": 1}


def weekday_before(name: str, day: date) -> date:
    """Return the last day of that name before `day`."""
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(name.capitalize()) - 1) % 7 + 1)


def _two_days_ago(_: re.Match[str], today: date) -> Period:
    return Period.of_day(today - timedelta(days=2))


def _day(match: re.Match[str], today: date) -> Period:
    return Period.of_day(today - timedelta(days=_DAYS_AGO[match["word"].lower()]))


def _last_night(_: re.Match[str], today: date) -> Period:
    return Period(today - timedelta(days=1), today)


def _rolling(match: re.Match[str], today: date) -> Period:
    """Return the days up to today, such as the past three weeks."""
    count = _count(match["count"]) if match["count"] else 1
    return Period(today - _step(match["unit"], count), today)


def _calendar(match: re.Match[str], today: date) -> Period:
    """Return the week (from Monday), month, quarter or year that today lies in, or the one before it."""
    return _whole(match["unit"], today, 0 if match["which"].lower() == "this" else 1)


def _ago(match: re.Match[str], today: date) -> Period:
    return _whole(match["unit"], today, _count(match["count"]))


def _weekend(match: re.Match[str], today: date) -> Period:
    saturday = today - timedelta(days=today.weekday() - 5 + (0 if match["which"].lower() == "this" else 7))
    if saturday > today:
        raise ValueError("it has not come yet")
    return Period(saturday, saturday + timedelta(days=1))


def _weekday(match: re.Match[str], today: date) -> Period:
    return Period.of_day(weekday_before(match["day"], today))


def _month_of_year(match: re.Match[str], today: date) -> Period:
    """Return June last year; one of this year that has not begun raises ValueError."""
    month = Period.of_month(today.year - (match["which"].lower() == "last"), to_month(match["month"]))
    return _begun(month, today)


def _last_month(match: re.Match[str], today: date) -> Period:
    month = to_month(match["month"])
    return Period.of_month(today.year - (month >= today.month), month)


def _last_season(match: re.Match[str], today: date) -> Period:
    for year in (today.year, today.year - 1, today.year - 2):
        found = season(match["season"], year)
        if found.end and found.end < today:
            return found
    raise ValueError("no such season")


def _tomorrow(_: re.Match[str], today: date) -> Period:
    return Period.of_day(today + timedelta(days=1))


def _next(match: re.Match[str], today: date) -> Period:
    """Return the whole week, month, quarter or year after the one that today lies in."""
    return _whole(match["unit"], today, -1)


def _next_weekday(match: re.Match[str], today: date) -> Period:
    """Return the day of that name in the week after; raise ValueError where one still comes in this week."""
    day = weekday_before(match["day"], today + timedelta(days=1)) + timedelta(days=7)
    if day.weekday() > today.weekday():
        raise ValueError("two readings")
    return Period.of_day(day)


def _begun(period: Period, today: date) -> Period:
    if period.start and period.start > today:
        raise ValueError("it has not come yet")
    return period


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _COUNTS[words.lower()]


def _step(unit: str, count: int) -> relativedelta:
    unit = unit.lower()
    if unit == "day":
        return relativedelta(days=count)
    if unit == "week":
        return relativedelta(weeks=count)
    if unit in ("month", "quarter"):
        return relativedelta(months=count * (3 if unit == "quarter" else 1))
    return relativedelta(years=count * (10 if unit == "decade" else 1))


def _whole(unit: str, today: date, ago: int) -> Period:
    """Return the whole day, week, month, quarter, year or decade that lies so many of them before today's."""
    unit = unit.lower()
    day = today - _step(unit, ago)
    if unit == "day":
        return Period.of_day(day)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    if unit == "month":
        return Period.of_month(day.year, day.month)
    if unit == "quarter":
        return Period.of_month(day.year, day.month - (day.month - 1) % 3, 3)
    return (
        Period.of_years(day.year) if unit == "year" else Period.of_years(day.year // 10 * 10, day.year // 10 * 10 + 9)
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


RELATIVE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_pattern(rf"\b(?P<month>{MONTH}) (?:of )?(?P<which>last|this) year{_NOT_OWNED}"), _month_of_year),
    (_pattern(rf"\bthe day before yesterday{_NOT_OWNED}"), _two_days_ago),
    (_pattern(rf"\b(?P<word>{'|'.join(_DAYS_AGO)}){_NOT_OWNED}"), _day),
    (_pattern(rf"\blast night{_NOT_OWNED}"), _last_night),
    (_pattern(rf"\b{_COUNT} {_UNIT}s? ago\b"), _ago),
    (_pattern(rf"\b(?:the|these) (?:last|past) (?:{_COUNT} )?{_UNIT}s?{_NOT_OWNED}"), _rolling),
    (_pattern(rf"\b(?:last|past) {_COUNT} {_UNIT}s{_NOT_OWNED}"), _rolling),
    (_pattern(rf"\b(?P<count>)past {_UNIT}{_NOT_OWNED}"), _rolling),
    (_pattern(rf"\b(?<!the )(?P<which>this|last) weekend{_NOT_OWNED}"), _weekend),
    (_pattern(rf"\b(?<!the )(?<!later )(?P<which>this|last) {_UNIT}{_NOT_OWNED}"), _calendar),
    (_pattern(rf"\b(?<!the )last (?P<day>{WEEKDAY}){_NOT_OWNED}"), _weekday),
    (_pattern(rf"\b(?<!the )last (?P<month>{MONTH})(?! \d){_NOT_OWNED}"), _last_month),
    (_pattern(rf"\b(?<!the )last (?P<season>{SEASON}){_NOT_OWNED}"), _last_season),
)
"""What names a time only together with the day on which it is said; none of these begins after that day."""

COMING: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_pattern(rf"\btomorrow{_NOT_OWNED}"), _tomorrow),
    (_pattern(rf"\b(?<!the )next (?P<unit>week|month|quarter|year){_NOT_OWNED}"), _next),
    (_pattern(rf"\b(?<!the )next (?P<day>{WEEKDAY}){_NOT_OWNED}"), _next_weekday),
)
"""What names a time that is still to come on the day on which it is said."""
