"""Find where articles give other numbers, times or names than each other for what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from qa_bot.answer.direct import attribution
from qa_bot.answer.extractive import cite
from qa_bot.answer.joined import split
from qa_bot.claims.conflict import agree, disagree
from qa_bot.claims.names import missing_names, name_words
from qa_bot.english.forms import asked_form
from qa_bot.english.names import CAPITAL
from qa_bot.english.questions import asked_kind
from qa_bot.english.short_answers import may_answer, with_hedge
from qa_bot.model import Answer, Citation, Conflict, Direct, Slice, Span
from qa_bot.models import Reading
from qa_bot.news import annotated
from qa_bot.news.days import told_times
from qa_bot.retrieve import Evidence
from qa_bot.text.terms import content_terms, terms

Kind = Literal["number", "time", "person", "place"]
_KINDS: tuple[Kind, ...] = ("number", "time", "person", "place")

_BEHIND = 5.0
"""A sentence whose score lies further below the best one, in log odds, tells of something else."""

_LEAST_HELD, _LEAST_SHORT = 2.0, 4.0
"""Log odds of a reader, at least: that a sentence holds the answer, and that it is these words."""

_LEAST_SURE = 0.6
"""What the log odds of the words of another side are at least, as a share of those of the surest."""

_LEAST_ABOUT = 0.5
"""Share of the question's words that a sentence has, or the title of its article."""

_MOST_SIDES = 3
_EXTENT = re.compile(r"\b(?:worldwide|global(?:ly)?|nation(?:wide|ally)|in the world|overall)\b", re.IGNORECASE)
"""Of how much a number is: the dead of a country are not those of the world."""
_COUNTED = re.compile(
    r"\bhow many ((?:[\w'’-]{1,40} ){1,4}?)(?:is|are|was|were|do|does|did|has|have|had|can|will)\b", re.IGNORECASE
)
_BEHIND_IT = re.compile(r"(?:\W{1,3}[\w'’-]{1,40}){0,6}")
_PLURAL = re.compile(r"[a-z]{2,40}s\b")
_GROWS = re.compile(r"\bhow (?:many|much)\b|\b(?:number|amount|percentage|price|toll|count) of\b", re.IGNORECASE)
_REVISED = re.compile(
    r"\b(?:revis|correct|updat|downgrad|upgrad)\w{0,4}\b"
    r"|\b(?:has|have|had) (?:now )?(?:risen|climbed|grown|increased|reached|surpassed|fallen|dropped)\b|\brose to\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?:{CAPITAL}[\w'’.-]*(?:\s+(?:of|the|de|van|von|al|bin|and))*\s*)+")


@dataclass(frozen=True, slots=True)
class Account(Slice):
    """The words with which an article answers, in a sentence that is evidence, and their log odds to a reader."""

    evidence: Evidence
    odds: float

    @property
    def published(self) -> date | None:
        """Return when the article appeared."""
        return self.article.published

    @property
    def sentence(self) -> str:
        """Return the sentence."""
        return self.evidence.sentence.text

    @property
    def around(self) -> str:
        """Return the title of the article and the sentence."""
        return f"{self.article.title}. {self.sentence}"


def with_conflict(answer: Answer, question: str, evidence: Sequence[Evidence]) -> Answer:
    """Return an answer with what articles say that differ on what was asked, each side quoted, or as it is if none do.

    Where a newer article gives another number, or one says that it was put right, the newest is the direct answer.
    """
    asked, _ = split(question)
    kind = next((each for each in _KINDS if each == asked_kind(asked)), None)
    if kind is None or asked_form(asked) or not answer.direct:
        return answer
    found = sides(kind, list(accounts(asked, evidence)), answer.direct)
    if len(found) < 2:
        return answer
    citations, directs = list(answer.citations), []
    for each in found:
        n = _cited(each, citations)
        by = attribution(each.evidence.sayings, each.article.text, each.evidence.span, each.span)
        directs.append(Direct(each.article, each.span, n=n, probability=answer.direct.probability, attribution=by))
    updated = is_update(asked, found)
    lead = directs[-1] if updated else answer.direct
    return replace(answer, citations=tuple(citations), direct=lead, conflict=Conflict(tuple(directs), updated))


