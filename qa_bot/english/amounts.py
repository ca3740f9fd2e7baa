"""Bring the numbers, amounts and dates of a text into one normal form: "two" is 2, "2.5m" 2,500,000.

Whoever checks a claim reads every figure in it, ordinals and both ends of a range included, and drops what surrounds
it; `numbers` finds the words that answer "how many", with hedge, range and unit. What the one takes for a number the
other must often pass over, so that these are two finders with one vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa_bot.english.numbers import ONES, ORDINALS, SCALE, SCALES, TENS
from qa_bot.english.times import DAY_OF_MONTH, MONTH_IN_FULL, MONTH_NAME, WEEKDAY, WEEKDAYS, day_number, to_month

Bound = Literal["", "more", "less"]

_VALUES = {word: float(value) for value, word in enumerate(ONES)} | {
    word: 10.0 * value for value, word in enumerate(TENS, start=2)
}
_SCALES = SCALES | {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_ORDINALS = {word: value for value, word in enumerate(ORDINALS[:10], start=1)}
_UNITS = {
    "%": "percent",
    "percent": "percent",
    "per cent": "percent",
    "percentage points": "percent",
    "$": "dollar",
    "us$": "dollar",
    "usd": "dollar",
    "dollar": "dollar",
    "€": "euro",
    "eur": "euro",
    "euro": "euro",
    "£": "pound",
    "gbp": "pound",
    "pound": "pound",
    "¥": "yen",
    "yen": "yen",
    "km": "kilometre",
    "kilometre": "kilometre",
    "kilometer": "kilometre",
    "m": "metre",
    "metre": "metre",
    "meter": "metre",
    "mile": "mile",
    "ft": "foot",
    "foot": "foot",
    "feet": "foot",
    "kg": "kilogram",
    "kilogram": "kilogram",
    "tonne": "tonne",
    "ton": "ton",
    "year": "year",
    "month": "month",
    "week": "week",
    "day": "day",
    "hour": "hour",
    "minute": "minute",
    "degree": "degree",
    "hectare": "hectare",
    "acre": "acre",
    "litre": "litre",
    "liter": "litre",
    "mw": "megawatt",
    "megawatt": "megawatt",
    "gw": "gigawatt",
    "gigawatt": "gigawatt",
    "mph": "mph",
}
_MORE = r"more than|over|above|at least|exceed(?:s|ed|ing)?|upwards of|greater than|no (?:less|fewer) than"
_LESS = r"less than|fewer than|under|below|at most|up to|no more than|not more than"

_MONTH = rf"(?P<month>{MONTH_NAME})"
_DATES = (
    re.compile(rf"\b(?P<day>{DAY_OF_MONTH})(?:\s+of)?\s+{_MONTH}\b\.?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\.?\s+(?P<day>{DAY_OF_MONTH})\b(?!\s*(?:%|percent))", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"),
)
_MONTH_ALONE = re.compile(rf"\b{MONTH_IN_FULL}\b")
_WEEKDAY = re.compile(rf"\b({WEEKDAY})s?\b")

_WORDS = "|".join((*_VALUES, *SCALES))
_SPELLED = rf"(?:a |half a )?(?:{_WORDS})(?:(?:[\s-]+(?:and\s+)?)(?:{_WORDS}))*"
_SCALE = rf"(?:\s*-?(?P<scale>{SCALE}|bn|mn|tn|[kKm](?![a-z])))?"
_UNIT_WORDS = "|".join(sorted((re.escape(unit) for unit in _UNITS if unit.isalpha() or " " in unit), key=len)[::-1])
_NUMBER = re.compile(
    rf"(?:\b(?P<bound>{_MORE}|{_LESS})\s+(?:(?:about|around|some)\s+)?)?"
    rf"(?P<sign>us\$|[$€£¥])?\s?(?:(?P<digits>(?<![\w.,])\d+(?:[,\u00a0\u202f]\d{{3}})*(?:[.,]\d+)?){_SCALE}"
    rf"|\b(?P<spelled>{_SPELLED})\b)(?P<ordinal>st|nd|rd|th)?"
    rf"(?:[\s-]*(?P<unit>%|(?:{_UNIT_WORDS})(?:s|es)?\b))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """An amount; `unit` is empty if none stands beside it, `bound` says whether it is a least or a most."""

    value: float
    unit: str = ""
    bound: Bound = ""
    words: str = ""

    def allows(self, claimed: Number) -> bool:
        """Say whether a text with this number holds the claimed one: the same value, unit and side."""
        same = abs(self.value - claimed.value) <= 1e-9 * max(1.0, abs(self.value))
        units = not (self.unit and claimed.unit) or self.unit == claimed.unit
        return same and units and claimed.bound in ("", self.bound)


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a month of any year, or (month 0) a day of the week, 1 to 7."""

    month: int
    day: int
    words: str = ""

    def allows(self, claimed: Day) -> bool:
        """Say whether a text with this day holds the claimed one; a day holds its month."""
        if not self.month or not claimed.month:
            return (self.month, self.day) == (claimed.month, claimed.day)
        return self.month == claimed.month and claimed.day in (0, self.day)


