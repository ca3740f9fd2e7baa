"""Read times that name their year: 15 June 2016, June 15, 2016, early 2016, the summer of 2016, Q2 2016, the 1990s."""

from __future__ import annotations

import re
from datetime import date

from qa_bot.english.times import DAY_OF_MONTH, MONTH, SEASON, to_day, to_month
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
    return Period(date(year, first, to_day(match["first"])), date(year, month, to_day(match["day"])))


def _day(match: re.Match[str], _: date) -> Period:
    month = match["month"]
    number = int(month) if month.isdigit() else to_month(month)
    return Period.of_day(date(int(match["year"]), number, to_day(match["day"])))


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
    n = to_day(match["n"])
    return Period.of_years(100 * n - 99, 100 * n)


def _year(match: re.Match[str], _: date) -> Period:
    return _part(match, Period.of_years(int(match["year"])))


def _part(match: re.Match[str], whole: Period) -> Period:
    part = match["part"]
    return whole.third(_THIRD[part.lower()]) if part else whole


def _pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern in which MONTH, DAY, YEAR, AND and PART stand for what they name."""
    parts = {"MONTH": MONTH, "DAY": DAY, "YEAR": _YEAR, "AND": _AND, "PART": _PART}
    return re.compile(re.sub("|".join(parts), lambda match: parts[match[0]], text), re.IGNORECASE | re.ASCII)


ABSOLUTE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_pattern(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"), _day),
    (_pattern(r"(?P<first>DAY)(?: (?P<first_month>MONTH))?AND(?P<day>DAY) (?P<month>MONTH),? (?P<year>YEAR)"), _days),
    (_pattern(r"\b(?P<month>MONTH) (?P<first>DAY)AND(?P<day>DAY),? (?P<year>YEAR)"), _days),
    (_pattern(r"(?P<day>DAY)(?: day)?(?: of)? (?P<month>MONTH),? (?P<year>YEAR)"), _day),
    (_pattern(r"\b(?P<month>MONTH) (?:the )?(?P<day>DAY),? (?P<year>YEAR)"), _day),
    (_pattern(r"(?<![\d./-])(?P<one>\d\d?)(?P<mark>[./])(?P<other>\d\d?)(?P=mark)(?P<year>\d{4})(?!\d)"), _numeric),
    (_pattern(r"\b(?P<first>MONTH)AND(?P<month>MONTH),? (?P<year>YEAR)"), _months),
    (_pattern(r"\bPART(?P<month>MONTH)(?: of)?,? (?P<year>YEAR)"), _month),
    (_pattern(rf"\b(?P<season>{SEASON})(?: of| in)?,? (?P<year>YEAR)"), _season),
    (_pattern(rf"\b(?P<nth>{'|'.join(_NTH)}) (?P<unit>quarter|half) of (?P<year>YEAR)"), _share),
    (_pattern(r"\bQ(?P<n>[1-4]),? (?P<year>YEAR)"), _quarter),
    (_pattern(r"(?P<first>YEAR)\s*(?:-|–|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*(?P<year>YEAR)"), _years),
    (_pattern(r"\b(?:(?:early|mid|late)[ -])?(?P<decade>(?:1\d|20)\d0)s\b"), _decade),
    (_pattern(r"\b(?P<n>1\d|2[01])(?:st|nd|rd|th)[ -]century\b"), _century),
    (_pattern(r"\bPART(?P<year>YEAR)"), _year),
)
"""What names a time by itself; the day that it is read on does not matter."""
