"""Find dates and times in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.model import Span

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_ERA = r"(?:\s?(?:BCE?|CE|AD|B\.C\.|A\.D\.))"
_YEAR = rf"(?:AD\s\d{{1,4}}|\d{{1,3}}(?:,?\d{{3}})?{_ERA}|1\d{{3}}|20\d\d)(?![\d,]\d|\w)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH = r"\s?[-–—/]\s?"
_PART = r"(?:(?:early|mid|late|the (?:early|mid|late)|the (?:beginning|end|middle) of the)[-\s])?"
_NTH = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_TIMES = re.compile(
    "|".join(
        rf"(?:{each})"
        for each in (
            rf"(?:{_WEEKDAY},?\s)?(?:the\s)?{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR})?",
            rf"(?:{_WEEKDAY},?\s)?\b{_MONTH}\s(?:the\s)?{_DAY}\b(?!\s(?:percent|per|million))(?:{_DASH}{_DAY}\b)?(?:,?\s{_YEAR})?",
            rf"\b{_PART}{_MONTH}(?:\sof)?,?\s{_YEAR}",
            rf"\b{_PART}{_NTH}(?:{_DASH}|\s(?:and|to|or)\s)?(?:{_NTH})?(?:\s|-)centur(?:y|ies)\b{_ERA}?",
            rf"\b{_PART}(?:the\s)?(?:1\d|20)\d0s\b",
            rf"\b(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Fall|Winter)(?:\sof)?\s{_YEAR}",
            rf"\b(?:between\s{_YEAR}\sand|{_YEAR}\sto)\s{_YEAR}",
            rf"\b{_PART}{_YEAR}(?:{_DASH}(?:\d\d\b|{_YEAR}))?",
            rf"\b\d{{1,3}}{_DASH}\d{{1,4}}{_ERA}\b",
            r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?)",
            rf"\b{_MONTH}(?=[\s.,;)]|$)",
            rf"\b{_WEEKDAY}s?(?:\s(?:morning|afternoon|evening|night))?\b",
            r"\b(?:midnight|noon|dawn)\b",
        )
    )
)
_YEAR_ONLY = re.compile(rf"\b{_YEAR}(?:{_DASH}(?:\d\d\b|{_YEAR}))?")
_MONTH_ONLY = re.compile(rf"\b{_MONTH}")
_MAY = re.compile(r"(?:^|[.!?]\s)May$")


def times(text: str, sort: str) -> Iterator[tuple[Span, str]]:
    """Yield dates and times in the text with what they are: day, month, year, decade or other.

    Where a year or a month is asked for (`sort`), only that part of a date is given.
    """
    for match in _TIMES.finditer(text):
        what = _what(match[0])
        part = {"year": _YEAR_ONLY, "month": _MONTH_ONLY}.get(sort)
        inner = part.search(text, match.start(), match.end()) if part else None
        if inner:
            yield Span(inner.start(), inner.end()), sort
        else:
            yield Span(match.start(), match.end()), what


def _what(found: str) -> str:
    if re.search(r"centur|0s$", found):
        return "decade"
    has_year, has_month = bool(re.search(_YEAR, found)), bool(re.search(_MONTH, found))
    rest = re.sub(_YEAR, "", found)
    if has_month:
        return ("day" if re.search(r"\d", rest) else "month") + (" year" if has_year else "")
    return "year" if has_year else "other"
