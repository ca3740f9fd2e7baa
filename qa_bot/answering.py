"""Answer a standalone question: where to look, what is evidence, how sure that makes, what is said."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from qa_bot.answer import Engine, Found
from qa_bot.answer.abstain import confidence, crosses_languages, features, reason
from qa_bot.answer.direct import direct_answer
from qa_bot.answer.extractive import nearest
from qa_bot.answer.joined import as_searched, split
from qa_bot.english.questions import asked_speaker, asks_nothing
from qa_bot.english.times import asks_of_now, month_names
from qa_bot.library import Library
from qa_bot.model import Answer, Article, Copy, Filters, Hit, Passage
from qa_bot.models import PassageEmbedder, Reader
from qa_bot.news import within
from qa_bot.retrieve import Evidence, Query, Ranked, find_evidence, search
from qa_bot.retrieve.spelling import respelt
from qa_bot.when import Period, TimeFrame, infer_time, names_time

if TYPE_CHECKING:
    from qa_bot.library import Library

Scope = tuple[Filters, list[Ranked]]


def time_scopes(query: Query, library: Library, *, k: int, filters: Filters, time: TimeFrame | None) -> Iterator[Scope]:
    """Yield filters with the best passages that they leave, the narrowest scope first.

    Without a time that is one scope. With one, the first is what was published in that time or names it. A time
    counted from today, or one of publication, ends there. The date of an event is told later too: the second scope is
    what was published since, or is undated. A time that nothing in the library is from or names has no second scope,
    unless of undated articles. `filters` must not restrict dates.
    """
    if time is None:
        yield filters, search(query, library, k=k, filters=filters)
        return
    inferred = replace(filters, after=time.period.start, before=time.period.end, inferred=time.words)
    published = search(query, library, k=k, filters=inferred)
    if time.kind == "published":
        yield inferred, published
        return
    anywhere = search(query, library, k=k, filters=filters)
    inferred = replace(inferred, or_named=time.period.start is not None)
    naming = [each for each in anywhere if _names(each, time.period)]
    first = _merged(naming, published)
    yield inferred, first
    if time.kind == "event":
        is_covered = bool(first) or _is_named(library, time.period)
        later = replace(inferred, before=None)
        second = [each for each in anywhere if _article(each).published is None]
        if is_covered:
            second = _merged(_merged(second, naming), search(query, library, k=k, filters=later))
        if second:
            yield later, second


def _merged(first: list[Ranked], second: list[Ranked]) -> list[Ranked]:
    """Return the passages of both, each once."""
    known = {each.stored.id for each in first}
    return [*first, *(each for each in second if each.stored.id not in known)]


def _is_named(library: Library, period: Period) -> bool:
    """Say whether any passage names a month or year of the period; what lies before a day is too much to tell."""
    start, end = period.start, period.end
    if start is None:
        return True
    if end is None or start.year != end.year or period == Period.of_years(start.year):
        return library.truth.names_year(start.year, (end or date.max).year)
    months = range(start.month, end.month + 1)
    return library.truth.holds_all([str(start.year)], [name for month in months for name in month_names(month)])


def _names(ranked: Ranked, period: Period) -> bool:
    if period.start is None:
        return False
    article = _article(ranked)
    return names_time(f"{article.title}\n{ranked.stored.passage.text}", article.published, period)


def _article(ranked: Ranked) -> Article:
    return ranked.stored.passage.article


_SCORED = 30
"""Passages whose sentences are scored; measured, more change nothing."""


_BESIDE = 3.0
"""What somebody says is about something else if its score lies further below the best sentence, in log odds."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers standalone questions from a library; keeps nothing of them."""

    library: Library
    embedder: PassageEmbedder
    reader: Reader | None
    engine: Engine
    threshold: float
    unsure_below: float

    def query(self, question: str, today: date | None) -> Query:
        """Return what is searched for."""
        return Query.of(as_searched(question), self.library, self.embedder, today=today)

    def respelt(self, question: str) -> str:
        """Return a question with its misspelt words put right."""
        return respelt(question, self.library.truth)

    def search(self, query: Query, filters: Filters) -> list[Ranked]:
        """Return the passages whose sentences are worth scoring, best first."""
        return search(query, self.library, k=_SCORED, filters=filters)

    def hits(self, query: Query, filters: Filters) -> list[Hit]:
        """Return the passages in the order of their best sentences."""
        ranked = self.search(query, filters)
        parts = {each.stored.passage: each.parts for each in ranked}
        best: dict[Passage, Evidence] = {}
        for each in find_evidence(query, ranked, self.reader, speaker=_heard(filters)):
            best.setdefault(each.passage, each)
        return [
            Hit(passage, each.score, {**parts[passage], **each.parts}, within(each.sayings, passage.span))
            for passage, each in best.items()
        ]

    def find(self, question: str, alone: str, *, filters: Filters, today: date | None, infer_dates: bool) -> Found:
        """Answer `question`, which stands alone as `alone`, from the sentences, or refuse and say why.

        Where nobody said on which day it is asked, `today`, that is the day it is.
        """
        clock, day = Clock(), today or date.today()
        alone = self.respelt(alone)
        frame = self._infer(question, alone, day) if infer_dates and not filters.dated else None
        name = self.reader.name if self.reader else None
        blank = Answer(question, alone, 0.0, self.engine.name, reason="no_match", filters=filters, reader=name)
        blank = replace(blank, of_now=frame is None and asks_of_now(alone), today=today)
        if not self.library.truth.article_count():
            return Found(replace(blank, reason="empty_library"))
        if asks_nothing(question):
            return Found(replace(blank, reason="nothing_asked"))
        query = self.query(frame.asked_of_its_articles(alone), None) if frame else self.query(alone, day)
        blank = replace(blank, unnamed=query.unnamed, language=query.language)
        found = []
        for passed, ranked in time_scopes(query, self.library, k=_SCORED, filters=filters, time=frame):
            clock.lap("retrieve_ms")
            evidence = find_evidence(query, ranked, self.reader, speaker=_heard(filters))
            found.append(self._said_or_all(replace(blank, filters=passed), query, ranked, evidence, clock))
        return self._hedged(_narrowest(found))

    def with_copies(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        """Yield answers with the copies of what each cites; closing it closes the answers."""
        copies: dict[str, tuple[Copy, ...]] = {}
        with closing(answers) if isinstance(answers, Generator) else nullcontext():
            for each in answers:
                for article in {one.article.id: one.article for one in each.citations}.values():
                    if article.id not in copies:
                        copies[article.id] = tuple(map(Copy.of, self.library.truth.copies(article)))
                cited = (replace(one, copies=copies[one.article.id]) for one in each.citations)
                yield replace(each, citations=tuple(cited))

    def _said_or_all(
        self, blank: Answer, query: Query, ranked: Sequence[Ranked], evidence: Sequence[Evidence], clock: Clock
    ) -> Found:
        """Answer, and what somebody said from what they say alone, where the articles have any of it on the subject.

        How sure that makes is told from all the evidence, as for any question.
        """
        answer = self._answer(blank, query, ranked, evidence, clock)
        speaker = asked_speaker(split(blank.standalone_question)[0])
        said = [each for each in evidence if speaker and each.is_said_by(speaker)]
        is_beside = said and said[0].score < evidence[0].score - _BESIDE
        if not said or is_beside or not answer.answered:
            return Found(answer, tuple(evidence))
        draft = self.engine.answer(blank.standalone_question, said)
        direct = direct_answer(blank.standalone_question, said, draft.citations)
        return Found(replace(answer, text=draft.text, citations=draft.citations, direct=direct), tuple(said))

    def _answer(
        self, blank: Answer, query: Query, ranked: Sequence[Ranked], evidence: Sequence[Evidence], clock: Clock
    ) -> Answer:
        """Answer from this evidence, or refuse."""
        if not evidence:
            return self._nothing_passes(blank, clock)
        draft = self.engine.answer(blank.standalone_question, evidence)
        values = features(query, ranked, evidence, draft.citations)
        sure = confidence(values)
        clock.lap("answer_ms")
        if sure < self.threshold or crosses_languages(query, draft.citations):
            why = "other_language" if query.language else reason(values)
            refusal = replace(blank, confidence=sure, reason=why, timings=clock.laps)
            return replace(refusal, nearest=nearest(evidence))
        direct = direct_answer(blank.standalone_question, evidence, draft.citations)
        answered = replace(blank, confidence=sure, reason=None, text=draft.text, citations=draft.citations)
        return replace(answered, direct=direct, timings=clock.laps)

    def _hedged(self, found: Found) -> Found:
        """Return an answer that is too little sure as one that is unsure and says nothing shortly."""
        answer = found.answer
        if not answer.answered or answer.confidence >= self.unsure_below:
            return found
        return replace(found, answer=replace(answer, unsure=True, direct=None))

    def _infer(self, question: str, alone: str, today: date) -> TimeFrame | None:
        """Return the time that the question names, or else what it leans on; None if no article has a date."""
        frame = infer_time(question, today) or infer_time(alone, today)
        return frame if frame and self.library.truth.date_range() else None

    def _nothing_passes(self, blank: Answer, clock: Clock) -> Answer:
        """Refuse because the filters leave nothing, and say what there is instead."""
        if not blank.filters.dated:
            return replace(blank, reason="no_match", timings=clock.laps)
        covered = self.library.truth.date_range(replace(blank.filters, after=None, before=None))
        return replace(blank, reason="outside_dates", covered=covered, timings=clock.laps)


def _heard(filters: Filters) -> str | None:
    """Return who alone is heard."""
    return filters.heard.speaker if filters.heard else None


class Clock:
    """Measures the steps of an answer, in milliseconds."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Add the time since the last lap to what was noted under this name."""
        now = time.perf_counter()
        self.laps[name] = self.laps.get(name, 0.0) + 1000 * (now - self._last)
        self._last = now


def _narrowest(scopes: Sequence[Found]) -> Found:
    """Return the first answer if every wider scope answers too, no surer than the least sure of them; else the last.

    What is left of fewer articles stands out more, which makes it no truer.
    """
    if not all(each.answer.answered for each in scopes):
        return scopes[-1]
    sure = min(each.answer.confidence for each in scopes)
    return replace(scopes[0], answer=replace(scopes[0].answer, confidence=sure))
