"""Tell which days a quotation tells of: "on Tuesday" is read from the day on which its article was written.

Each rule names a day only where it is certain; docs/news.md states them all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa_bot.english.times import DAY_OF_MONTH, MONTH, MONTH_IN_FULL, WEEKDAY, WEEKDAYS, day_number, to_month
from qa_bot.english.verbs import UTTERANCE, Tense, is_finite, tense_at
from qa_bot.model import Article, Citation, Span, ToldTime
from qa_bot.news.quoted import quoted_lines
from qa_bot.text.sentences import split_sentences
from qa_bot.when import Period, Point, days_near, time_points

_OPENING = 300
"""Characters of an article in which its dateline stands."""

_DATELINE = re.compile(
    rf"^[A-Z][A-Z][^\n]{{0,60}}?\b(?:(?P<month>{MONTH}) (?P<day>{DAY_OF_MONTH})|(?P<day_2>{DAY_OF_MONTH}) (?P<month_2>"
    rf"{MONTH}))\b[^\n]{{0,30}}?(?:\([^)\n]{{2,30}}\)|[-–—])",
    re.MULTILINE,
)
_LATE = 10
"""Days after which a text with a dateline is still published as news."""

_DAY = timedelta(days=1)
_NEAR = timedelta(days=45)
_FULL_STOP = re.compile(rf"(?:{MONTH_IN_FULL})\.$")
_YEAR = re.compile(r"(?<![\w.,$£€-])(?:1[5-9]|20)\d\d(?!\w|[,.]\d)")
_OTHER_YEAR = re.compile(
    r"\b(?:last|previous|that) year\b|\banniversary\b|\byears? (?:ago|earlier|before|later)\b", re.I
)
_WEEKDAY = re.compile(WEEKDAY)
_MONTH_DAY = re.compile(
    rf"(?P<day>{DAY_OF_MONTH})(?: of)? (?P<month>{MONTH})|(?P<month_2>{MONTH}) (?P<day_2>{DAY_OF_MONTH})"
)
_MONTH_ALONE = re.compile(rf".*?[ -](?P<month>{MONTH})")
_RELATIVE_DAY = re.compile(r"today|tonight|this (?:morning|afternoon|evening)", re.IGNORECASE)
_AGO = re.compile(r"(?:.*\s)?(?P<count>\S+)\s(?P<unit>\w+?)s? ago", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|almost|around|nearly|over|under|(?:more|less|fewer) than|some)\s$", re.IGNORECASE)
_FEW = frozenset(("a", "an", "one", "two", "three", "1", "2", "3"))
_VAGUE = re.compile(r"(?:the |these )?(?:last|past) (?:\w+ )*\w+s$|(?:the|these) |past |last (?:decade|quarter)", re.I)
_OF_A_WEEKDAY = re.compile(rf"(?P<weekday>{WEEKDAY}),? (?:the )?$")
_NO_DAY_BEFORE = re.compile(
    r"(?:\b(?:an?|that|one|every|each|the|some|any|another|no|previous|following|next|first|second|third|fourth|from|or|until|till|by|before"
    r"|through|to|most|Black|Good|Super|Ash|Bloody|Easter|Palm|Cyber|Giving|Shrove|Fat|Maundy|Holy|Blue|Bowl|The"
    rf"|{WEEKDAY} (?:and|to)|ahead of|said\sof)|-)\s*$"
)
_NO_DAY_BEHIND = re.compile(
    rf",?\s(?:the\s)?(?:{MONTH}\s\d|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH})"
    rf"|\s?(?:(?:to|through|or|–|-|until)\s?(?:{WEEKDAY})|(?:Times|Mirror|Mail|Telegraph|Express|Post|Herald|World"
    r"|Night|Show|Business|Morning|Independent|Tribune)\b|[–-]\w)"
)
_WHICH = re.compile(r"\b(?P<which>last|this|this coming|this past)\s$", re.IGNORECASE)
_SAID_BESIDE = re.compile(r"(?P<verb>\w+)(?:\s\w+){0,2}?(?:\s(?:on|late|early))*\s$")
_SENTENCE_END = re.compile(r"[.!?][”\"’]?\s|\n")
_HAPPENED = re.compile(rf"\b(?P<verb>\w+)(?:\splace)?\son\s(?:{WEEKDAY},?\s)?$")
_PLANS = re.compile(
    r"\b(?:be|will|would|may|to|scheduled|expected|planned|set|due|is|are|if|once|when|called|announced"
    r"|estimates?|estimated|projects|projected|predicts?)\b"
)
_UPDATED = re.compile(r"\b(?:[Uu]pdated|UPDATED|[Mm]odified)\b[^\n]{0,40}$")
_MOST_LATER, _MOST_LATER_UNSTATED = timedelta(days=366), timedelta(days=45)
_KNOWN_BY_DATE = frozenset(((9, 11), (1, 6), (12, 7), (7, 4)))
"""Days that stand for what happened on them in another year."""

_NAMED_DAY = re.compile(rf"\b{MONTH} \d|\d(?:st|nd|rd|th)?(?: of)? {MONTH}")


def dated(citation: Citation) -> Citation:
    """Return a citation with the times that it names, and the day that its article tells of after its own."""
    later = tells_later(citation.article)
    times = told_times(citation.article, citation.span)
    return replace(citation, times=tuple(each for each in times if each.stated or later is None), later=later)


def written_on(article: Article) -> date | None:
    """Return the day on which an article was written: that of its dateline, else that of publication, if stated."""
    published = article.published
    found = _DATELINE.search(article.text[:_OPENING])
    if published is None or found is None:
        return published
    month, day = found["month"] or found["month_2"], found["day"] or found["day_2"]
    near = days_near(to_month(month), day_number(day), published)
    return next((each for each in near if timedelta() <= published - each <= _LATE * _DAY), published)


def told_times(article: Article, span: Span) -> list[ToldTime]:
    """Return the times that a piece of an article names and that are certain, in order; see docs/news.md."""
    written, text = written_on(article), article.text
    points = [each for each in time_points(span.of(text), written, coming=True) if each.period.closed]
    if not points:
        return []
    quoted = _quoted(text, span)
    found: list[ToldTime] = []
    for sentence in _sentences(text, span):
        inside = [p for p in (_moved(each, span.start) for each in points) if sentence.start <= p.start < sentence.end]
        found += _main(text, list(_told(_Sentence(text, sentence, written, tuple(inside)), quoted)))
    return found


def tells_later(article: Article) -> ToldTime | None:
    """Return the last day after that of publication, a year at most, that an article tells of as past; else None."""
    published, text = article.published, article.text
    last: ToldTime | None = None
    for line in _lines_with_days(text) if published else ():
        for point in time_points(line.of(text), published):
            told = _later(text, _moved(point, line.start), published)
            last = told if told and (last is None or told.first > last.first) else last
    return last


def _lines_with_days(text: str) -> list[Span]:
    """Return the lines of a text that name a day of a month."""
    ends = [-1, *(each.start() for each in re.finditer("\n", text)), len(text)]
    starts = dict.fromkeys(bisect_left(ends, each.start()) for each in _NAMED_DAY.finditer(text))
    return [Span(ends[at - 1] + 1, ends[at]) for at in starts]


def _later(text: str, point: Point, published: date | None) -> ToldTime | None:
    """Return a time if it is a day that lies after another and is surely told as past."""
    day, span = point.period.start, Span(point.start, point.end)
    if day is None or day != point.period.end or published is None or not any(c.isdigit() for c in span.of(text)):
        return None
    stated = _is_stated(text, point)
    most = _MOST_LATER if stated else _MOST_LATER_UNSTATED
    if not published + _DAY < day <= published + most or (not stated and (day.month, day.day) in _KNOWN_BY_DATE):
        return None
    sentence = _plain_sentence(text, point)
    told = _Sentence(text, sentence, published, (point,))
    beside = _OF_A_WEEKDAY.search(text, max(sentence.start, point.start - 20), point.start)
    if beside and WEEKDAYS[day.weekday()] != beside["weekday"].capitalize():
        return None
    if not _has_happened(text, sentence, span) or (not stated and told.names_other_year(day, point.start)):
        return None
    return ToldTime(span, day, day, sentence, stated=stated, main=True)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with the times named in it, and the day on which its article was written."""

    text: str
    span: Span
    written: date | None
    points: tuple[Point, ...]

    def names_other_year(self, day: date, before: int) -> bool:
        """Say whether it speaks of another year, or its paragraph, up to a place, names one than that of a day."""
        if _OTHER_YEAR.search(self.text, self.span.start, self.span.end):
            return True
        start = self.text.rfind("\n", 0, self.span.start) + 1
        return any(int(each[0]) != day.year for each in _YEAR.finditer(self.text, start, before))

    def names_other_time(self, day: date) -> bool:
        """Say whether it names a time with its year that does not hold a day."""
        stated = (each for each in self.points if _is_stated(self.text, each))
        return any(not each.period.holds(Period.of_day(day)) for each in stated)


