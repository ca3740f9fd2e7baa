"""Fit the two models of direct answers: which find is the favourite, and how likely the favourite is to be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.direct_train import Case
from benchmarks.figures import line
from qa_bot.answer.direct.choose import favourite, weigh
from qa_bot.answer.direct.closeness import Features

KINDS = ("person", "place", "time", "number")
ANYWHERE = ("near", "cover", "clause", "focus", "tail", "behind", "in", "by", "of", "to", "paren")
NAME = (
    *("agent", "two", "more", "title", "organisation", "geography", "acronym", "opening", "the", "people", "joined"),
    *("list", "list_wanted", "country", "country_wanted", "part_wanted", "state_wanted", "to_noun", "first"),
)
MEASURE = ("since", "counted", "fits", "exact", "day", "one", "spelt", "range")
CLOSE = {
    **dict.fromkeys(("person", "place"), (*ANYWHERE, *NAME)),
    "time": (*ANYWHERE, *(each for each in MEASURE if each not in ("one", "counted"))),
    "number": (*ANYWHERE, *(each for each in MEASURE if each != "day")),
}
FAVOURITE = ("odds", "score", "rivals", "near", "cover", "clause", "focus", "behind")
SURE = {
    "person": (*FAVOURITE, "opening", "organisation", "people", "agent", "list", "joined"),
    "place": (*FAVOURITE, "opening", "geography", "country_wanted", "list", "joined"),
    "time": (*FAVOURITE, "fits", "day", "spelt"),
    "number": (*FAVOURITE, "fits", "counted", "spelt"),
}
ANSWERABLE = 0.75
PRECISION = 0.88
"""What a kind must reach on training questions that its weights were not fitted on: a little more than promised."""

Model = tuple[float, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, the probability of its favourite, and whether that is right."""

    case: Case
    sure: float
    right: bool


def fit(cases: Sequence[Case]) -> None:
    """Print, for each kind, the probability from which on to show, what that gives on unseen contexts, and weights."""
    for kind in KINDS:
        own = [case for case in cases if case.kind == kind]
        unseen = [each for half in (0, 1) for each in _judge_half(kind, own, half)]
        least = _least([each for each in unseen if not each.case.unanswerable])
        print(f"{kind}: to show from {least:.2f}")
        for name, unanswerable in (("answerable", False), ("unanswerable", True)):
            judged = [each for each in unseen if each.case.unanswerable is unanswerable]
            print(line(f"{name}: shown", [float(each.sure >= least) for each in judged]))
            print(line(f"{name}: right", [float(each.right) for each in judged if each.sure >= least]))
        close = _fit_close(kind, own)
        intercept, weights = _fit_sure(kind, close, own)
        print(f"  to use for closeness: {rounded(close)}")
        print(f"  to use for probability: {round(intercept, 2)}, {rounded(weights)}")


def rounded(weights: Mapping[str, float]) -> dict[str, float]:
    """Return weights as they stand in the code."""
    return {name: round(value, 2) for name, value in weights.items()}


def _judge_half(kind: str, cases: Sequence[Case], half: int) -> list[Judged]:
    """Judge the cases of one half with what the other half teaches."""
    seen = [case for case in cases if case.half != half]
    close = _fit_close(kind, seen)
    sure = _fit_sure(kind, close, seen)
    return [_judge(case, close, sure) for case in cases if case.half == half]


def _judge(case: Case, close: Mapping[str, float], sure: Model) -> Judged:
    if not case.found:
        return Judged(case, 0.0, False)
    best, features = favourite(case.found, close)
    odds = sure[0] + weigh(features, sure[1])
    return Judged(case, float(1 / (1 + np.exp(-odds))), case.right[list(case.found).index(best)])


def _least(judged: Sequence[Judged]) -> float:
    """Return the lowest probability from which on the share of right ones is PRECISION."""
    ordered = sorted(judged, key=lambda each: -each.sure)
    shares = np.cumsum([each.right for each in ordered]) / np.arange(1, len(ordered) + 1)
    enough = np.flatnonzero(shares >= PRECISION)
    return ordered[enough[-1]].sure if len(enough) else 1.0


def _fit_close(kind: str, cases: Sequence[Case], penalty: float = 2e-3) -> dict[str, float]:
    """Return the weights of a conditional logit: those that make the right finds of a question likeliest."""
    names = CLOSE[kind]
    usable = [case for case in cases if any(case.right)]
    most = max(len(case.found) for case in usable)
    inputs = torch.zeros(len(usable), most, len(names), dtype=torch.float64)
    gold = torch.zeros(len(usable), most, dtype=torch.bool)
    there = torch.zeros(len(usable), most, dtype=torch.bool)
    for row, case in enumerate(usable):
        inputs[row, : len(case.found)] = torch.from_numpy(_table([each.features for each in case.found], names))
        gold[row, : len(case.found)] = torch.tensor(case.right)
        there[row, : len(case.found)] = True
    spread = inputs[there].std(0) + 1e-6
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        chances = torch.log_softmax((inputs / spread @ weights).masked_fill(~there, -1e9), 1)
        value = -chances.masked_fill(~gold, -1e9).logsumexp(1).mean() + penalty * (weights**2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return dict(zip(names, (weights / spread).tolist(), strict=True))


def _fit_sure(kind: str, close: Mapping[str, float], cases: Sequence[Case]) -> Model:
    """Return a logistic regression on the features of the favourite, as if three of four questions had an answer."""
    judged = [(case, *favourite(case.found, close)) for case in cases if case.found]
    inputs = _table([features for _, _, features in judged], SURE[kind])
    good = np.array([case.right[list(case.found).index(best)] for case, best, _ in judged])
    empty = np.array([case.unanswerable for case, _, _ in judged])
    shares = np.where(empty, (1 - ANSWERABLE) / max(1, empty.sum()), ANSWERABLE / (~empty).sum()) * len(judged)
    model = LogisticRegression(C=1.0, max_iter=3000).fit(inputs, good, sample_weight=shares)
    return float(model.intercept_[0]), dict(zip(SURE[kind], model.coef_[0].tolist(), strict=True))


def _table(rows: Sequence[Features], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
