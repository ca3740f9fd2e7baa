"""Fit the weights of evidence and of confidence on one half of the articles of public sets.

python -m benchmarks.fit DATA --work DIR [--write]

DATA and DIR are those of `benchmarks.quality`, which reports on the other half. Evidence: a conditional logit over the
sentences of each answerable question. Confidence: a logistic regression on `features`, whether the quotations hold the
answer. To say how they do on unseen articles, both are also fitted on each half of this half and judged on its other.
With `--write`, what is fitted takes its place in `qa_bot/fitted.json`.
"""

from __future__ import annotations

import argparse
import pickle
import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.data import LONG_ANSWERS, Asked, articles, questions
from qa_bot import QABot
from qa_bot.answer.abstain import features
from qa_bot.answer.direct import best_candidate
from qa_bot.answer.extractive import Extractive
from qa_bot.evaluation.metrics.abstention import auroc, calibration_error
from qa_bot.evaluation.metrics.quotation import answer_contained, exact_match
from qa_bot.evaluation.metrics.statistics import mean
from qa_bot.fitted import FITTED, Features, Logistic
from qa_bot.model import Filters, Slice
from qa_bot.retrieve import Evidence, Query, Ranked, find_evidence

Group = Literal["answerable", "misleading", "absent"]

SETS = (
    ("squad2", "squad2", 700),
    ("qed", "qed", 250),
    ("clapnq", "clapnq", 150),
    ("squad2", "qed", 120),
    ("clapnq", "squad2", 120),
)
"""Library, question set, how many questions; those of another set have no answer there."""

SEED = 20161115
MOST = 60
"""Sentences of a question that are fitted on."""

SHARES: Mapping[Group, float] = {"answerable": 0.5, "misleading": 0.35, "absent": 0.15}
"""Which share of all questions each group stands for."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what was found for it: the best sentences with and without a reader."""

    name: str
    asked: Asked
    group: Group
    query: Query
    ranked: tuple[Ranked, ...]
    unread: tuple[Evidence, ...]
    read: tuple[Evidence, ...]

    @property
    def half(self) -> int:
        """Return the half of these articles that the question belongs to."""
        return zlib.crc32(self.asked.subject.encode()) >> 1 & 1  # another bit than that of `for_fitting`

    def right(self, piece: Slice) -> bool:
        """Say whether the piece holds the answer: the gold sentence, or the short answer in the gold article."""
        if self.group != "answerable":
            return False
        wanted = [
            " ".join(quote.split()) for article_id, quote in self.asked.evidence if article_id == piece.article.id
        ]
        if self.name in LONG_ANSWERS:
            text = " ".join(piece.text.split())
            return any(quote in text or text in quote for quote in wanted)
        return bool(wanted) and bool(answer_contained(self.asked.answers, [piece.text]))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps library and cases between runs")
    parser.add_argument("--write", action="store_true", help="put what is fitted into qa_bot/fitted.json")
    arguments = parser.parse_args()
    fitted = fit(collect(arguments.data, arguments.work))
    if arguments.write:
        FITTED.write(**fitted)


def fit(cases: Sequence[Case]) -> dict[str, Any]:
    """Print and return what is fitted, by its name in `Fitted`."""
    unread = fit_evidence(cases, FITTED.sentence_unread, read=False)
    unsure, _ = fit_confidence([reweighed(case, unread, read=False) for case in cases], "without a reader")
    read = fit_evidence(cases, FITTED.sentence_read, read=True)
    found = [reweighed(case, read, read=True) for case in cases]
    sure, on_subject = fit_confidence(found, "with the reader")
    return {
        "sentence_unread": unread,
        "sentence_read": read,
        "confidence_unread": unsure,
        "confidence_read": sure,
        "on_subject": on_subject,
        "short_answer": fit_direct(found),
        "unnamed": count_unnamed(cases),
    }


def collect(data: Path, work: Path) -> list[Case]:
    """Return the cases, from the file in `work` if it is there."""
    file = work / "cases.pickle"
    if not file.exists():
        cases = [case for library, name, most in SETS for case in ask_all(data, work, library, name, most=most)]
        file.write_bytes(pickle.dumps(cases))
    return list(pickle.loads(file.read_bytes()))


def ask_all(data: Path, work: Path, library: str, name: str, *, most: int) -> Iterator[Case]:
    """Yield what is found for questions of a set in the library of a set, those about one article together."""
    asked = [each for each in questions(data / name) if each.for_fitting]
    chosen = random.Random(SEED).sample(asked, min(most, len(asked)))
    with QABot.open(work / library) as bot:
        print(f"{name} in {library}: {bot.add(*articles(data / library))}, {len(chosen)} questions", flush=True)
        for each in sorted(chosen, key=lambda one: one.subject):
            group: Group = "absent" if name != library else "misleading" if each.unanswerable else "answerable"
            yield ask(bot, name, each, group)


