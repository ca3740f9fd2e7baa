"""Define what is kept of a conversation: an answer as the places of its quotations, not as what they say.

A quotation is cut from its article again whenever the answer is looked at, from the version that was quoted, so that a
kept answer too can show no words that do not stand in an article of the library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from qa_bot.ask import Ask
from qa_bot.model import (
    Among,
    Answer,
    Article,
    Citation,
    Claim,
    Conflict,
    Copy,
    Direct,
    Filters,
    Heard,
    Newer,
    Saying,
    Span,
    Version,
)
from qa_bot.news import annotated


@dataclass(frozen=True, slots=True)
class Lost:
    """A citation that cannot be shown any more: its article was removed, or the version of it is no longer kept."""

    n: int
    title: str
    source: str | None
    published: date | None


def to_record(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON in which a citation is a span and the hash of its article's content."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "confidence": answer.confidence,
        "engine": answer.engine,
        "reader": answer.reader,
        "text": answer.text or None,
        "reason": answer.reason,
        "citations": [_citation_record(each) for each in answer.citations],
        "nearest": [_citation_record(each) for each in answer.nearest],
        "filters": answer.filters.to_dict(),
        "covered": [each.isoformat() for each in answer.covered] if answer.covered else None,
        "unnamed": list(answer.unnamed),
        "language": answer.language,
        "timings": dict(answer.timings),
        "direct": _direct_record(answer.direct),
        "claims": [[each.text, list(each.numbers), each.why] for each in answer.claims],
        "notice": answer.notice,
        "unsure": answer.unsure,
        "of_now": answer.of_now,
        "today": answer.today.isoformat() if answer.today else None,
        "conflict": _conflict_record(answer.conflict),
    }


FindArticle = Callable[[str], Article | None]
FindVersions = Callable[[str], Sequence[Version]]


def no_versions(article_id: str) -> Sequence[Version]:
    """Return the versions of an article where none are kept."""
    return ()


def from_record(
    record: Mapping[str, Any], find_article: FindArticle, find_versions: FindVersions = no_versions
) -> tuple[Answer | None, tuple[Lost, ...]]:
    """Return the answer and the citations that are lost; None for an answer of which no citation is left.

    A citation whose article has changed is cut from the version that was quoted, and says so (`newer`).
    """
    lost: list[Lost] = []
    find = _Finder(find_article, find_versions)
    cited, nearest = (
        _citations(record[name], find, lost if name == "citations" else []) for name in ("citations", "nearest")
    )
    if not cited and not record["reason"]:
        return None, tuple(lost)
    claims = _claims(record.get("claims", ()), cited)
    answer = Answer(
        question=record["question"],
        standalone_question=record["standalone_question"],
        confidence=record["confidence"],
        engine=record["engine"],
        reader=record.get("reader"),
        text=_text(record, claims),
        reason=record["reason"],
        citations=cited,
        nearest=nearest,
        filters=_filters(record["filters"]),
        covered=_covered(record["covered"]),
        unnamed=tuple(record.get("unnamed", ())),
        language=record.get("language"),
        timings=record["timings"],
        direct=_direct(record["direct"], cited),
        claims=claims,
        notice=record.get("notice", ""),
        unsure=record.get("unsure", False),
        of_now=record.get("of_now", False),
        today=_day(record.get("today")),
        conflict=_conflict(record.get("conflict"), cited),
    )
    return answer, tuple(lost)


def _text(record: Mapping[str, Any], claims: tuple[Claim, ...]) -> str:
    """Return the engine's own words without those of claims that lost their citations."""
    if record.get("claims"):
        return " ".join(each.marked for each in claims if each.supported)
    return record["text"] or ""


def _claims(records: Sequence[Sequence[Any]], cited: tuple[Citation, ...]) -> tuple[Claim, ...]:
    """Return the claims; one of which a citation is lost is left out."""
    known = {each.n for each in cited}
    claims = [Claim(text, tuple(numbers), why) for text, numbers, why in records]
    return tuple(each for each in claims if known.issuperset(each.numbers))


