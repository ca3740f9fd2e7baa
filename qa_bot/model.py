"""Define the values that everything else speaks in: articles, spans, passages, hits, citations, answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, Protocol

from qa_bot.shown import Exported, Shown

Reason = Literal["no_match", "not_stated", "outside_dates", "empty_library", "other_language", "nothing_asked"]
_LONGEST_SHOWN = 80

SETTABLE = ("title", "published", "source", "authors")
"""What a person can set of an article, and mend."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Offsets into an article's text, in characters (code points), end exclusive; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Say whether the other lies inside."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the slice of `text` that the span names."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, repr=False)
class Article(Shown):
    """A text that can be quoted, with what is known about where it comes from.

    `text` is normalised once, at reading, and never changes afterwards: every span refers to it.
    What a source does not state (`published`, `source`, ...) is None or empty, never guessed.
    `path` is the file it was read from, `url` the address of the original. `set_by_hand` names which of `SETTABLE` a
    person set; what the article itself states for them does not count.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    path: str | None = None
    language: str | None = None
    set_by_hand: tuple[str, ...] = ()

    def __repr__(self) -> str:
        day = self.published.isoformat() if self.published else None
        about = "".join(f", {each}" for each in (self.source, day) if each)
        return f"<Article {self.id}: {_short(self.title)}{about}, {len(self.text):,} characters>"

    @property
    def content_hash(self) -> str:
        """Return the sha256 of all that a reader of the article sees; the place it was read from does not count."""
        published = self.published.isoformat() if self.published else ""
        fields = (self.title, self.text, published, self.source or "", *self.authors, self.url or "")
        return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()

    @property
    def text_hash(self) -> str:
        """Return the sha256 of the text: as long as it is the same, every span means the same words."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def with_set(self, values: Mapping[str, Any]) -> Article:
        """Return the article with what a person set, by the names in `SETTABLE`, in place of what it states itself."""
        named = tuple(each for each in SETTABLE if each in values or each in self.set_by_hand)
        return replace(self, **values, set_by_hand=named)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Article:
        """Return the article of what `to_record` returned."""
        published = date.fromisoformat(record["published"]) if record["published"] else None
        names = {name: tuple(record[name]) for name in ("authors", "set_by_hand")}
        return cls(**{**record, **names, "published": published})

    def to_record(self) -> dict[str, Any]:
        """Return everything with the text, as JSON."""
        return {**self.to_dict(), "text": self.text}

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the text, as in the JSON of an answer."""
        return {
            "id": self.id,
            "title": self.title,
            "source": self.source,
            "published": self.published.isoformat() if self.published else None,
            "authors": list(self.authors),
            "url": self.url,
            "path": self.path,
            "language": self.language,
            "set_by_hand": list(self.set_by_hand),
        }


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was once: the `number` of the version, from 1, and when it was added (UTC).

    Its article has the id that it had then. `correction` is where it says that it was corrected, None if it does not.
    """

    number: int
    article: Article
    added: datetime
    correction: Span | None = None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Version:
        """Return the version of what `to_record` returned, without looking for its note of correction."""
        return cls(record["number"], Article.of(record["article"]), datetime.fromisoformat(record["added"]))

    def to_record(self) -> dict[str, Any]:
        """Return the version with its text, as JSON."""
        return {"number": self.number, "added": self.added.isoformat(), "article": self.article.to_record()}

    @property
    def note(self) -> str:
        """Return the words in which it says that it was corrected, empty if it does not."""
        return self.correction.of(self.article.text) if self.correction else ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the version: what is known of it, without the text."""
        return {
            "number": self.number,
            "added": self.added.isoformat(),
            "characters": len(self.article.text),
            "sha256": self.article.text_hash,
            "correction": self.note or None,
            "article": self.article.to_dict(),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Slice:
    """A piece of an article: a span that is certain to lie inside the article's text."""

    article: Article
    span: Span

    def __post_init__(self) -> None:
        if self.span.end > len(self.article.text):
            raise ValueError(
                f"{self.span} lies outside article {self.article.id} of {len(self.article.text)} characters"
            )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.article.id}:{self.span.start}-{self.span.end} {_short(self.text)}>"

    @property
    def text(self) -> str:
        """Return the words of the piece, cut from the article."""
        return self.span.of(self.article.text)


