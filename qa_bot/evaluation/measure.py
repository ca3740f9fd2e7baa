"""Measure one answer against what is known about its question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa_bot.evaluation.metrics.abstention import answer_score
from qa_bot.evaluation.metrics.places import Gold, Place, relevant_articles, relevant_passages
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
    token_f1,
)
from qa_bot.evaluation.metrics.ranking import hit_at_k, ndcg_at_k, recall_at_k, reciprocal_rank
from qa_bot.evaluation.metrics.speakers import speaker_scores
from qa_bot.evaluation.metrics.statistics import Scores
from qa_bot.evaluation.outcome import Metrics
from qa_bot.evaluation.sets import Question
from qa_bot.model import Answer, Citation, Hit

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
            "passage", [str(Place.of(hit.passage)) for hit in hits], relevant_passages(hits, golds), k=k
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
        return any(enough(Place.of(citation), gold) for citation in citations for gold in golds)
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
    cited = [Place.of(citation) for citation in answer.citations]
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
