"""Ask every question of a set and measure what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Protocol

from qa_bot.errors import QuestionError, QuestionSetError
from qa_bot.evaluation.outcome import Outcome, holds_answer, measure, retrieved
from qa_bot.evaluation.places import Gold, find_gold
from qa_bot.evaluation.questions import Question
from qa_bot.evaluation.report import Report
from qa_bot.model import Answer, Article, Citation, Hit, Progress, Turn


class Answerer(Protocol):
    """What is evaluated: it answers, shows what it retrieves for a question, and hands out its articles."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        """Return the answer to a question, which may be a follow-up of earlier turns."""

    def search(self, question: str, *, k: int = 10) -> list[Hit]:
        """Return the `k` best passages for a standalone question, best first."""

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, None if there is none."""


def evaluate(bot: Answerer, questions: Sequence[Question], *, k: int = 10, progress: Progress | None = None) -> Report:
    """Ask each question in turn and return the report; the same bot and questions give the same figures.

    Retrieval is measured on the best `k` passages for the standalone question that the bot made. `progress` hears of
    each question when it is done. QuestionSetError names a question that the bot cannot be asked.
    """
    if k < 1:
        raise ValueError(f"k counts from 1, got {k}")
    outcomes = []
    for done, question in enumerate(questions, 1):
        outcomes.append(examine(bot, question, k=k))
        if progress:
            progress(question.question, done, len(questions))
    return Report.of(outcomes, k=k)


def examine(bot: Answerer, question: Question, *, k: int = 10) -> Outcome:
    """Ask one question and return what became of it.

    Beside the metrics of `measure`: `quote_validity`, the share of the quotations shown (citations or, where it
    refused, the nearest) with quote == article.text[start:end] in the library's article, which must be 1;
    `confidence`; and `holds_answer` of the quotations shown, which confidence is an estimate of.
    """
    started = perf_counter()
    answer = _ask(bot, question)
    answered = perf_counter()
    hits = bot.search(answer.standalone_question, k=k)[:k]
    searched = perf_counter()
    cited = [citation.article for citation in (*answer.citations, *answer.nearest)]
    golds = find_gold(question, (*cited, *(hit.passage.article for hit in hits)), bot.article)
    shown = answer.citations or answer.nearest
    invalid = [citation for citation in shown if not _is_valid(citation, bot.article(citation.article.id))]
    return Outcome(
        question=question,
        answer=answer,
        retrieved=retrieved(hits, golds),
        metrics={
            **measure(question, answer, golds, hits, k=k),
            "quote_validity": 1 - len(invalid) / len(shown) if shown else None,
            "confidence": answer.confidence,
            "holds_answer": float(holds_answer(question, shown, golds)),
        },
        warnings=(*_doubtful_gold(golds), *_invalid_quotes(invalid)),
        timings={"ask_ms": 1000 * (answered - started), "search_ms": 1000 * (searched - answered)},
    )


def _ask(bot: Answerer, question: Question) -> Answer:
    try:
        return bot.ask(question.question, history=question.history)
    except QuestionError as error:
        raise QuestionSetError(f"question {question.id}: {error}") from error


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