@dataclass(frozen=True, slots=True, repr=False)
class Sentence(Slice):
    """One sentence of an article."""


@dataclass(frozen=True, slots=True, repr=False)
class Passage(Slice):
    """A sentence-aligned window of an article, small enough for the embedding model to see all of it."""

    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says: where it stands in its article, the words for who says it, and the word of saying.

    `direct` says that it stands in quotation marks. `known_as` is where the article names the speaker in fuller words:
    None if it does not, or if that is not certain. `denied` says that they do not say it: "denied that", "has not said
    whether". `way` is how it was found, empty for one that was stored.
    """

    span: Span
    speaker: Span
    cue: Span
    direct: bool = True
    denied: bool = False
    known_as: Span | None = None
    way: str = field(default="", compare=False)

    @property
    def named(self) -> Span:
        """Return the fullest words for who says it."""
        return self.known_as or self.speaker

    def to_dict(self, text: str) -> dict[str, Any]:
        """Return the JSON of it, with the words that stand at its spans in the text of its article."""
        return {
            "speaker": self.speaker.of(text),
            "cue": self.cue.of(text),
            "direct": self.direct,
            "denied": self.denied,
            "known_as": self.known_as.of(text) if self.known_as else None,
        }


@dataclass(frozen=True, slots=True)
class ToldTime:
    """Words of an article for a time, where they and their sentence stand, and the days that they mean, both included.

    `stated` says that the words name their year; others are understood from the day on which the article was written.
    `main` says that it is the time that the sentence tells of, and none that stands beside it.
    """

    span: Span
    first: date
    last: date
    sentence: Span
    stated: bool = True
    main: bool = False

    def to_dict(self, text: str) -> dict[str, Any]:
        """Return the JSON of it, with the words that stand at its span in the text of its article."""
        return {
            "words": self.span.of(text),
            "start": self.span.start,
            "end": self.span.end,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "stated": self.stated,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval found; `parts` holds each signal's own score, so that a person can see why.

    `sayings` are what somebody says in it.
    """

    passage: Passage
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    sayings: tuple[Saying, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Return who speaks in the passage, in the fullest words of its article, each once."""
        text = self.passage.article.text
        return tuple(dict.fromkeys(each.named.of(text) for each in self.sayings if not each.denied))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the hit."""
        return {
            "passage": self.passage.text,
            "start": self.passage.span.start,
            "end": self.passage.span.end,
            "score": round(self.score, 4),
            "parts": {name: round(value, 4) for name, value in self.parts.items()},
            "speakers": list(self.speakers),
            "article": self.passage.article.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of another source that is one text with a cited one, whole or in part, or was made from the same."""

    id: str
    title: str
    source: str | None = None
    published: date | None = None

    @classmethod
    def of(cls, article: Article) -> Copy:
        """Return what is told of an article that is a copy."""
        return cls(article.id, article.title, article.source, article.published)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the copy."""
        return {
            "id": self.id,
            "title": self.title,
            "source": self.source,
            "published": self.published.isoformat() if self.published else None,
        }


@dataclass(frozen=True, slots=True)
class Newer:
    """What became of an article since a quotation was cut from it: which version that was, and the `newest` there is.

    `holds` says whether the quoted words still stand in it, to the letter.
    """

    version: int
    newest: Version
    holds: bool

    @classmethod
    def than(cls, quoted: Version, newest: Version, span: Span) -> Newer:
        """Return what became of the version in which a quotation stands at a span."""
        return cls(quoted.number, newest, span.of(quoted.article.text) in newest.article.text)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of it."""
        return {
            "id": self.newest.article.id,
            "version": self.version,
            "newest": self.newest.number,
            "added": self.newest.added.isoformat(),
            "holds": self.holds,
            "correction": self.newest.note or None,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Citation(Slice, Shown):
    """A quotation: a span of an article, and nothing else, so that it cannot say what the article does not.

    `n` is its number in the answer, from 1. `speaker` is also a span of the article: who says most of it, in the
    fullest words that the article has for them. `saying` is how the article says so, or that they deny it. `times` are
    those that it names, as far as it is certain which days they are. `later` is a day after that of publication that
    its article tells of as past, None if there is none: the article is then younger than it is dated. `copies` are
    articles of other papers that are one text with this one. `correction` is where the article says that it was
    corrected. `newer` says what became of the article, None as long as it is the newest version that is quoted.
    """

    n: int
    speaker: Span | None = None
    score: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)
    saying: Saying | None = None
    times: tuple[ToldTime, ...] = field(default=(), compare=False)
    later: ToldTime | None = field(default=None, compare=False)
    copies: tuple[Copy, ...] = field(default=(), compare=False)
    correction: Span | None = field(default=None, compare=False)
    newer: Newer | None = field(default=None, compare=False)

    @property
    def quote(self) -> str:
        """Return `article.text[start:end]`."""
        return self.text

    def shows(self, direct: Direct) -> bool:
        """Say whether the direct answer is a piece of this quotation."""
        return (self.n, self.article.id) == (direct.n, direct.article.id) and self.span.holds(direct.span)

    def is_of_one_origin_with(self, other: Citation) -> bool:
        """Say whether two citations are of one article, of one paper, or of articles that are one text."""
        one, two = self.article, other.article
        is_one_text = one.id in {each.id for each in other.copies} or two.id in {each.id for each in self.copies}
        is_one_paper = bool(one.source) and (one.source or "").casefold() == (two.source or "").casefold()
        return one.id == two.id or is_one_text or is_one_paper

    @property
    def id(self) -> str:
        """Return a short hash of the article's id and the span: the same after reload, copy and export."""
        key = f"{self.article.id}:{self.span.start}:{self.span.end}"
        return "c" + hashlib.sha256(key.encode()).hexdigest()[:8]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the citation."""
        return {
            "id": self.id,
            "n": self.n,
            "quote": self.quote,
            "start": self.span.start,
            "end": self.span.end,
            "speaker": self.speaker.of(self.article.text) if self.speaker else None,
            "saying": self.saying.to_dict(self.article.text) if self.saying else None,
            "times": [each.to_dict(self.article.text) for each in self.times],
            "later": self.later.to_dict(self.article.text) if self.later else None,
            "copies": [each.to_dict() for each in self.copies],
            "correction": self.correction.of(self.article.text) if self.correction else None,
            "newer": self.newer.to_dict() if self.newer else None,
            "score": round(self.score, 4),
            "parts": {name: round(value, 4) for name, value in self.parts.items()},
            "article": self.article.to_dict(),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Direct(Slice):
    """A direct answer: a piece of citation `n` that answers the question by itself.

    `probability` estimates how likely it is to be right. `attribution` is the piece of its sentence that names whom it
    comes from, None if none does.
    """

    n: int
    probability: float
    attribution: Span | None = None

    @property
    def said_by(self) -> str:
        """Return the words of the article that name whom it comes from: "the ministry said"; empty if none do."""
        return self.attribution.of(self.article.text) if self.attribution else ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the direct answer; `citation` is the number of the citation that holds it."""
        return {
            "text": self.text,
            "start": self.span.start,
            "end": self.span.end,
            "citation": self.n,
            "said_by": self.said_by or None,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """What articles say that differ on what was asked: of each side a short answer, oldest article first.

    `updated` says that the last one replaces the others: a later count, or a number that was put right.
    """

    sides: tuple[Direct, ...]
    updated: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the conflict."""
        return {"updated": self.updated, "sides": [each.to_dict() for each in self.sides]}


@dataclass(frozen=True, slots=True, repr=False)
class Event(Slice):
    """A sentence of quotation `n` with the time that it tells of."""

    n: int
    time: ToldTime

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the event; `citation` is the number of the citation that holds it."""
        return {
            "first": self.time.first.isoformat(),
            "last": self.time.last.isoformat(),
            "quote": self.text,
            "start": self.span.start,
            "end": self.span.end,
            "citation": self.n,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a language model wrote, checked against the citations whose numbers it bears.

    `why` says why it is struck out; it is empty if they hold it. A struck claim is no part of an answer's text.
    """

    text: str
    numbers: tuple[int, ...] = ()
    why: str = ""

    @property
    def supported(self) -> bool:
        """Say whether the citations hold it."""
        return not self.why

    @property
    def marked(self) -> str:
        """Return the words with the numbers of the citations behind them."""
        return " ".join((self.text, "".join(f"[{n}]" for n in self.numbers))).strip()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the claim."""
        return {"text": self.text, "citations": list(self.numbers), "supported": self.supported, "why": self.why}


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of a conversation and what was answered; only the question is needed.

    `standalone_question` is how it was understood, `reason` why it was refused.
    """

    question: str
    answer: str = ""
    standalone_question: str = ""
    citations: tuple[Citation, ...] = ()
    reason: Reason | None = None

    @classmethod
    def of(cls, answer: Answer) -> Turn:
        """Return the turn that an answer or a refusal was."""
        return cls(answer.question, answer.said, answer.standalone_question, answer.citations, answer.reason)

    @property
    def quotes(self) -> tuple[str, ...]:
        """Return what was quoted, best first, or else the words of the answer."""
        best = sorted(self.citations, key=lambda citation: -citation.score)
        return tuple(each.quote for each in best) or ((self.answer,) if self.answer else ())


@dataclass(frozen=True, slots=True)
class Among:
    """Articles that alone are asked, by their ids, and what they have in common: a collection, some sources.

    Those that have nothing in common were chosen one by one.
    """

    articles: frozenset[str]
    collection: str = ""
    sources: tuple[str, ...] = ()

    @property
    def is_chosen(self) -> bool:
        """Say whether the articles were chosen one by one."""
        return not (self.collection or self.sources)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of it; the ids of articles stand there if these were chosen one by one."""
        return {
            "collection": self.collection or None,
            "sources": list(self.sources),
            "articles": sorted(self.articles) if self.is_chosen else None,
        }


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who alone is heard: the words for them, and the passages in which they say something, by their ids."""

    speaker: str
    passages: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the articles that may answer are restricted to.

    Dates are included in the range; an article without a date passes none. `inferred` are the words of the question
    that the dates were inferred from, None if the caller gave them. With `or_named` passages that themselves name a
    time in the range pass too, whenever they were published; only inferred filters have it. `among` are the articles
    that alone are asked, None for all. `heard` is who alone is heard: of the articles only what they say may answer.
    """

    after: date | None = None
    before: date | None = None
    source: str | None = None
    inferred: str | None = None
    or_named: bool = False
    among: Among | None = None
    heard: Heard | None = None

    def __bool__(self) -> bool:
        return any((self.after, self.before, self.source, self.among, self.heard))

    @property
    def dated(self) -> bool:
        """Say whether a date restricts."""
        return bool(self.after or self.before)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the filters, days as ISO strings."""
        return {
            "after": self.after.isoformat() if self.after else None,
            "before": self.before.isoformat() if self.before else None,
            "source": self.source,
            "inferred": self.inferred,
            "or_named": self.or_named,
            "among": self.among.to_dict() if self.among else None,
            "speaker": self.heard.speaker if self.heard else None,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Shown, Exported):
    """What was asked and what the articles say to it, or why they do not.

    An answer has citations and no reason; a refusal has a reason, no citations and at most three `nearest`.
    `confidence` estimates the probability that the citations hold the answer. `timings` are milliseconds. `filters`
    restricted what was looked at last; `covered` are the first and last day of publication of what there is, where
    the dates are why it was refused. `unnamed` are names in the question that no article mentions. `language` is that
    of the question, None for English.
    `text` is what an engine wrote in its own words, empty where it only quotes; `said` is what an answer says in all.
    `direct`, if there is one, lies inside the citation whose number it bears.
    `claims` are what a language model wrote, the struck ones too; `notice` is a line about what became of its part.
    `reader` names what read the evidence, None if nothing did. With `unsure` the articles may not answer: what is
    quoted is then shown as the nearest there is, without a direct answer.
    With a model, citations keep the numbers that they had while the answer was written, so that some may be missing.
    `of_now` says that the question asks how things are, `today` when it was asked, None where nobody said.
    `conflict` is where the articles differ on what was asked, each side inside a citation.
    """

    question: str
    standalone_question: str
    confidence: float
    engine: str
    text: str = ""
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    filters: Filters = Filters()
    covered: tuple[date, date] | None = None
    unnamed: tuple[str, ...] = ()
    language: str | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
    direct: Direct | None = None
    claims: tuple[Claim, ...] = ()
    notice: str = ""
    reader: str | None = None
    unsure: bool = False
    of_now: bool = False
    today: date | None = None
    conflict: Conflict | None = None

    def __post_init__(self) -> None:
        if bool(self.citations) == bool(self.reason):
            raise ValueError("an answer has either citations or a reason to refuse")
        for short in filter(None, (self.direct, *(self.conflict.sides if self.conflict else ()))):
            if not any(each.shows(short) for each in self.citations):
                raise ValueError(f"the short answer {short.span} lies outside citation {short.n}")
        numbers = {each.n for each in self.citations}
        if any(each.supported and not (each.numbers and numbers.issuperset(each.numbers)) for each in self.claims):
            raise ValueError("a supported claim must name citations of its answer")

    def __repr__(self) -> str:
        asked = _short(self.question)
        if self.reason:
            return f"<Answer to {asked}: refused, {self.reason}>"
        quoted = "; ".join(f"[{each.n}] {_short(each.quote)} ({each.article.id})" for each in self.citations)
        direct = f"{_short(self.direct.text)}; " if self.direct else ""
        return f"<Answer to {asked}: {direct}{quoted}; confidence {self.confidence:.2f}>"

    def _exported(self) -> Answer:
        return self

    @property
    def answered(self) -> bool:
        """Say whether the articles answer."""
        return self.reason is None

    @property
    def said(self) -> str:
        """Return the engine's own words, else its quotations one after the other, each with its number."""
        return self.text or " ".join(f"{each.quote} [{each.n}]" for each in self.citations)

    @property
    def as_of(self) -> date | None:
        """Return of which day an answer on how things are is: that of its newest quotation, None for any other."""
        days = [each.article.published for each in self.citations if each.article.published]
        return max(days, default=None) if self.of_now else None

    @property
    def origins(self) -> tuple[tuple[Citation, ...], ...]:
        """Return the citations by where they come from: those of one paper, or of one text, are one origin."""
        groups: list[list[Citation]] = []
        for each in self.citations:
            same = [group for group in groups if any(each.is_of_one_origin_with(other) for other in group)]
            groups = [group for group in groups if group not in same]
            groups.append([*(one for group in same for one in group), each])
        return tuple(tuple(group) for group in groups)

    @property
    def timeline(self) -> tuple[Event, ...]:
        """Return the sentences of the quotations that tell of a time, in the order of the times."""
        events = {
            (each.article.id, time.sentence): Event(each.article, time.sentence, each.n, time)
            for each in self.citations
            for time in each.times
            if time.main
        }
        return tuple(sorted(events.values(), key=lambda each: (each.time.first, each.time.last, each.n, each.span)))

    def to_dict(self) -> dict[str, Any]:
        """Return the one JSON shape of an answer."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answered": self.answered,
            "reason": self.reason,
            "text": self.said,
            "direct": self.direct.to_dict() if self.direct else None,
            "conflict": self.conflict.to_dict() if self.conflict else None,
            "confidence": round(self.confidence, 4),
            "unsure": self.unsure,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "engine": self.engine,
            "reader": self.reader,
            "citations": [citation.to_dict() for citation in self.citations],
            "nearest": [citation.to_dict() for citation in self.nearest],
            "sources": [[each.n for each in origin] for origin in self.origins],
            "timeline": [event.to_dict() for event in self.timeline],
            "claims": [claim.to_dict() for claim in self.claims],
            "notice": self.notice or None,
            "filters": self.filters.to_dict(),
            "covered": [each.isoformat() for each in self.covered] if self.covered else None,
            "unnamed": list(self.unnamed),
            "language": self.language,
            "timings": {name: round(value, 1) for name, value in self.timings.items()},
        }


class Progress(Protocol):
    """Is told how far a long piece of work is: what is being worked on, how much is done, of how much (if known)."""

    def __call__(self, what: str, done: int, total: int | None, /) -> None:
        """Take note; called from the thread that works."""


def _short(text: str) -> str:
    """Return a text on one line for a repr, cut where it is long."""
    line = " ".join(text.split())
    return repr(line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…")
