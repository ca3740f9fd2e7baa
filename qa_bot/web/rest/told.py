"""Describe what the REST API answers, for its schema; what makes it are the `to_dict` of the values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from qa_bot.model import Reason


class _Told(BaseModel):
    """An object that has these fields, all of them; others may be added."""

    model_config = ConfigDict(frozen=True)


class ListedTold(_Told):
    """What is known of an article, in a list."""

    id: str
    title: str
    source: str | None
    published: date | None
    authors: list[str]
    set_by_hand: list[str]


class ArticleTold(ListedTold):
    """What is known of an article; `path` is always null, for where a file lies on the server is not told."""

    url: str | None
    path: None
    language: str | None


class WholeArticleTold(ArticleTold):
    """An article with its text, into which `start` and `end` of quotations count."""

    text: str


class ArticlesTold(_Told):
    """A page of a list; `total` is how many there are on all pages."""

    articles: list[ListedTold]
    total: int


class AddedTold(_Told):
    """What became of what was added: ids of articles, and lines that say what was not read or understood, and why."""

    added: list[str]
    replaced: list[str]
    unchanged: list[str]
    skipped: list[str]
    failed: list[str]
    noted: list[str]


class DirectTold(_Told):
    """A short answer, a piece of a citation."""

    text: str
    start: int
    end: int
    citation: int
    said_by: str | None


class SayingTold(_Told):
    """How a quotation says who says it."""

    speaker: str | None
    cue: str
    direct: bool
    denied: bool
    known_as: str | None


class TimeTold(_Told):
    """Words for a time, with the first and last day that they mean."""

    words: str
    start: int
    end: int
    first: date
    last: date
    stated: bool


class CopyTold(_Told):
    """An article of another source that is one text with the cited one."""

    id: str
    title: str
    source: str | None
    published: date | None


class NewerTold(_Told):
    """What became of the article of a quotation in a kept chat."""

    id: str
    version: int
    newest: int
    added: datetime
    holds: bool
    correction: str | None


class CitationTold(_Told):
    """A quotation: what stands in the article from `start` to `end`, in characters."""

    id: str
    n: int
    quote: str
    start: int
    end: int
    speaker: str | None
    saying: SayingTold | None
    times: list[TimeTold]
    later: TimeTold | None
    copies: list[CopyTold]
    correction: str | None
    newer: NewerTold | None
    score: float
    parts: dict[str, float]
    article: ArticleTold


class EventTold(_Told):
    """A quoted sentence that tells of a time."""

    first: date
    last: date
    quote: str
    start: int
    end: int
    citation: int


class ClaimTold(_Told):
    """A sentence that a language model wrote, with whether its citations hold it."""

    text: str
    citations: list[int]
    supported: bool
    why: str


class ConflictTold(_Told):
    """What articles say that differ on what was asked; `updated` says that the last replaces the others."""

    updated: bool
    sides: list[DirectTold]


class AmongTold(_Told):
    """Which articles alone were asked."""

    collection: str | None
    sources: list[str]
    articles: list[str] | None


class FiltersTold(_Told):
    """What the articles were restricted to."""

    after: date | None
    before: date | None
    source: str | None
    inferred: str | None
    or_named: bool
    among: AmongTold | None
    speaker: str | None


class AnswerTold(_Told):
    """An answer, or a refusal with its reason; docs/api.md says what each field means."""

    question: str
    standalone_question: str
    answered: bool
    reason: Reason | None
    text: str
    direct: DirectTold | None
    conflict: ConflictTold | None
    confidence: float
    unsure: bool
    as_of: date | None
    engine: str
    reader: str | None
    citations: list[CitationTold]
    nearest: list[CitationTold]
    sources: list[list[int]]
    timeline: list[EventTold]
    claims: list[ClaimTold]
    notice: str | None
    filters: FiltersTold
    covered: list[date] | None
    unnamed: list[str]
    language: str | None
    timings: dict[str, float]


class HitTold(_Told):
    """A passage that was found, and who says something in it."""

    passage: str
    start: int
    end: int
    score: float
    parts: dict[str, float]
    speakers: list[str]
    article: ArticleTold


class HitsTold(_Told):
    """Passages, best first."""

    hits: list[HitTold]


class EvaluationTold(_Told):
    """How far an evaluation is; `report` is there once it is finished, `problem` where it failed."""

    name: str
    state: Literal["waiting", "running", "finished", "failed", "stopped"]
    done: int
    total: int | None
    problem: str | None
    report: dict[str, Any] | None


class EvaluationsTold(_Told):
    """The evaluations of who asks, the newest first, without their reports."""

    evaluations: list[EvaluationTold]


class ProblemTold(BaseModel):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