def accounts(question: str, evidence: Sequence[Evidence]) -> Iterator[Account]:
    """Yield what each article gives as the answer, likeliest first, where a reader is sure and it is of the subject."""
    known: set[str] = set()
    wanted = set(content_terms(question))
    for each in evidence:
        article, reading = each.passage.article, each.reading
        if article.id in known or not reading or each.score < evidence[0].score - _BEHIND:
            continue
        said = _said(each, reading)
        if not said or not may_answer(question, each.sentence.text, said[0]):
            continue
        whole = with_hedge(question, each.sentence.text, said[0])
        found = Account(article, Span(each.span.start + whole.start, each.span.start + whole.end), each, said[1])
        is_about = len(wanted & set(terms(found.around))) >= _LEAST_ABOUT * len(wanted)
        if is_about and _counts(question, found) and not missing_names(question, name_words(found.around)):
            known.add(article.id)
            yield found


def _counts(question: str, account: Account) -> bool:
    """Say whether a number, if "how many" asks for it, is not of other things: "six times" are no titles."""
    counted = _COUNTED.search(question)
    behind = _BEHIND_IT.match(account.article.text, account.span.end, account.evidence.span.end)
    if not counted or not behind:
        return True
    things = f"{account.text}{behind[0]}"
    is_of_others = _PLURAL.search(things) and not set(terms(counted[1])[-1:]) & set(terms(things))
    return not is_of_others


def _said(evidence: Evidence, reading: Reading) -> tuple[Span, float] | None:
    """Return where in its sentence the short answer stands, and its log odds; None if the reader is not sure of it."""
    short, start = reading.short, evidence.span.start
    if not short or not evidence.span.holds(short.span):
        return None
    is_sure = reading.odds >= _LEAST_HELD and short.odds >= _LEAST_SHORT
    return (Span(short.span.start - start, short.span.end - start), short.odds) if is_sure else None


def sides(kind: Kind, found: Sequence[Account], lead: Direct) -> list[Account]:
    """Return of each side the account that is likeliest, that of the direct answer among them, oldest article first.

    One side alone where all agree; an account that agrees with two sides is of neither.
    """
    first = next((each for each in found if each.article.id == lead.article.id and each.span.overlaps(lead.span)), None)
    if first is None:
        return []
    surest = max(each.odds for each in found)
    apart = [first]
    for each in found:
        if each.odds >= _LEAST_SURE * surest and all(_differ(kind, each, other) for other in apart[:_MOST_SIDES]):
            apart.append(each)
    return sorted(apart[:_MOST_SIDES], key=lambda each: (each.published or date.min, each is first))


def is_update(question: str, found: Sequence[Account]) -> bool:
    """Say whether the last of some accounts, oldest first, replaces those before it.

    It does if its article is newer than the others and tells how many or how much, which may have grown, or says that
    something was put right. How tall or how old a thing is does not change so soon.
    """
    days = [each.published for each in found]
    if len(days) < 2 or None in days or days[-1] in days[:-1]:
        return False
    return bool(_GROWS.search(question)) or bool(_REVISED.search(found[-1].sentence))


def _differ(kind: Kind, one: Account, other: Account) -> bool:
    """Say whether two accounts cannot both be right."""
    if kind == "number":
        is_of_one_extent = bool(_EXTENT.search(one.sentence)) == bool(_EXTENT.search(other.sentence))
        told_by_both = agree(one.text, other.sentence) or agree(other.text, one.sentence)
        return is_of_one_extent and not told_by_both and disagree(one.text, other.text)
    if kind == "time":
        return _other_time(one, other)
    names = missing_names(one.text, name_words(other.around)), missing_names(other.text, name_words(one.around))
    return all(names) and all(_NAMED.fullmatch(each.text) for each in (one, other))


def _other_time(one: Account, other: Account) -> bool:
    """Say whether two accounts tell of days that have none in common, as far as their days are certain."""
    ranges = [[(t.first, t.last) for t in told_times(each.article, each.span)] for each in (one, other)]
    if not all(ranges):
        return False
    return all(a[1] < b[0] or b[1] < a[0] for a in ranges[0] for b in ranges[1])


def _cited(account: Account, citations: list[Citation]) -> int:
    """Return the number of the quotation that holds an account; it becomes one if there is none."""
    for each in citations:
        if each.article.id == account.article.id and each.span.holds(account.span):
            return each.n
    n = 1 + max(each.n for each in citations)
    citations.append(annotated(cite(account.evidence, n)))
    return n
