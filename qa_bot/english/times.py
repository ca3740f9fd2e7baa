"""Know months, days of the week and seasons, and find where a text names a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.english.numbers import ORDINALS
from qa_bot.model import Span

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTH_IN_FULL = rf"(?:{'|'.join(MONTHS)})"
_MONTH_CUT_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
MONTH_NAME = rf"(?:{MONTH_IN_FULL}|{_MONTH_CUT_SHORT})"
MONTH = rf"{MONTH_NAME}\b\.?"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
DAY_OF_MONTH = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
"""Pieces of regular expressions."""

_MONTH = rf"(?:{MONTH_IN_FULL}|{_MONTH_CUT_SHORT}\b\.?)"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_ERA = r"(?:\s?(?:BCE?|CE|AD|B\.C\.|A\.D\.))"
_YEAR = rf"(?:AD\s\d{{1,4}}|\d{{1,3}}(?:,?\d{{3}})?{_ERA}|1\d{{3}}|20\d\d)(?![\d,]\d|\w)"
_DASH = r"\s?[-–—/]\s?"
_PART = r"(?:(?:early|mid|late|the (?:early|mid|late)|the (?:beginning|end|middle) of the)[-\s])?"
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)}|twenty-first)"
_TIMES = re.compile(
    "|".join(
        rf"(?:{each})"
        for each in (
            rf"(?:{WEEKDAY},?\s)?(?:the\s)?{DAY_OF_MONTH}(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR})?",
            rf"(?:{WEEKDAY},?\s)?\b{_MONTH}\s(?:the\s)?{DAY_OF_MONTH}\b(?!\s(?:percent|per|million))(?:{_DASH}{DAY_OF_MONTH}\b)?(?:,?\s{_YEAR})?",
            rf"\b{_PART}{_MONTH}(?:\sof)?,?\s{_YEAR}",
            rf"\b{_PART}{_NTH}(?:{_DASH}|\s(?:and|to|or)\s)?(?:{_NTH})?(?:\s|-)centur(?:y|ies)\b{_ERA}?",
            rf"\b{_PART}(?:the\s)?(?:1\d|20)\d0s\b",
            rf"\b{_SEASON}(?:\sof)?\s{_YEAR}",
            rf"\b(?:between\s{_YEAR}\sand|{_YEAR}\sto)\s{_YEAR}",
            rf"\b{_PART}{_YEAR}(?:{_DASH}(?:\d\d\b|{_YEAR}))?",
            rf"\b\d{{1,3}}{_DASH}\d{{1,4}}{_ERA}\b",
            r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?)",
            rf"\b{_MONTH}(?=[\s.,;)]|$)",
            rf"\b{WEEKDAY}s?(?:\s(?:morning|afternoon|evening|night))?\b",
            r"\b(?:midnight|noon|dawn)\b",
        )
    )
)


def times(text: str) -> Iterator[Span]:
    """Yield where the text names a date or a time of day, whether or not it can be told which day that was."""
    for match in _TIMES.finditer(text):
        yield Span(match.start(), match.end())


def to_month(name: str) -> int:
    """Return the number of a month by its name or a shortening of it."""
    return 1 + next(at for at, month in enumerate(MONTHS) if month.startswith(name[:3].capitalize()))


def month_names(month: int) -> tuple[str, ...]:
    """Return how texts name a month: in full, shortened, and as the two digits of 2016-06-15."""
    whole = MONTHS[month - 1].lower()
    return (whole, whole[:3], "sept", f"{month:02}") if month == 9 else (whole, whole[:3], f"{month:02}")


def day_number(number: str) -> int:
    """Return a day of the month that may have an ordinal ending."""
    return int(re.sub(r"\D", "", number))


_NOW = re.compile(
    r"\b(?:now|nowadays|currently|current|at present|presently|at the moment|still|so far|to date|latest|these days"
    r"|incumbent|today|as of|right now|yet)\b",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\s*(?:who(?: is|['’]s| are)(?: the| [\w.-]+['’]s)? (?!.*\b(?:who|that|whom)\b)"
    r"|how (?:many|much|old|large|big|long|high)\b.*\b(?:is|are|has|have|does|do|costs?)\b)",
    re.IGNORECASE,
)
_OF_THE_PAST = re.compile(r"\b(?:was|were|did|had|in (?:1\d|20)\d\d)\b", re.IGNORECASE)


def asks_of_now(question: str) -> bool:
    """Say whether a question asks how things are, so that the day of what answers it matters."""
    if _OF_THE_PAST.search(question):
        return False
    return bool(_NOW.search(question) or _STATE.match(question))


CALENDAR = frozenset((*map(str.lower, WEEKDAYS), *(name for month in range(1, 13) for name in month_names(month))))
"""What the months and the days of the week are called, in lower case."""
