"""Find where a text gives a number, a sum or a measure, and know how numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.model import Span

_ONE_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth
"""
ONES = tuple(_ONE_WORDS.split())
"""From zero to nineteen."""

TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
ORDINALS = tuple(_ORDINAL_WORDS.split())
"""From first to twentieth."""

SCALE = rf"(?:{'|'.join(SCALES)})"
_WORD = rf"(?:{'|'.join((*ONES[1:], *TENS, *SCALES))})"
_PART = r"(?:(?:two|three|four)[-\s](?:thirds?|quarters?|fifths?)|(?:one|a)[-\s](?:third|quarter|fifth|tenth)|half)"
_HEDGE = (
    r"(?:(?:about|around|over|more than|less than|fewer than|nearly|almost|approximately|roughly|some|up to|at least"
    r"|at most|an estimated|close to|under)\s)"
)
_MONEY = r"(?:(?:US|A|C|HK|NZ)?\$|[£€¥₹])\s?"
_FIGURE = rf"\d+(?:,\d{{3}})*(?:\.\d+)?(?:[\s-]{SCALE}\b)*"
_RANGE = rf"{_FIGURE}(?:\s?[-–—]\s?(?:{_MONEY})?{_FIGURE}|\sto\s(?:{_MONEY})?{_FIGURE})?"
_SPELT = rf"\b(?:a\s(?=hundred|thousand|million|dozen))?{_WORD}(?:[-\s](?:and\s)?{_WORD})*\b"
_NUMBER = re.compile(
    rf"(?P<hedge>\b{_HEDGE})?(?P<value>{_MONEY}{_RANGE}|\b{_PART}\b|{_SPELT}|(?<![\w.,/:-]){_RANGE}(?![\w/]|[,:.]\d))",
    re.IGNORECASE,
)
_DURATION = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries|nights?)"
_LENGTH = r"(?:miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|m|feet|foot|ft|inch(?:es)?|in|cm|mm|yards?|light[- ]years?)"
_MEASURE = (
    r"(?:(?:square|sq|cubic)\.?\s(?:miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|m|feet|foot|ft)|acres?|hectares?|tons?|tonnes?"
    r"|pounds?|lbs?|kg|kilograms?|mph|km/h|km2|km²|sq mi|degrees?|°[CF]?|°)"
)
_CURRENCY = r"(?:(?:US|American|Canadian|Australian)\s)?(?:dollars?|euros?|pounds sterling|USD|EUR|yen|francs?|marks)"
_BEHIND = (
    ("percent", re.compile(r"\s?%|\s?-?(?:percent|per\scent)\b", re.IGNORECASE)),
    ("money", re.compile(rf"\s{_CURRENCY}\b")),
    ("age", re.compile(r"[\s-]years?[\s-](?:old|of\sage)\b")),
    ("duration", re.compile(rf"[\s-](?:(?:and|to)\s(?:a\shalf|\w+)\s)?{_DURATION}\b")),
    ("measure", re.compile(rf"[\s-]?{_MEASURE}(?!\w)")),
    ("length", re.compile(rf"[\s-]?{_LENGTH}(?![\w'’])")),
)
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d$")
_NO_COUNT = re.compile(r"\s*(?:st|nd|rd|th|BCE?|AD|CE)\b")
_AGED = re.compile(r"\b(?:aged?|age of)\s$", re.IGNORECASE)


def numbers(text: str) -> Iterator[tuple[Span, str]]:
    """Yield numbers with what they are: money, percent, age, duration, measure, length, year or count.

    A unit belongs to the number, and so does a word such as "about" before it.
    """
    for match in _NUMBER.finditer(text):
        if _NO_COUNT.match(text, match.end()):
            continue
        what, end = _behind(text, match)
        yield Span(match.start(), end), what


def _behind(text: str, match: re.Match[str]) -> tuple[str, int]:
    value = match["value"]
    if re.match(_MONEY, value):
        return "money", match.end()
    if _AGED.search(text, max(0, match.start() - 8), match.start()):
        return "age", match.end()
    for what, unit in _BEHIND:
        if found := unit.match(text, match.end()):
            return what, found.end()
    return ("year" if _YEAR.match(value) else "count"), match.end()
