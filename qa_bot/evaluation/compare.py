"""Two runs on the same questions: what differs, whether that is more than chance, and which questions changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from qa_bot.errors import QABotError
from qa_bot.evaluation.figures import WHOLE_SET, figure_names, statistics_of
from qa_bot.evaluation.html import comparison_notebook
from qa_bot.evaluation.metrics.statistics import (
    Statistic,
    binary,
    bootstrap_p,
    interval,
    mcnemar,
    mean,
    resampled,
    resampled_means,
    value_of,
)
from qa_bot.evaluation.outcome import Outcome, rounded
from qa_bot.evaluation.report import Report
from qa_bot.evaluation.table import render_comparison

Test = Literal["McNemar", "paired bootstrap"]
Pairs = Sequence[tuple[Outcome, Outcome]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure in both runs, over the `n` questions on which both have it, and the difference with its interval.

    `p` is the two-sided p-value: exact McNemar where each question is right or wrong, else a paired bootstrap.
    """

    metric: str
    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    test: Test
    n: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the difference."""
        numbers = {name: rounded(getattr(self, name)) for name in ("before", "after", "difference", "low", "high", "p")}
        return {"metric": self.metric, **numbers, "test": self.test, "n": self.n}


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that is right in one run and not in the other."""

    before: Outcome
    after: Outcome

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the question with both answers."""
        return {
            "question": self.after.question.to_dict(),
            "before": {"verdict": self.before.verdict, "answer": dict(self.before.answer)},
            "after": {"verdict": self.after.verdict, "answer": dict(self.after.answer)},
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the run called `before` to that called `after`; `notes` say what was compared."""

    before: str
    after: str
    differences: tuple[Difference, ...]
    gained: tuple[Flip, ...]
    lost: tuple[Flip, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the comparison."""
        return {
            "before": self.before,
            "after": self.after,
            "notes": list(self.notes),
            "differences": [each.to_dict() for each in self.differences],
            "gained": [each.to_dict() for each in self.gained],
            "lost": [each.to_dict() for each in self.lost],
        }

    def __str__(self) -> str:
        return render_comparison(self)

    def __repr__(self) -> str:
        return f"<Comparison of {self.before} and {self.after}: {len(self.gained)} gained, {len(self.lost)} lost>"

    def _repr_html_(self) -> str:
        return comparison_notebook(self)


def compare(before: Report, after: Report, *, names: tuple[str, str] | None = None) -> Comparison:
    """Return the paired comparison of two runs over the questions that they share: same id, question and history.

    `names` are what the runs are called, by default their folders' names. QABotError if they share no question or were
    measured at another k.
    """
    if before.k != after.k:
        raise QABotError(f"one run looked at the best {before.k} passages, the other at {after.k}; evaluate one anew")
    pairs = _pairs(before, after)
    if not pairs:
        raise QABotError("the two runs have no question in common; compare runs of the same question set")
    first, second = names or _names(before, after)
    return Comparison(
        first,
        second,
        tuple(_differences(pairs, before.k)),
        gained=tuple(Flip(a, b) for a, b in pairs if b.right and not a.right),
        lost=tuple(Flip(a, b) for a, b in pairs if a.right and not b.right),
        notes=tuple(_notes(before, after, pairs)),
    )


def _pairs(before: Report, after: Report) -> list[tuple[Outcome, Outcome]]:
    known = {_key(each): each for each in before.outcomes}
    return [(known[key], each) for each in after.outcomes if (key := _key(each)) in known]


def _key(outcome: Outcome) -> object:
    question = outcome.question
    return question.id, question.question, question.history


def _names(before: Report, after: Report) -> tuple[str, str]:
    one = before.folder.name if before.folder else "before"
    other = after.folder.name if after.folder else "after"
    return (one, other) if one != other else (f"{one} (before)", f"{other} (after)")


def _differences(pairs: Pairs, k: int) -> list[Difference]:
    whole = _whole_set_differences(pairs)
    return [whole[name] if name in WHOLE_SET else _mean_difference(name, pairs) for name in figure_names(k)]


def _mean_difference(name: str, pairs: Pairs) -> Difference:
    both = [
        (x, y) for a, b in pairs if (x := a.metrics.get(name)) is not None and (y := b.metrics.get(name)) is not None
    ]
    one, other = [x for x, _ in both], [y for _, y in both]
    if not both:
        return Difference(name, None, None, None, None, None, None, "paired bootstrap", 0)
    gaps = np.asarray(other) - np.asarray(one)
    drawn = resampled_means(gaps)
    if binary([*one, *other]):
        test: Test = "McNemar"
        p: float | None = mcnemar(int((gaps > 0).sum()), int((gaps < 0).sum()))
    else:
        test, p = "paired bootstrap", bootstrap_p(drawn) if gaps.any() else 1.0
    low, high = (interval(drawn) if len(both) > 1 else None) or (None, None)
    return Difference(name, mean(one), mean(other), float(gaps.mean()), low, high, p, test, len(both))


def _whole_set_differences(pairs: Pairs) -> dict[str, Difference]:
    one, other = statistics_of([a for a, _ in pairs]), statistics_of([b for _, b in pairs])
    return {name: _whole_set_difference(name, one[name], other[name], len(pairs)) for name in WHOLE_SET}


def _whole_set_difference(name: str, one: Statistic, other: Statistic, size: int) -> Difference:
    before, after = value_of(one, size), value_of(other, size)
    if before is None or after is None:
        return Difference(name, before, after, None, None, None, None, "paired bootstrap", size)
    drawn = resampled(lambda weights: other(weights) - one(weights), size)
    low, high = interval(drawn) or (None, None)
    p = bootstrap_p(drawn) if drawn.any() else 1.0
    return Difference(name, before, after, after - before, low, high, p, "paired bootstrap", size)


def _notes(before: Report, after: Report, pairs: Pairs) -> list[str]:
    notes = [f"{len(pairs)} questions in both runs"]
    for report, name in ((before, "only in the first"), (after, "only in the second")):
        if alone := len(report.outcomes) - len(pairs):
            notes.append(f"{alone} {name}")
    changed = sum(a.question.to_dict() != b.question.to_dict() for a, b in pairs)
    if changed:
        notes.append(f"{changed} have other answers or evidence in the second set, which alone may change a figure")
    return notes + _changes(before.run, after.run)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what differs in what was evaluated."""
    one, other = before.get("settings", {}), after.get("settings", {})
    notes = [
        f"{name} {one.get(name, 'unset')} → {other.get(name, 'unset')}"
        for name in dict.fromkeys((*one, *other))
        if one.get(name) != other.get(name)
    ]
    if before.get("library") != after.get("library"):
        notes.append("another library, model or other articles")
    notes += [words for name, words in _PARTS.items() if before.get(name) != after.get(name)]
    return notes


_PARTS = {"code": "another version of the code", "versions": "other versions of libraries", "today": "another day"}
