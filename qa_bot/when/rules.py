"""Read what names a time, by itself (in June 2016) or from the day on which it is said (last week)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from qa_bot.english.numbers import ONES
from qa_bot.english.times import DAY_OF_MONTH, MONTH, SEASON, WEEKDAY, WEEKDAYS, day_number, to_month
from qa_bot.when.period import Maker, Period

DAY = rf"(?<![\d.,:/-]){DAY_OF_MONTH}"
_YEAR = r"(?<![\w.,:$£€/])(?:1\d|2[01])\d\d(?!\d|[.,:]\d|%|s\b|\s*(?:BCE?|B\.C\.)(?!\w))"
_AND = r"\s*(?:\band\b|\bor\b|\bto\b|\buntil\b|\btill\b|\bthrough\b|-|–)\s*"
_PART = r"(?:(?P<part>early|mid|late|beginning|start|middle|end)(?:[ -]|\s+(?:of|in)\s+(?:the\s+)?))?"
_THIRD = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 0}


def season(name: str, year: int) -> Period:
    """Return a season of the northern half of the earth, by whole months; a winter begins in December of its year."""
    return Period.of_month(year, _SEASONS[name.lower()], 3)


def _days(match: re.Match[str], _: date) -> Period:
    found = match.groupdict()
    year, month = int(match["year"]), to_month(match["month"])
    first = to_month(found["first_month"]) if found.get("first_month") else month
    return Period(date(year, first, day_number(match["first"])), date(year, month, day_number(match["day"])))


def _numbered_day(match: re.Match[str], _: date) -> Period:
    month = match["month"]
    number = int(month) if month.isdigit() else to_month(month)
    return Period.of_day(date(int(match["year"]), number, day_number(match["day"])))


def _numeric(match: re.Match[str], _: date) -> Period:
    """Return the day of a date such as 15/06/2016, of which the order of day and month must be certain."""
    one, other = int(match["one"]), int(match["other"])
    if one <= 12 and other <= 12 and one != other:
        raise ValueError(f"two readings: {match[0]}")
    return Period.of_day(date(int(match["year"]), min(one, other), max(one, other)))


def _months(match: re.Match[str], _: date) -> Period:
    year = int(match["year"])
    first = Period.of_month(year, to_month(match["first"]))
    return Period(first.start, Period.of_month(year, to_month(match["month"])).end)


def _month(match: re.Match[str], _: date) -> Period:
    return _part(match, Period.of_month(int(match["year"]), to_month(match["month"])))


def _season(match: re.Match[str], _: date) -> Period:
    return season(match["season"], int(match["year"]))


def _share(match: re.Match[str], _: date) -> Period:
    """Return a quarter or half of a year."""
    months = 3 if match["unit"].lower() == "quarter" else 6
    n = _NTH[match["nth"].lower()] or 12 // months
    return Period.of_month(int(match["year"]), 1 + months * (n - 1), months)


def _quarter(match: re.Match[str], _: date) -> Period:
    return Period.of_month(int(match["year"]), 3 * int(match["n"]) - 2, 3)


def _years(match: re.Match[str], _: date) -> Period:
    return Period.of_years(int(match["first"]), int(match["year"]))


def _decade(match: re.Match[str], _: date) -> Period:
    first = int(match["decade"])
    return Period.of_years(first, first + (99 if first % 100 == 0 and first < 2000 else 9))


def _century(match: re.Match[str], _: date) -> Period:
    n = day_number(match["n"])
    return Period.of_years(100 * n - 99, 100 * n)


def _year(match: re.Match[str], _: date) -> Period:
    return _part(match, Period.of_years(int(match["year"])))


def _part(match: re.Match[str], whole: Period) -> Period:
    part = match["part"]
    return whole.third(_THIRD[part.lower()]) if part else whole


def _absolute(text: str) -> re.Pattern[str]:
    """Compile a pattern in which MONTH, DAY, YEAR, AND and PART stand for what they name."""
    parts = {"MONTH": MONTH, "DAY": DAY, "YEAR": _YEAR, "AND": _AND, "PART": _PART}
    return re.compile(re.sub("|".join(parts), lambda match: parts[match[0]], text), re.IGNORECASE | re.ASCII)


ABSOLUTE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_absolute(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"), _numbered_day),
    (
        _absolute(r"(?P<first>DAY)(?: (?P<first_month>MONTH))?AND(?P<day>DAY) (?P<month>MONTH),? (?P<year>YEAR)"),
        _days,
    ),
    (_absolute(r"\b(?P<month>MONTH) (?P<first>DAY)AND(?P<day>DAY),? (?P<year>YEAR)"), _days),
    (_absolute(r"(?P<day>DAY)(?: day)?(?: of)? (?P<month>MONTH),? (?P<year>YEAR)"), _numbered_day),
    (_absolute(r"\b(?P<month>MONTH) (?:the )?(?P<day>DAY),? (?P<year>YEAR)"), _numbered_day),
    (
        _absolute(r"(?<![\d./-])(?P<one>\d\d?)(?P<mark>[./])(?P<other>\d\d?)(?P=mark)(?P<year>\d{4})(?!\d)"),
        _numeric,
    ),
    (_absolute(r"\b(?P<first>MONTH)AND(?P<month>MONTH),? (?P<year>YEAR)"), _months),
    (_absolute(r"\bPART(?P<month>MONTH)(?: of)?,? (?P<year>YEAR)"), _month),
    (_absolute(rf"\b(?P<season>{SEASON})(?: of| in)?,? (?P<year>YEAR)"), _season),
    (_absolute(rf"\b(?P<nth>{'|'.join(_NTH)}) (?P<unit>quarter|half) of (?P<year>YEAR)"), _share),
    (_absolute(r"\bQ(?P<n>[1-4]),? (?P<year>YEAR)"), _quarter),
    (_absolute(r"(?P<first>YEAR)\s*(?:-|–|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*(?P<year>YEAR)"), _years),
    (_absolute(r"\b(?:(?:early|mid|late)[ -])?(?P<decade>(?:1\d|20)\d0)s\b"), _decade),
    (_absolute(r"\b(?P<n>1\d|2[01])(?:st|nd|rd|th)[ -]century\b"), _century),
    (_absolute(r"\bPART(?P<year>YEAR)"), _year),
)
"""What names a time by itself; the day that it is read on does not matter."""

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


def _relative(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


RELATIVE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_relative(rf"\b(?P<month>{MONTH}) (?:of )?(?P<which>last|this) year{_NOT_OWNED}"), _month_of_year),
    (_relative(rf"\bthe day before yesterday{_NOT_OWNED}"), _two_days_ago),
    (_relative(rf"\b(?P<word>{'|'.join(_DAYS_AGO)}){_NOT_OWNED}"), _day),
    (_relative(rf"\blast night{_NOT_OWNED}"), _last_night),
    (_relative(rf"\b{_COUNT} {_UNIT}s? ago\b"), _ago),
    (_relative(rf"\b(?:the|these) (?:last|past) (?:{_COUNT} )?{_UNIT}s?{_NOT_OWNED}"), _rolling),
    (_relative(rf"\b(?:last|past) {_COUNT} {_UNIT}s{_NOT_OWNED}"), _rolling),
    (_relative(rf"\b(?P<count>)past {_UNIT}{_NOT_OWNED}"), _rolling),
    (_relative(rf"\b(?<!the )(?P<which>this|last) weekend{_NOT_OWNED}"), _weekend),
    (_relative(rf"\b(?<!the )(?<!later )(?P<which>this|last) {_UNIT}{_NOT_OWNED}"), _calendar),
    (_relative(rf"\b(?<!the )last (?P<day>{WEEKDAY}){_NOT_OWNED}"), _weekday),
    (_relative(rf"\b(?<!the )last (?P<month>{MONTH})(?! \d){_NOT_OWNED}"), _last_month),
    (_relative(rf"\b(?<!the )last (?P<season>{SEASON}){_NOT_OWNED}"), _last_season),
)
"""What names a time only together with the day on which it is said; none of these begins after that day."""

COMING: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_relative(rf"\btomorrow{_NOT_OWNED}"), _tomorrow),
    (_relative(rf"\b(?<!the )next (?P<unit>week|month|quarter|year){_NOT_OWNED}"), _next),
    (_relative(rf"\b(?<!the )next (?P<day>{WEEKDAY}){_NOT_OWNED}"), _next_weekday),
)
"""What names a time that is still to come on the day on which it is said."""
