"""What became of one question: the answer, what was retrieved, and how both measure up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa_bot.evaluation.abstention import answer_score
from qa_bot.evaluation.places import Gold, Place, relevant_articles, relevant_passages
from qa_bot.evaluation.questions import Question
from qa_bot.evaluation.quotation import (
    answer_contained,
    character_scores,
    characters,
    evidence_scores,
    exact_match,
    gold_characters,
    matches,
    token_f1,
)
from qa_bot.evaluation.ranking import hit_at_k, ndcg_at_k, recall_at_k, reciprocal_rank
from qa_bot.evaluation.statistics import Scores
from qa_bot.model import Answer, Citation, Hit

Metrics = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that retrieval found: its rank from 1, and whether it overlaps gold evidence."""

    rank: int
    place: Place
    score: float
    holds_evidence: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the passage, without its text."""
        return {
            "rank": self.rank,
            "article_id": self.place.article_id,
            "start": self.place.span.start,
            "end": self.place.span.end,
            "score": round(self.score, 4),
            "holds_evidence": self.holds_evidence,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with its answer, the retrieved passages, and each metric's value, None where it is undefined.

    `warnings` say what is wrong with the question's gold evidence or the quotations. `timings` are milliseconds.
    """

    question: Question
    answer: Answer
    retrieved: tuple[Retrieved, ...]
    metrics: Metrics
    warnings: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        """Say whether the answer is right, as `is_right` defines it."""
        return self.metrics["accuracy"] == 1

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of one line of questions.jsonl; everything that differs from run to run is under timings."""
        return {
            "question": self.question.to_dict(),
            "answer": self.answer.to_dict(),
            "metrics": {name: rounded(value) for name, value in self.metrics.items()},
            "retrieved": [passage.to_dict() for passage in self.retrieved],
            "warnings": list(self.warnings),
            "timings": {name: round(value, 1) for name, value in self.timings.items()},
        }


def rounded(value: float | None) -> float | None:
    """Return a metric as it is written to files: six decimals, beyond which machines may differ."""
    return None if value is None else round(value, 6)


def retrieved(hits: Sequence[Hit], golds: Sequence[Gold]) -> tuple[Retrieved, ...]:
    """Return the hits with their ranks, and whether they overlap gold evidence."""
    places = [Place.of(hit.passage) for hit in hits]
    return tuple(
        Retrieved(rank, place, hit.score, any(gold.touched_by(place) for gold in golds))
        for rank, (place, hit) in enumerate(zip(places, hits, strict=True), 1)
    )


def measure(question: Question, answer: Answer, golds: Sequence[Gold], hits: Sequence[Hit], *, k: int) -> Metrics:
    """Return the metrics of one question, each with the name of the figure that averages it.

    Quotation and retrieval metrics need gold evidence, `answer_contained`, `direct_coverage`, `exact_match` and
    `token_f1` gold answers. A refused question that could be answered has recall, F1 and the first two of these at 0,
    and no precision. `exact_match` and `token_f1` measure the direct answers: they have no value where none is shown,
    and `direct_coverage` says how often one is.
    """
    return {
        **_answer_metrics(question, answer, golds),
        **_quotation_metrics(answer, golds),
        **_ranking_metrics("article", [hit.passage.article.id for hit in hits], relevant_articles(hits, golds), k=k),
        **_ranking_metrics(
            "passage", [str(Place.of(hit.passage)) for hit in hits], relevant_passages(hits, golds), k=k
        ),
    }


def is_right(question: Question, answer: Answer, golds: Sequence[Gold]) -> bool:
    """Say whether an answer is right.

    If the question is unanswerable: it was refused. Otherwise: it was answered, and `holds_answer` of its citations.
    """
    if question.unanswerable:
        return not answer.answered
    return holds_answer(question, answer.citations, golds)


def holds_answer(question: Question, citations: Sequence[Citation], golds: Sequence[Gold]) -> bool:
    """Say whether at least one quotation contains a gold answer (`answer_contained`) or matches gold evidence.

    A quotation matches a gold span if they share at least half of the characters of the shorter of the two. Either
    is enough, also where the question has both answers and evidence.
    """
    if question.unanswerable:
        return False
    contained = answer_contained(question.answers, [citation.quote for citation in citations])
    return bool(contained) or any(matches(Place.of(citation), gold) for citation in citations for gold in golds)


def _answer_metrics(question: Question, answer: Answer, golds: Sequence[Gold]) -> Metrics:
    right, refused, gold = is_right(question, answer, golds), not answer.answered, question.answers
    contained = answer_contained(gold, [citation.quote for citation in answer.citations])
    direct = answer.direct.text if answer.direct else None
    return {
        "accuracy": float(right),
        "score": float(answer_score(right=right, refused=refused, unanswerable=question.unanswerable)),
        "coverage": float(not refused),
        "selective_accuracy": None if refused else float(right),
        "answer_accuracy": None if question.unanswerable else float(right),
        "answer_contained": None if contained is None else float(contained),
        "direct_coverage": float(direct is not None) if gold else None,
        "exact_match": exact_match(direct, gold) if gold and direct else None,
        "token_f1": token_f1(direct, gold) if gold and direct else None,
        "refusal_precision": float(question.unanswerable) if refused else None,
        "refusal_recall": float(refused) if question.unanswerable else None,
    }


def _quotation_metrics(answer: Answer, golds: Sequence[Gold]) -> Metrics:
    cited = [Place.of(citation) for citation in answer.citations]
    by_character = character_scores(characters(cited), gold_characters(golds, cited))
    return {**_named("quote", by_character), **_named("evidence", evidence_scores(cited, golds))}


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