def _told(sentence: _Sentence, quoted: Sequence[Span]) -> Iterator[ToldTime]:
    for point in sentence.points:
        span = Span(point.start, point.end)
        is_stated = _is_stated(sentence.text, point)
        if not is_stated and any(each.overlaps(span) for each in quoted):
            continue
        period = point.period if is_stated else _meant(sentence, point)
        if period and period.start and period.end:
            yield ToldTime(
                _without_stop(sentence.text, span), period.start, period.end, sentence.span, stated=is_stated
            )


def _without_stop(text: str, span: Span) -> Span:
    """Return where words for a time stand without the full stop of their sentence: not "19 July.", but "2 Aug."."""
    return Span(span.start, span.end - 1) if _FULL_STOP.search(text, span.start, span.end) else span


def _is_stated(text: str, point: Point) -> bool:
    return any(each.isdigit() for each in text[point.start : point.end]) and not _MONTH_DAY.fullmatch(
        text[point.start : point.end]
    )


def _meant(sentence: _Sentence, point: Point) -> Period | None:
    """Return the days that words without a year mean, None where they may mean others."""
    words, written = sentence.text[point.start : point.end], sentence.written
    if written is None:
        return None
    tense = tense_at(sentence.text, sentence.span, Span(point.start, point.end))
    is_name = words[0].isupper() and bool(re.search(r"\w", sentence.text[sentence.span.start : point.start]))
    if is_name and not (_WEEKDAY.match(words) or _MONTH_DAY.match(words)):
        return None  # of a newspaper or a programme: "USA TODAY"
    if _ABOUT.search(sentence.text, max(sentence.span.start, point.start - 20), point.start):
        return None
    if _WEEKDAY.fullmatch(words):
        return _weekday(sentence, point, written, tense)
    if match := _MONTH_DAY.fullmatch(words):
        return _month_day(sentence, point, written, tense, match)
    if match := _MONTH_ALONE.fullmatch(words):
        return _month(sentence, point, written, tense, match)
    return _relative(words, point.period, written, tense)


