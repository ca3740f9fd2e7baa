"""Ask one question and measure what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from time import perf_counter
from typing import Any, Protocol

from qa_bot.errors import QuestionError, QuestionSetError
from qa_bot.evaluation.measure import holds_answer, measure
from qa_bot.evaluation.metrics.places import Gold, Place, find_gold
from qa_bot.evaluation.metrics.quotation import matches
from qa_bot.evaluation.outcome import Outcome, Retrieved, Sought, rounded
from qa_bot.evaluation.sets import Question
from qa_bot.model import Answer, Article, Citation, Hit, Turn

DEPTH = 30
"""Passages among which missed evidence is looked for, beyond the k that retrieval is measured on."""


class Answerer(Protocol):
    """What is evaluated: it answers, shows what it retrieves for a question, and hands out its articles."""

    def ask(self, question: str, *, history: Sequence[Turn] = (), today: date | None = None) -> Answer:
        """Return the answer to a question, which may be a follow-up of earlier turns and is asked on day `today`."""

    def search(self, question: str, *, k: int = 10, today: date | None = None) -> list[Hit]:
        """Return the `k` best passages for a standalone question, best first."""

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, None if there is none."""

    def identity(self) -> Mapping[str, Any]:
        """Return what answers, as JSON: `settings` and `library`, equal wherever the same answers are given.

        If the library's `published` holds the first and last day of publication, the last one is the day on which
        questions are asked whose set does not say.
        """


def examine(bot: Answerer, question: Question, *, k: int = 10, today: date | None = None) -> Outcome:
    """Ask one question and return what became of it.

    Beside the metrics of `measure`: `quote_validity`, the share of the quotations shown (citations or, where it
    refused, the nearest) with quote == article.text[start:end] in the library's article, which must be 1;
    `confidence`; and `holds_answer` of the quotations shown, which confidence is an estimate of.
    """
    day = question.asked or today
    started = perf_counter()
    answer = _ask(bot, question, day)
    answered = perf_counter()
    found = bot.search(answer.standalone_question, k=max(k, DEPTH), today=day)
    searched = perf_counter()
    hits = found[:k]
    shown = answer.citations or answer.nearest
    articles = _articles(answer, found)
    golds = find_gold(question, articles.values(), bot.article)
    invalid = [citation for citation in shown if not _is_valid(citation, bot.article(citation.article.id))]
    metrics = {
        **measure(question, answer, golds, hits, k=k, text_of=_text_of(articles, bot)),
        "quote_validity": 1 - len(invalid) / len(shown) if shown else None,
        "confidence": answer.confidence,
        "holds_answer": float(holds_answer(question, shown, golds)),
    }
    return Outcome(
        question=question,
        answer=answer.to_dict(),
        sought=tuple(_sought(gold, answer, found) for gold in golds),
        retrieved=_retrieved(hits, golds),
        metrics={name: rounded(value) for name, value in metrics.items()},
        warnings=(*_doubtful_gold(golds), *_invalid_quotes(invalid)),
        timings={
            "ask_ms": round(1000 * (answered - started), 1),
            "search_ms": round(1000 * (searched - answered), 1),
        },
    )


def _ask(bot: Answerer, question: Question, day: date | None) -> Answer:
    try:
        return bot.ask(question.question, history=question.history, today=day)
    except QuestionError as error:
        raise QuestionSetError(f"question {question.id}: {error}") from error


def _articles(answer: Answer, found: Iterable[Hit]) -> dict[str, Article]:
    """Return every article that was cited, shown or retrieved, by id."""
    cited = (citation.article for citation in (*answer.citations, *answer.nearest))
    return {article.id: article for article in (*cited, *(hit.passage.article for hit in found))}


def _text_of(articles: Mapping[str, Article], bot: Answerer) -> Callable[[str], str]:
    def text_of(article_id: str) -> str:
        article = articles.get(article_id) or bot.article(article_id)
        return article.text if article else ""

    return text_of


def _sought(gold: Gold, answer: Answer, found: Sequence[Hit]) -> Sought:
    ranks = (rank for rank, hit in enumerate(found, 1) if gold.touched_by(Place.of(hit.passage)))
    evidence = gold.evidence
    cited = any(matches(Place.of(citation), gold) for citation in answer.citations)
    return Sought(evidence.quote, evidence.article_id, evidence.speaker, gold.places, next(ranks, None), cited)


def _retrieved(hits: Sequence[Hit], golds: Sequence[Gold]) -> tuple[Retrieved, ...]:
    places = [Place.of(hit.passage) for hit in hits]
    return tuple(
        Retrieved(rank, place, hit.passage.article.title, hit.score, any(gold.touched_by(place) for gold in golds))
        for rank, (place, hit) in enumerate(zip(places, hits, strict=True), 1)
    )


def _is_valid(citation: Citation, article: Article | None) -> bool:
    """Say whether the library's article has the quoted words at the cited place."""
    return article is not None and citation.span.of(article.text) == citation.quote


def _doubtful_gold(golds: Sequence[Gold]) -> Iterator[str]:
    for n, gold in enumerate(golds, 1):
        if gold.evidence.article_id is not None and not gold.places:
            yield f"evidence {n} does not stand in article {gold.evidence.article_id!r}, and counts as missed"


def _invalid_quotes(invalid: Sequence[Citation]) -> Iterator[str]:
    for citation in invalid:
        yield f"quotation {citation.id} does not stand in article {citation.article.id!r} at the place it names"
