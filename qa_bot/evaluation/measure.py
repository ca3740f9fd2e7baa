"""Ask one question and measure what comes back against what is known about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from time import perf_counter
from typing import Any, Protocol

from qa_bot.errors import QuestionError, QuestionSetError
from qa_bot.evaluation.metrics.abstention import answer_score
from qa_bot.evaluation.metrics.places import EvidencePlace, Gold, find_gold, relevant_articles, relevant_passages
from qa_bot.evaluation.metrics.quotation import (
    answer_contained,
    character_scores,
    characters,
    covers,
    exact_match,
    gold_characters,
    matches,
    reference_recall,
    sentence_scores,
    speaker_scores,
    token_f1,
)
from qa_bot.evaluation.metrics.ranking import hit_at_k, ndcg_at_k, recall_at_k, reciprocal_rank
from qa_bot.evaluation.metrics.statistics import Scores
from qa_bot.evaluation.outcome import Metrics, Outcome, Retrieved, Sought, rounded
from qa_bot.evaluation.sets import Question
from qa_bot.model import Answer, Article, Citation, Hit, Turn

_ENOUGH = 0.5
"""Share of a reference's words that must be quoted, where a reference is all that is known."""


def measure(
    question: Question,
    answer: Answer,
    golds: Sequence[Gold],
    hits: Sequence[Hit],
    *,
    k: int,
    text_of: Callable[[str], str],
) -> Metrics:
    """Return the metrics of one question, each with the name of the figure that averages it.

    Quotation and retrieval metrics need gold evidence, `answer_contained`, `direct_coverage`, `exact_match` and
    `token_f1` gold answers. A refused question that could be answered has recall, F1 and the first two of these at 0,
    and no precision. `exact_match` and `token_f1` measure the direct answers: they have no value where none is shown,
    and `direct_coverage` says how often one is. `text_of` gives the text of an article.
    """
    quoted = [gold for gold in golds if gold.quoted]
    return {
        **_answer_metrics(question, answer, golds),
        **_quotation_metrics(answer, quoted, text_of),
        **speaker_scores(answer.citations, quoted),
        **_ranking_metrics("article", [hit.passage.article.id for hit in hits], relevant_articles(hits, golds), k=k),
        **_ranking_metrics(
            "passage", [str(EvidencePlace.of(hit.passage)) for hit in hits], relevant_passages(hits, golds), k=k
        ),
    }


def is_right(question: Question, answer: Answer, golds: Sequence[Gold]) -> bool:
    """Say whether an answer is right.

    If the question is unanswerable: it was refused. Otherwise: it was answered, `holds_answer` of its citations, and
    the direct answer that it leads with, if any, is not a wrong one: where the set has gold answers, one of them
    contains it or is contained in it.
    """
    if question.unanswerable:
        return not answer.answered
    return answer.answered and not _leads_wrong(question, answer) and holds_answer(question, answer.citations, golds)


def _leads_wrong(question: Question, answer: Answer) -> bool:
    if not (answer.direct and question.answers):
        return False
    direct = answer.direct.text
    return not (
        answer_contained(question.answers, [direct]) or any(answer_contained([direct], [g]) for g in question.answers)
    )


def holds_answer(question: Question, citations: Sequence[Citation], golds: Sequence[Gold]) -> bool:
    """Say whether the quotations answer the question.

    They do if one contains a gold answer (`answer_contained`), or has at least half of a piece of gold evidence; where
    the set has no gold answers, a quotation that `matches` evidence is enough; where it has neither, half of the words
    of the reference (`reference_recall`).
    """
    if question.unanswerable:
        return False
    quotes = [citation.quote for citation in citations]
    if answer_contained(question.answers, quotes):
        return True
    enough = covers if question.answers else matches
    if question.answers or golds:
        return any(enough(EvidencePlace.of(citation), gold) for citation in citations for gold in golds)
    return (reference_recall(question.reference, quotes) or 0.0) >= _ENOUGH