@dataclass(frozen=True, slots=True)
class Amounts:
    """All numbers and days of a text."""

    numbers: tuple[Number, ...]
    days: tuple[Day, ...]

    def missing(self, claimed: Amounts) -> list[str]:
        """Return the words of what is claimed and not held here."""
        numbers = [each for each in claimed.numbers if not any(own.allows(each) for own in self.numbers)]
        days = [each for each in claimed.days if not any(own.allows(each) for own in self.days)]
        return [each.words for each in numbers] + [each.words for each in days]


def amounts(text: str) -> Amounts:
    """Return the numbers and days that the text names."""
    days: list[Day] = []
    years: list[Number] = []
    rest = text
    for pattern in _DATES:
        for match in pattern.finditer(rest):
            month = match["month"]
            if match[0].startswith("may "):
                continue
            number = int(month) if month.isdigit() else to_month(month)
            days.append(Day(number, day_number(match["day"]), match[0].strip()))
            if "year" in match.groupdict():
                years.append(Number(float(match["year"]), words=match["year"]))
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    days += [Day(to_month(match[0]), 0, match[0]) for match in _MONTH_ALONE.finditer(rest)]
    days += [Day(0, WEEKDAYS.index(match[1]) + 1, match[0]) for match in _WEEKDAY.finditer(rest)]
    return Amounts((*years, *_numbers(rest)), tuple(days))


def _numbers(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        value = _digits(match) if match["digits"] else _spelled(match["spelled"])
        if value is None:
            continue
        unit = (match["sign"] or match["unit"] or "").lower()
        yield Number(value, _unit(unit), _bound(match["bound"]), match[0].strip())
    for match in _ORDINAL.finditer(text):
        if match[1].lower() != "second":
            yield Number(float(_ORDINALS[match[1].lower()]), words=match[0])


def _digits(match: re.Match[str]) -> float:
    digits = re.sub(r"[\s\u00a0\u202f]", "", match["digits"])
    if re.search(r",\d{1,2}$", digits) and "." not in digits:
        digits = re.sub(r",(\d{1,2})$", r".\1", digits)
    scale = (match["scale"] or "").lower()
    return float(digits.replace(",", "")) * _SCALES.get(scale, 1.0)


def _spelled(words: str) -> float | None:
    """Return the value of a spelled number, None for "one", which is mostly no number."""
    parts = [part for part in re.split(r"[\s-]+", words.lower()) if part not in ("and", "a")]
    if parts == ["one"]:
        return None
    total = group = 0.0
    for part in parts:
        if part == "half":
            group = 0.5
        elif part in _VALUES:
            group += _VALUES[part]
        elif part == "hundred" or part == "dozen":
            group = (group or 1.0) * _SCALES[part]
        else:
            total, group = total + (group or 1.0) * _SCALES[part], 0.0
    return total + group


def _unit(words: str) -> str:
    return _UNITS.get(words) or _UNITS.get(words.removesuffix("s")) or ""


def _bound(words: str | None) -> Bound:
    if not words:
        return ""
    return "more" if re.fullmatch(_MORE, words, re.IGNORECASE) else "less"