def ask(bot: QABot, name: str, asked: Asked, group: Group) -> Case:
    """Return what the bot finds for a question."""
    query = bot._answering.query(asked.question, None)
    ranked = bot._answering.search(query, Filters())
    unread, read = find_evidence(query, ranked), find_evidence(query, ranked, bot._answering.reader)
    light = tuple(replace(each, stored=None) for each in ranked)
    return Case(name, asked, group, query, light, tuple(unread[:MOST]), tuple(read[:MOST]))


def fit_evidence(cases: Sequence[Case], start: Mapping[str, float], *, read: bool) -> dict[str, float]:
    """Print how well weights do on unseen articles, and return those fitted on all, which are to be used."""
    for half in (0, 1):
        fitted = _logit([case for case in cases if case.half != half], start, read=read)
        unseen = [case for case in cases if case.half == half and case.group == "answerable"]
        hits = [[case.right(each.sentence) for each in reweighed(case, fitted, read=read)[1][:3]] for case in unseen]
        first, three = mean([float(any(each[:1])) for each in hits]), mean([float(any(each)) for each in hits])
        print(f"evidence, unseen half {half}: first {first:.3f}, first three {three:.3f}, n={len(unseen)}")
    fitted = {name: round(value, 2) for name, value in _logit(cases, start, read=read).items()}
    print("  to use:", fitted)
    return fitted


def reweighed(case: Case, weights: Mapping[str, float], *, read: bool) -> tuple[Case, list[Evidence]]:
    """Return the evidence of a case in the order that the weights give it."""
    found = [each for each in (case.read if read else case.unread) if ("read" in each.parts) == read]
    again = [replace(each, score=sum(weights[name] * each.parts[name] for name in weights)) for each in found]
    return case, sorted(again, key=lambda each: -each.score)