def _answer_metrics(question: Question, answer: Answer, golds: Sequence[Gold]) -> Metrics:
    right, refused, gold = is_right(question, answer, golds), not answer.answered, question.answers
    quotes = [citation.quote for citation in answer.citations]
    contained = answer_contained(gold, quotes)
    direct = answer.direct.text if answer.direct else None
    return {
        "accuracy": float(right),
        "score": float(answer_score(right=right, refused=refused, unanswerable=question.unanswerable)),
        "coverage": float(not refused),
        "selective_accuracy": None if refused else float(right),
        "answer_accuracy": None if question.unanswerable else float(right),
        "answer_contained": None if contained is None else float(contained),
        "reference_recall": reference_recall(question.reference, quotes),
        "direct_coverage": float(direct is not None) if gold else None,
        "exact_match": exact_match(direct, gold) if gold and direct else None,
        "token_f1": token_f1(direct, gold) if gold and direct else None,
        "refusal_precision": float(question.unanswerable) if refused else None,
        "refusal_recall": float(refused) if question.unanswerable else None,
    }


def _quotation_metrics(answer: Answer, golds: Sequence[Gold], text_of: Callable[[str], str]) -> Metrics:
    cited = [EvidencePlace.of(citation) for citation in answer.citations]
    by_character = character_scores(characters(cited), gold_characters(golds, cited))
    return {**_named("quote", by_character), **_named("sentence", sentence_scores(cited, golds, text_of))}


def _named(unit: str, scores: Scores) -> Metrics:
    return {f"{unit}_precision": scores.precision, f"{unit}_recall": scores.recall, f"{unit}_f1": scores.f1}


def _ranking_metrics(unit: str, ranked: Sequence[str], relevant: set[str], *, k: int) -> Metrics:
    best = min(k, 10)
    return {
        f"{unit}_hit@1": hit_at_k(ranked, relevant, 1),
        f"{unit}_hit@{k}": hit_at_k(ranked, relevant, k),
        f"{unit}_recall@{k}": recall_at_k(ranked, relevant, k),
        f"{unit}_mrr": reciprocal_rank(ranked, relevant),
        f"{unit}_ndcg@{best}": ndcg_at_k(ranked, relevant, best),
    }


DEPTH = 30
"""Passages among which missed evidence is looked for, beyond the k that retrieval is measured on."""


class KeptArticles(Protocol):
    """Articles that are kept."""

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, None if there is none."""


class Answerer(Protocol):
    """What is evaluated: it answers, shows what it retrieves for a question, and hands out its articles."""

    def ask(self, question: str, *, history: Sequence[Turn] = (), today: date | None = None) -> Answer:
        """Return the answer to a question, which may be a follow-up of earlier turns and is asked on day `today`."""

    def search(self, question: str, *, k: int = 10, today: date | None = None) -> list[Hit]:
        """Return the `k` best passages for a standalone question, best first."""

    @property
    def library(self) -> KeptArticles:
        """Return what keeps the articles."""

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
    golds = find_gold(question, articles.values(), bot.library.article)
    invalid = [citation for citation in shown if not _is_valid(citation, bot.library.article(citation.article.id))]
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
        article = articles.get(article_id) or bot.library.article(article_id)
        return article.text if article else ""

    return text_of


def _sought(gold: Gold, answer: Answer, found: Sequence[Hit]) -> Sought:
    ranks = (rank for rank, hit in enumerate(found, 1) if gold.touched_by(EvidencePlace.of(hit.passage)))
    evidence = gold.evidence
    cited = any(matches(EvidencePlace.of(citation), gold) for citation in answer.citations)
    return Sought(evidence.quote, evidence.article_id, evidence.speaker, gold.places, next(ranks, None), cited)


def _retrieved(hits: Sequence[Hit], golds: Sequence[Gold]) -> tuple[Retrieved, ...]:
    places = [EvidencePlace.of(hit.passage) for hit in hits]
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