def _weekday(sentence: _Sentence, point: Point, written: date, tense: Tense) -> Period | None:
    """Return the last day of that name, or the next one for what is to come."""
    before = sentence.text[max(sentence.span.start, point.start - 30) : point.start]
    name = WEEKDAYS.index(sentence.text[point.start : point.end].capitalize())
    if _NO_DAY_BEFORE.search(before) or _NO_DAY_BEHIND.match(sentence.text, point.end) or not tense:
        return None
    away = (written.weekday() - name) % 7
    day = written - away * _DAY if tense == "past" else written + ((name - written.weekday()) % 7) * _DAY
    if (which := _WHICH.search(before)) and not _is_of_week(which["which"].lower(), day, written):
        return None
    is_said = bool(_is_beside_saying(sentence.text, point.start))
    return Period.of_day(day) if is_said or not sentence.names_other_time(day) else None


def _is_of_week(which: str, day: date, written: date) -> bool:
    """Say whether "last Tuesday", "this Tuesday" can only be that day: one of the week before, or of the same."""
    weeks = ((written - written.weekday() * _DAY) - (day - day.weekday() * _DAY)).days // 7
    return day < written and weeks == 1 if which == "last" else weeks == 0


def _month_day(sentence: _Sentence, point: Point, written: date, tense: Tense, match: re.Match[str]) -> Period | None:
    """Return the nearest day of that name, None if its verb says otherwise; one of a weekday must fall on that."""
    near = days_near(to_month(match["month"] or match["month_2"]), day_number(match["day"] or match["day_2"]), written)
    beside = _OF_A_WEEKDAY.search(sentence.text, max(sentence.span.start, point.start - 20), point.start)
    if beside:
        near = [each for each in near if each.weekday() == WEEKDAYS.index(beside["weekday"].capitalize())]
    day = near[0] if near else written
    is_known = beside is not None or abs(day - written) <= _NEAR
    fits = day <= written if tense == "past" else day >= written if tense else is_known
    return Period.of_day(day) if near and fits and not sentence.names_other_year(day, point.start) else None


