"""A small world to evaluate: three articles, a bot that answers from a script, and questions about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qa_bot.evaluation import GoldEvidence, Question
from qa_bot.model import Answer, Article, Citation, Direct, Hit, Passage, Reason, Span, Turn

BRIDGE = Article(
    "bridge", "The bridge", "The bridge opened in 1932. It cost six million pounds. Trains cross it daily."
)
TOWER = Article("tower", "The tower", "The tower is 324 metres tall. It was built by Eiffel's company.")
RIVER = Article("river", "The river", "The river is long. It was built by nobody.")
ARTICLES = {article.id: article for article in (BRIDGE, TOWER, RIVER)}


def span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def cite(article: Article, words: str, n: int = 1) -> Citation:
    return Citation(article, span(article, words), n=n)


def hit(article: Article, words: str, score: float = 1.0) -> Hit:
    where = span(article, words)
    return Hit(Passage(article, where, sentences=(where,)), score)


def answered(question: str, *citations: Citation, confidence: float = 0.9, direct: str = "") -> Answer:
    shown = Direct(citations[0].article, span(citations[0].article, direct), 1, 0.9) if direct else None
    timings = {"answer_ms": 1.0}
    return Answer(question, question, confidence, "fake", citations=citations, direct=shown, timings=timings)


def refused(question: str, *nearest: Citation, confidence: float = 0.1, reason: Reason = "not_stated") -> Answer:
    return Answer(question, question, confidence, "fake", reason=reason, nearest=nearest)


@dataclass(frozen=True)
class Shelf:
    """Keeps articles."""

    known: Mapping[str, Article]

    def article(self, article_id: str) -> Article | None:
        return self.known.get(article_id)


@dataclass(frozen=True)
class ScriptedBot:
    """Answers and retrieves what it was told to; satisfies Answerer."""

    answers: Mapping[str, Answer]
    hits: Sequence[Hit] = ()
    articles: Mapping[str, Article] = field(default_factory=lambda: ARTICLES)
    heard: list[object] = field(default_factory=list)

    def ask(self, question: str, *, history: Sequence[Turn] = (), today: date | None = None) -> Answer:
        self.heard.append((question, tuple(history), today))
        return self.answers[question]

    def search(self, question: str, *, k: int = 10, today: date | None = None) -> list[Hit]:
        self.heard.append((question, k, today))
        return list(self.hits[:k])

    @property
    def library(self) -> Shelf:
        return Shelf(self.articles)

    def identity(self) -> dict[str, Any]:
        return {"settings": {"threshold": 0.5}, "library": {"articles": len(self.articles), "published": None}}


OPENED = Question(
    "opened",
    "When did the bridge open?",
    answers=("1932",),
    evidence=(GoldEvidence("The bridge opened in 1932.", "bridge"),),
    type="when",
    tags=("bridge",),
)
HEIGHT = Question(
    "height",
    "How tall is the tower?",
    answers=("324 metres",),
    evidence=(GoldEvidence("The tower is 324 metres tall."),),
    type="how many",
    tags=("tower",),
)
COST = Question("cost", "What did the bridge cost?", answers=("six million pounds",), type="how many", tags=("bridge",))
PAINTER = Question("painter", "Who painted the bridge?", unanswerable=True, type="who", tags=("bridge",))
OWNER = Question("owner", "Who owns the tower?", unanswerable=True, type="who", tags=("tower",))
QUESTIONS = (OPENED, HEIGHT, COST, PAINTER, OWNER)

HITS = (
    hit(RIVER, "The river is long."),
    hit(BRIDGE, "The bridge opened in 1932. It cost six million pounds."),
    hit(BRIDGE, "It cost six million pounds. Trains cross it daily."),
    hit(TOWER, "The tower is 324 metres tall."),
)


def scripted_bot() -> ScriptedBot:
    """Right, wrong, refused though answerable, refused rightly, answered though unanswerable."""
    answers = (
        answered(OPENED.question, cite(BRIDGE, "The bridge opened in 1932."), confidence=0.95, direct="1932"),
        answered(HEIGHT.question, cite(RIVER, "The river is long."), confidence=0.65, direct="long"),
        refused(COST.question, cite(BRIDGE, "It cost six million pounds."), confidence=0.45),
        refused(PAINTER.question, confidence=0.05),
        answered(OWNER.question, cite(TOWER, "It was built by Eiffel's company."), confidence=0.65),
    )
    return ScriptedBot({answer.question: answer for answer in answers}, HITS)