def _citation_record(citation: Citation) -> dict[str, Any]:
    article = citation.article
    return {
        "article": article.id,
        "text_hash": article.text_hash,
        "title": article.title,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "n": citation.n,
        "span": [citation.span.start, citation.span.end],
        "speaker": [citation.speaker.start, citation.speaker.end] if citation.speaker else None,
        "score": float(citation.score),
        "parts": {name: float(value) for name, value in citation.parts.items()},
        "saying": _saying_record(citation.saying),
        "copies": [each.id for each in citation.copies],
    }


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds articles as they stand in the library, and as they were quoted."""

    article: FindArticle
    versions: FindVersions

    def quoted(self, record: Mapping[str, Any]) -> tuple[Article | None, Newer | None]:
        """Return the article of a citation as it was quoted, and what became of it since, each None if unknown."""
        article = self.article(record["article"])
        if article and _is_as_quoted(article, record):
            return article, None
        versions = self.versions(record["article"])
        held = next((each for each in reversed(versions) if _is_as_quoted(each.article, record)), None)
        if held is None:
            return None, None
        if held.article.text == versions[-1].article.text:
            return versions[-1].article, None
        return held.article, Newer.than(held, versions[-1], Span(*record["span"]))


def _citations(records: list[dict[str, Any]], find: _Finder, lost: list[Lost]) -> tuple[Citation, ...]:
    found: list[Citation] = []
    for each in records:
        article, newer = find.quoted(each)
        if article is None:
            lost.append(Lost(each["n"], each["title"], each["source"], _day(each["published"])))
            continue
        speaker = Span(*each["speaker"]) if each["speaker"] else None
        saying = _saying(each.get("saying"))
        span = Span(*each["span"])
        copies = tuple(Copy.of(one) for one in filter(None, map(find.article, each.get("copies", ()))))
        cited = Citation(article, span, each["n"], speaker, each["score"], each["parts"], saying, copies=copies)
        found.append(replace(annotated(cited), newer=newer))
    return tuple(found)


def _saying_record(saying: Saying | None) -> dict[str, Any] | None:
    if saying is None:
        return None
    spans = {"span": saying.span, "speaker": saying.speaker, "cue": saying.cue, "known_as": saying.known_as}
    places = {name: [span.start, span.end] if span else None for name, span in spans.items()}
    return {**places, "direct": saying.direct, "denied": saying.denied}


def _saying(record: dict[str, Any] | None) -> Saying | None:
    if record is None:
        return None
    span, speaker, cue = (Span(*record[name]) for name in ("span", "speaker", "cue"))
    known_as = Span(*record["known_as"]) if record["known_as"] else None
    return Saying(span, speaker, cue, record["direct"], record["denied"], known_as)


def _is_as_quoted(article: Article, record: Mapping[str, Any]) -> bool:
    """Say whether the text is the one that was quoted; earlier records tell only whether all of the article is."""
    if "text_hash" in record:
        return bool(article.text_hash == record["text_hash"])
    return bool(article.content_hash == record["hash"])


def _direct_record(direct: Direct | None) -> dict[str, Any] | None:
    if direct is None:
        return None
    return {
        "n": direct.n,
        "span": [direct.span.start, direct.span.end],
        "probability": float(direct.probability),
        "attribution": [direct.attribution.start, direct.attribution.end] if direct.attribution else None,
    }


def _direct(record: dict[str, Any] | None, citations: tuple[Citation, ...]) -> Direct | None:
    cited = next((each for each in citations if record and each.n == record["n"]), None)
    if record is None or cited is None:
        return None
    by = Span(*record["attribution"]) if record.get("attribution") else None
    return Direct(cited.article, Span(*record["span"]), record["n"], record["probability"], by)


def _conflict_record(conflict: Conflict | None) -> dict[str, Any] | None:
    if conflict is None:
        return None
    return {"sides": [_direct_record(each) for each in conflict.sides], "updated": conflict.updated}


def _conflict(record: dict[str, Any] | None, citations: tuple[Citation, ...]) -> Conflict | None:
    """Return the conflict if no side of it is lost."""
    sides = [_direct(each, citations) for each in record["sides"]] if record else []
    kept = tuple(each for each in sides if each)
    return Conflict(kept, record["updated"]) if record and kept and len(kept) == len(sides) else None


def _filters(record: dict[str, Any]) -> Filters:
    days = _day(record["after"]), _day(record["before"])
    among, speaker = _among(record.get("among")), record.get("speaker")
    heard = Heard(speaker) if speaker else None
    return Filters(*days, record["source"], record["inferred"], record["or_named"], among, heard)


def _among(record: dict[str, Any] | None) -> Among | None:
    """Return what was asked, to be said; which articles a collection or some sources had then is not kept."""
    if record is None:
        return None
    return Among(frozenset(record["articles"] or ()), record["collection"] or "", tuple(record["sources"]))


def _covered(record: list[str] | None) -> tuple[date, date] | None:
    return (date.fromisoformat(record[0]), date.fromisoformat(record[1])) if record else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


State = Literal["asked", "answered", "failed", "stopped"]
Wrong = Literal["wrong_source", "wrong_quotation", "incomplete", "should_have_refused", "should_have_answered"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thinks of an answer; `wrong` and `better`, the right answer or quotation, if it is not good."""

    good: bool
    wrong: Wrong | None = None
    better: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it; its id stays when it is asked again.

    While it is `asked` there is no answer yet. `lost` are citations whose article is no longer there as it was quoted;
    if none is left, there is no answer. `problem` says what failed. `conversation_id` names the conversation it is in.
    """

    id: str
    conversation_id: str
    asked: Ask
    state: State
    answer: Answer | None = None
    lost: tuple[Lost, ...] = ()
    problem: str = ""
    followups: tuple[str, ...] = ()
    feedback: Feedback | None = None

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """Return what can be opened: the citations, or beside a refusal the nearest passages."""
        return (self.answer.citations or self.answer.nearest) if self.answer else ()


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """The exchanges of a conversation, oldest first."""

    id: str
    title: str
    exchanges: tuple[Exchange, ...] = ()

    def exchange(self, exchange_id: object) -> Exchange | None:
        """Return the exchange of that id, or None."""
        return next((each for each in self.exchanges if each.id == exchange_id), None)


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list; `changed` is when something was last asked in it."""

    id: str
    title: str
    changed: datetime