def _logit(cases: Sequence[Case], start: Mapping[str, float], *, read: bool, penalty: float = 1e-3) -> dict[str, float]:
    """Return the weights that make the sentences with the answer likeliest among those of their question."""
    names = [
        name for name in start if name not in ("fragment", "recent", "now")
    ]  # a matter of news, of which there is none
    chosen = []
    for case in cases:
        _, evidence = reweighed(case, start, read=read)
        gold = torch.tensor([case.right(each.sentence) for each in evidence])
        if gold.any():
            chosen.append((torch.tensor([[each.parts[name] for name in names] for each in evidence]), gold))
    spread = torch.cat([parts for parts, _ in chosen]).std(0) + 1e-6
    weights = torch.zeros(len(names), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        odds = [torch.log_softmax(parts / spread @ weights, 0)[gold].logsumexp(0) for parts, gold in chosen]
        value = -torch.stack(odds).mean() + penalty * (weights**2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return {**start, **dict(zip(names, (weights / spread).tolist(), strict=True))}


def fit_confidence(found: Sequence[tuple[Case, list[Evidence]]], what: str) -> tuple[Logistic, Logistic]:
    """Print how well confidence does on unseen articles; return it and that the articles speak of it, to be used."""
    cases = [case for case, _ in found]
    values, held = [], []
    for case, evidence in found:
        citations = Extractive(3).answer(case.asked.question, evidence).citations
        values.append(features(case.query, case.ranked, evidence, citations))
        held.append(any(case.right(each) for each in citations))
    names = list((FITTED.confidence_read if "read" in values[0] else FITTED.confidence_unread).coefficients)
    inputs, right = _table(values, names), np.array(held)
    halves, groups = np.array([case.half for case in cases]), np.array([case.group for case in cases])
    shares = _shares(groups)
    sure = np.zeros(len(cases))
    for half in (0, 1):
        seen, unseen = halves != half, halves == half
        sure[unseen] = _predict(_fit(inputs[seen], right[seen], shares[seen]), inputs[unseen])
    print(f"confidence {what}, unseen: calibration error {_weighed_error(sure, right, shares):.3f}")
    for group in ("misleading", "absent"):
        chosen = (groups == "answerable") | (groups == group)
        separation = auroc(sure[chosen].tolist(), (groups[chosen] == "answerable").tolist())
        print(f"  AUROC answerable against {group} {separation:.3f}  n={int(chosen.sum())}")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4):
        refused = ", ".join(f"{group} {(sure[groups == group] < threshold).mean():.2f}" for group in SHARES)
        print(f"  refused below {threshold}: {refused}")
    confidence = _model(names, _fit(inputs, right, shares))
    subject, empty = list(FITTED.on_subject.coefficients), groups != "answerable"
    fitted = _fit(_table(values, subject)[empty], groups[empty] == "misleading", _shares(groups)[empty])
    on_subject = _model(subject, fitted)
    print(f"  to use for confidence {what}: {confidence}; for on the subject: {on_subject}")
    return confidence, on_subject


def fit_direct(ranked: Sequence[tuple[Case, list[Evidence]]]) -> Logistic:
    """Print how often short answers are right on unseen articles of SQuAD 2.0, and return what tells it, to be used."""
    cases, values, right = [], [], []
    for case, evidence in ranked:
        if case.name != "squad2" or case.group == "absent":
            continue
        if found := best_candidate(
            case.asked.question, evidence, Extractive(3).answer(case.asked.question, evidence).citations
        ):
            best, features = found
            cases.append(case)
            values.append(features)
            right.append(case.group == "answerable" and bool(exact_match(best.text, case.asked.answers)))
    names = list(FITTED.short_answer.coefficients)
    inputs, held, halves = _table(values, names), np.array(right), np.array([case.half for case in cases])
    answerable = np.array([case.group == "answerable" for case in cases])
    shares, sure = _shares(np.array([case.group for case in cases])), np.zeros(len(cases))
    for half in (0, 1):
        seen = halves != half
        sure[~seen] = _predict(_fit(inputs[seen], held[seen], shares[seen]), inputs[~seen])
    print(f"direct answers, unseen: {held[answerable].mean():.3f} right of {answerable.sum()} answerable")
    for bar in (0.3, 0.4, 0.5, 0.6):
        told = answerable & (sure >= bar)
        print(f"  shown from {bar}: {told.sum() / answerable.sum():.2f}, right {held[told].mean():.3f}", end="; ")
        print(f"of the misleading {(sure[~answerable] >= bar).mean():.2f}")
    fitted = _model(names, _fit(inputs, held, shares))
    print(f"  to use for direct answers: {fitted}")
    return fitted


def count_unnamed(cases: Sequence[Case]) -> float:
    """Print how many questions name what no article mentions, and return the share of those that have an answer.

    One more answerable question is counted than there are, so that none is not taken for never.
    """
    groups = np.array([case.group for case in cases])
    named_nowhere = np.array([bool(case.query.unnamed) for case in cases])
    counts = {group: (int(named_nowhere[groups == group].sum()), int((groups == group).sum())) for group in SHARES}
    rates = {group: (found + (group == "answerable")) / all_ for group, (found, all_) in counts.items()}
    weighed = {group: SHARES[group] * rate for group, rate in rates.items()}
    print("names what no article mentions:", ", ".join(f"{group} {a} of {b}" for group, (a, b) in counts.items()))
    share = round(weighed["answerable"] / sum(weighed.values()), 2)
    print(f"  to use: {share}")
    return share


def _table(values: Sequence[Features], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[each[name] for name in names] for each in values])


def _shares(groups: NDArray[np.str_]) -> NDArray[np.float64]:
    """Weigh the cases so that each group counts with its share."""
    return np.array([SHARES[each] * len(groups) / (groups == each).sum() for each in groups])


Scaled = tuple[StandardScaler, LogisticRegression]


def _fit(inputs: NDArray[np.float64], held: NDArray[np.bool_], shares: NDArray[np.float64]) -> Scaled:
    scaler = StandardScaler().fit(inputs)
    return scaler, LogisticRegression(max_iter=2000).fit(scaler.transform(inputs), held, sample_weight=shares)


def _predict(fitted: Scaled, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
    scaler, model = fitted
    return np.asarray(model.predict_proba(scaler.transform(inputs))[:, 1])


def _model(names: Sequence[str], fitted: Scaled) -> Logistic:
    """Return intercept and coefficients for the features as they are."""
    scaler, model = fitted
    coefficients = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - coefficients @ scaler.mean_)
    return Logistic(round(intercept, 2), dict(zip(names, coefficients.round(2).tolist(), strict=True)))


def _weighed_error(sure: NDArray[np.float64], right: NDArray[np.bool_], shares: NDArray[np.float64]) -> float:
    """Return the calibration error on a resample in which each group has its share."""
    drawn = np.random.default_rng(SEED).choice(len(sure), 20_000, p=shares / shares.sum())
    return calibration_error(sure[drawn], right[drawn]) or 0.0


if __name__ == "__main__":
    main()