def _month(sentence: _Sentence, point: Point, written: date, tense: Tense, match: re.Match[str]) -> Period | None:
    """Return the last month of that name, or the next one for what is to come; not the one of publication."""
    month = to_month(match["month"])
    if not tense or month == written.month or match[0].lower().startswith("last"):
        return None
    year = written.year - (month > written.month) if tense == "past" else written.year + (month < written.month)
    found = Period.of_month(year, month)
    return found if found.start and not sentence.names_other_year(found.start, point.start) else None


def _relative(words: str, period: Period, written: date, tense: Tense) -> Period | None:
    """Return the days of "yesterday", "last week", "two months ago"; none where the words are vague."""
    if _RELATIVE_DAY.fullmatch(words):
        return period if tense else None
    if ago := _AGO.fullmatch(words):
        is_exact = ago["count"].lower() in _FEW or (ago["unit"].lower() == "day" and ago["count"].isdigit())
        return period if is_exact and ago["unit"].lower() not in ("decade", "quarter") else None
    is_season = re.fullmatch(r"last (?:spring|summer|autumn|fall|winter)", words, re.IGNORECASE)
    if (
        _VAGUE.match(words)
        or words.lower() == "this day"
        or (is_season and period.start and period.start.year == written.year)
    ):
        return None
    return period


def _main(text: str, times: list[ToldTime]) -> list[ToldTime]:
    """Return the times of a sentence with one marked as what it tells of: the closest one, rather not of a saying."""
    if not times:
        return []
    best = min(times, key=lambda each: (_is_beside_saying(text, each.span.start), each.last - each.first))
    return [replace(each, main=each is best) for each in times]


def _is_beside_saying(text: str, start: int) -> bool:
    """Say whether a word of saying leads to a time: "said on Tuesday", "told reporters late on Tuesday"."""
    found = _SAID_BESIDE.search(text, max(0, start - 60), start)
    words = text[max(0, start - 60) : start].lower().split()[-4:] if found else []
    return any(each in UTTERANCE for each in words)


def _has_happened(text: str, sentence: Span, time: Span) -> bool:
    """Say whether a sentence surely tells of a day as past: it was "updated" then, "On 2 August it passed"."""
    if _UPDATED.search(text, max(0, time.start - 60), time.start):
        return True
    before = text[sentence.start : time.start].strip().lower()
    around = text[max(sentence.start, time.start - 80) : min(sentence.end, time.end + 80)].lower()
    if _PLANS.search(around) or tense_at(text, sentence, time) != "past":
        return False
    opens = before in ("on", "but on", "and on") or re.fullmatch(rf"on (?:{WEEKDAY.lower()}),?", before)
    verb = _HAPPENED.search(text, max(sentence.start, time.start - 60), time.start)
    return bool(opens or (verb and is_finite(verb["verb"].lower())))


def _plain_sentence(text: str, point: Point) -> Span:
    """Return the sentence around a time, as far as marks tell; it is at most some hundred characters long."""
    ends = [each.end() for each in _SENTENCE_END.finditer(text, max(0, point.start - 300), point.start)]
    behind = _SENTENCE_END.search(text, point.end, point.end + 300)
    start = ends[-1] if ends else max(0, point.start - 300)
    return Span(start, behind.start() + 1 if behind else min(len(text), point.end + 300))


def _sentences(text: str, span: Span) -> list[Span]:
    return [Span(span.start + each.start, span.start + each.end) for each in split_sentences(span.of(text))]


def _quoted(text: str, span: Span) -> list[Span]:
    """Return what stands in quotation marks in the paragraphs that a piece touches."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    lines = quoted_lines(text[start : len(text) if end < 0 else end])
    return [Span(start + each.span.start, start + each.span.end) for _, several in lines for each in several]


def _moved(point: Point, by: int) -> Point:
    return Point(point.period, point.start + by, point.end + by)
