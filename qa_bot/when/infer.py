"""Infer from a question's words which time it asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qa_bot.english.times import MONTH, WEEKDAY, day_number, to_month
from qa_bot.text.terms import STOPWORDS
from qa_bot.when.period import Maker, Period, Point, find_points
from qa_bot.when.rules import ABSOLUTE, COMING, DAY, RELATIVE, weekday_before

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
    near = days_near(to_month(match["month"]), day_number(match["day"]), published)
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


Kind = Literal["published", "recent", "event"]

_HOW = (
    r"ever since|since|after|following|from|before|prior to|until|till|up to|by|in|on|during|throughout|within|over"
    r"|around|between|at|of"
)
_FILLER = r"(?:the|very|whole|entire|year|month|(?:morning|afternoon|evening|night|week|weekend|days?|course) of)"
_LEAD = re.compile(rf"\b(?P<how>{_HOW})\s+(?:{_FILLER}\s+)*$", re.IGNORECASE)
_NOT_OF_THE_EVENT = re.compile(r"\b(?:for|than|as|as of|like|to)\s+$", re.IGNORECASE)
_ONWARDS = re.compile(r"\s+(?:on|onwards?)\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:articles|news|headlines|coverage|stories|(?:was|were|been)\s+reported)"
    r"(?:\s+(?:(?:was|were|are)\s+)?published)?(?:\s+(?:about|on|from)\s+[^,;:?]{1,80})?\s*$",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\b(?:is|are|do|does|can)\b(?!.*\b(?:new|news|headlines|happening|going on)\b)|['’]s\b", re.IGNORECASE
)
_BEFORE = 200
"""Characters."""

_YEARS_ALONE = re.compile(r"\d{4}(?:\D{1,9}\d{4})?")
_DAY_OR_MONTH = re.compile(rf"\d{{4}}-\d\d-|(?:\d\d? )?{MONTH}", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s*([\w%-]*)")
_ENDS = re.compile(r"(?:end|late)\b", re.IGNORECASE)
_BETWEEN = (
    (re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE), re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)),
    (
        re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE),
        re.compile(r"\s+(?:up )?(?:to|until|till)\s+(?:the\s+)?", re.I),
    ),
)


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """The period that a question asks about, and the words that say so.

    Kinds: `published` if they speak of articles or news of that time, `recent` if they count from today, and `event`
    if they give a date, which is rather that of what happened than of the article that tells it.
    """

    period: Period
    phrases: tuple[str, ...]
    kind: Kind

    @property
    def words(self) -> str:
        """Return the words as one piece."""
        return ", ".join(self.phrases)

    def asked_of_its_articles(self, question: str) -> str:
        """Return the question as the articles of that time can match it.

        They do not hold words that count from the day of the question ("last week"); a date they may well hold.
        """
        rest = question if self.kind == "recent" else ""
        for phrase in self.phrases:
            rest = rest.replace(phrase, " ")
        return " ".join(rest.split()) if re.search(r"\w", rest) else question


def infer_time(question: str, today: date) -> TimeFrame | None:
    """Return the time that the question asks about, or None if its words do not clearly name one.

    A month without a year, a bare number, and a date that is a property of something else ("the 2016 vote", "for this
    year", "today's") name none. Several periods are taken together: their hull, or what lies between since and until.
    """
    found = list(_frames(question, today))
    periods = [each.period for each in found]
    together = _hull(periods) if all(each.closed for each in periods) else _overlap(periods)
    if not found or together is None:
        return None
    kinds = {each.kind for each in found}
    kind: Kind = kinds.pop() if len(kinds) == 1 else "event"
    return TimeFrame(together, tuple(phrase for each in found for phrase in each.phrases), kind)


def _frames(question: str, today: date) -> Iterator[TimeFrame]:
    absolute = find_points(question, ABSOLUTE, today)
    recent = [each for each in find_points(question, RELATIVE, today) if not _overlaps(each, absolute)]
    for point in _joined(question, sorted([*absolute, *recent], key=lambda each: each.start)):
        if frame := _frame(question, point, is_recent=_overlaps(point, recent)):
            yield frame


def _frame(question: str, point: Point, *, is_recent: bool) -> TimeFrame | None:
    lead = _search_before(_LEAD, question, point.start)
    how = lead["how"].lower() if lead else ""
    start = lead.start() if lead else point.start
    is_published = _search_before(_PUBLISHED, question, start) is not None
    if not (
        _is_recent_event(question, point, how) if is_recent else _is_dated_event(question, point, how, is_published)
    ):
        return None
    if how == "from" and (onwards := _ONWARDS.match(question, point.end)):
        how, point = "since", Point(point.period, point.start, onwards.end())
    if how == "before" and _ENDS.match(question, point.start):
        how = "until"
    try:
        period = _related(how, point.period)
    except OverflowError:
        return None
    return TimeFrame(
        period, (question[start : point.end],), "published" if is_published else "recent" if is_recent else "event"
    )


def _search_before(pattern: re.Pattern[str], question: str, end: int) -> re.Match[str] | None:
    """Return what ends where a time begins; only as much is looked at as can bear on it."""
    return pattern.search(question, max(0, end - _BEFORE), end)


def _is_recent_event(question: str, point: Point, how: str) -> bool:
    if _search_before(_NOT_OF_THE_EVENT, question, point.start):
        return False
    return how != "" or question[point.start : point.end].lower() != "today" or not _STATE.search(question)


def _is_dated_event(question: str, point: Point, how: str, is_published: bool) -> bool:
    words = question[point.start : point.end]
    if _YEARS_ALONE.fullmatch(words) and not _is_year(question[point.end :]):
        return False
    if how == "of":
        return is_published
    if how:
        return True
    before, after = question[: point.start].strip(), question[point.end :].strip(" \t\n?!.")
    at_the_edge = not before or (not after and not before[-1].isdigit())
    return bool(_DAY_OR_MONTH.match(words)) and (at_the_edge or words[:4].isdigit())


def _is_year(following: str) -> bool:
    """Say whether a number of four digits stands where a year does, and not before what it counts."""
    match = _NEXT_WORD.match(following)
    word = match[1].lower() if match else ""
    return not word or word in STOPWORDS


def _related(how: str, period: Period) -> Period:
    day = timedelta(days=1)
    if how in ("since", "ever since"):
        return Period(period.start, None)
    if how in ("after", "following"):
        return Period(period.end + day if period.end else None, None)
    if how in ("before", "prior to"):
        return Period(None, period.start - day if period.start else None)
    return Period(None, period.end) if how in ("until", "till", "up to", "by") else period


def _joined(question: str, points: Sequence[Point]) -> Iterator[Point]:
    """Yield the points, two of them as one where the words say "between ... and ..." or "from ... to ..."."""
    waiting: Point | None = None
    for point in points:
        if waiting and (joined := _join(question, waiting, point)):
            yield joined
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = point
    if waiting:
        yield waiting


def _join(question: str, one: Point, other: Point) -> Point | None:
    inside = question[one.end : other.start]
    said = any(_search_before(lead, question, one.start) and link.fullmatch(inside) for lead, link in _BETWEEN)
    if not said or not one.period.start or not other.period.end or one.period.start > other.period.end:
        return None
    return Point(Period(one.period.start, other.period.end), one.start, other.end)


def _hull(periods: Sequence[Period]) -> Period | None:
    starts = [each.start for each in periods if each.start]
    ends = [each.end for each in periods if each.end]
    return Period(min(starts), max(ends)) if periods else None


def _overlap(periods: Sequence[Period]) -> Period | None:
    start = max((each.start for each in periods if each.start), default=None)
    end = min((each.end for each in periods if each.end), default=None)
    return None if start and end and start > end else Period(start, end)


def _overlaps(point: Point, others: Sequence[Point]) -> bool:
    return any(point.start < each.end and each.start < point.end for each in others)
