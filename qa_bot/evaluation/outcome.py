"""Hold what became of one question: the answer, what was retrieved, and how both measure up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from qa_bot.evaluation.metrics.places import EvidencePlace
from qa_bot.evaluation.sets import Question, question_from
from qa_bot.model import Span

Metrics = Mapping[str, float | None]
Judgement = Literal["right", "wrong", "refused"]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that retrieval found: its rank from 1, and whether it overlaps gold evidence."""

    rank: int
    place: EvidencePlace
    title: str
    score: float
    holds_evidence: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the passage, without its text."""
        return {
            "rank": self.rank,
            **_place(self.place),
            "title": self.title,
            "score": round(self.score, 4),
            "holds_evidence": self.holds_evidence,
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Retrieved:
        """Return what `to_dict` wrote."""
        return cls(row["rank"], _to_place(row), row["title"], row["score"], row["holds_evidence"])


@dataclass(frozen=True, slots=True)
class Sought:
    """A piece of gold evidence: where it stands, at which rank a passage held it (None: at none), if it was cited."""

    quote: str
    article_id: str | None
    speaker: str | None
    places: tuple[EvidencePlace, ...]
    rank: int | None
    cited: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the evidence."""
        return {
            "quote": self.quote,
            "article_id": self.article_id,
            "speaker": self.speaker,
            "places": [_place(each) for each in self.places],
            "rank": self.rank,
            "cited": self.cited,
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Sought:
        """Return what `to_dict` wrote."""
        places = tuple(_to_place(each) for each in row["places"])
        return cls(row["quote"], row["article_id"], row["speaker"], places, row["rank"], row["cited"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with its answer, its gold evidence, the retrieved passages, and each metric's value.

    `answer` is the JSON of an Answer, so that an outcome is the same before and after it was written to a file.
    A metric is None where it is undefined. `warnings` say what is wrong with the question's gold evidence or the
    quotations. `timings` are milliseconds.
    """

    question: Question
    answer: Mapping[str, Any]
    sought: tuple[Sought, ...]
    retrieved: tuple[Retrieved, ...]
    metrics: Metrics
    warnings: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        """Say whether the answer is right, as `is_right` defines it."""
        return self.metrics["accuracy"] == 1

    @property
    def answered(self) -> bool:
        """Say whether the bot answered."""
        return bool(self.answer["answered"])

    @property
    def confidence(self) -> float:
        """Return the confidence of the answer or the refusal."""
        return self.metrics["confidence"] or 0.0

    @property
    def verdict(self) -> Judgement:
        """Return right, wrong, or refused for a question that could be answered."""
        if self.right:
            return "right"
        return "wrong" if self.answered else "refused"

    @property
    def shown(self) -> Sequence[Mapping[str, Any]]:
        """Return the JSON of the quotations that a person sees: the citations or, where it refused, the nearest."""
        shown: Sequence[Mapping[str, Any]] = self.answer["citations"] or self.answer["nearest"]
        return shown

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of one line of questions.jsonl; everything that differs from run to run is under timings."""
        return {
            "question": self.question.to_dict(),
            "verdict": self.verdict,
            "answer": dict(self.answer),
            "metrics": dict(self.metrics),
            "sought": [each.to_dict() for each in self.sought],
            "retrieved": [passage.to_dict() for passage in self.retrieved],
            "warnings": list(self.warnings),
            "timings": dict(self.timings),
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Outcome:
        """Return what `to_dict` wrote; raise QuestionSetError, KeyError or TypeError if it is none."""
        return cls(
            question=question_from(row["question"]),
            answer=row["answer"],
            sought=tuple(Sought.from_dict(each) for each in row["sought"]),
            retrieved=tuple(Retrieved.from_dict(each) for each in row["retrieved"]),
            metrics=row["metrics"],
            warnings=tuple(row["warnings"]),
            timings=row["timings"],
        )


def rounded(value: float | None) -> float | None:
    """Return a metric as it is kept: six decimals, beyond which machines may differ."""
    return None if value is None else round(value, 6)


def worst_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes with wrong answers first, the surest of them first, then refused, then right ones.

    Refused ones come in the order of their confidence, the surest first; right ones by how little of the evidence
    they quote.
    """
    places = {"wrong": 0, "refused": 1, "right": 2}

    def key(each: Outcome) -> tuple[float, ...]:
        quoted = each.metrics["quote_f1"]
        return (places[each.verdict], (1.0 if quoted is None else quoted) if each.right else -each.confidence)

    return sorted(outcomes, key=key)


def _place(place: EvidencePlace) -> dict[str, Any]:
    return {"article_id": place.article_id, "start": place.span.start, "end": place.span.end}


def _to_place(row: Mapping[str, Any]) -> EvidencePlace:
    return EvidencePlace(row["article_id"], Span(row["start"], row["end"]))
