"""Fit the weights of evidence and of confidence, and say how well they do on articles that they have not seen.

python -m benchmarks.fit DATA --work DIR

Evidence: a conditional logit over the sentences of each answerable question. Confidence: a logistic regression on
`features`, whether the quotations hold the answer. Two halves by article; the weights printed for use are those of
both halves together.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.data import Asked, articles, questions
from qa_bot import QABot
from qa_bot.answer.abstain import ON_SUBJECT, Features, features
from qa_bot.answer.extractive import Extractive
from qa_bot.evaluation.abstention import auroc, calibration_error
from qa_bot.evaluation.quotation import answer_contained
from qa_bot.evaluation.statistics import mean
from qa_bot.model import Filters, Slice
from qa_bot.retrieve import Query, Ranked, find_evidence
from qa_bot.retrieve.evidence import WEIGHTS

SETS = (("squad2", "squad2", 1), ("qed", "qed", 1), ("clapnq", "clapnq", 1), ("qed", "squad2", 6), ("squad2", "qed", 2))
"""Library, question set, every how many questions; a set asked of another's articles has no answers there."""

LONG_ANSWERS = frozenset({"qed", "clapnq"})
MOST = 40
ANSWERABLE = 0.75


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what retrieval found for it in some library."""

    name: str
    asked: Asked
    query: Query
    ranked: Sequence[Ranked]
    half: int

    def right(self, piece: Slice) -> bool:
        """Say whether the piece holds the answer: the gold sentence, or the short answer in the gold article."""
        wanted = [quote for article_id, quote in self.asked.evidence if article_id == piece.article.id]
        if self.name in LONG_ANSWERS:
            text = " ".join(piece.text.split())
            return any(quote in text or text in quote for quote in (" ".join(each.split()) for each in wanted))
        return bool(wanted) and bool(answer_contained(self.asked.answers, [piece.text]))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the libraries between runs")
    arguments = parser.parse_args()
    cases = [case for each in SETS for case in collect(arguments.data, arguments.work, *each)]
    halves = [[case for case in cases if case.half == half] for half in (0, 1)]
    learned = [fit_evidence(half) for half in halves]
    print("evidence: gold in the first sentence, in the first three; weights of the other half, and those in use")
    for name in dict.fromkeys(case.name for case in cases if not case.asked.unanswerable):
        unseen = [first_three(case, learned[1 - case.half]) for case in cases if counts(case, name)]
        used = [first_three(case, WEIGHTS) for case in cases if counts(case, name)]
        print(f"  {name:<12} {_means(unseen)}   {_means(used)}   n={len(unseen)}")
    print("  to use:", {name: round(value, 2) for name, value in fit_evidence(cases).items()})
    fit_confidence(cases)


def counts(case: Case, name: str) -> bool:
    """Say whether a case is one of the set's own answerable questions."""
    return case.name == name and not case.asked.unanswerable


def collect(data: Path, work: Path, library: str, *rest: str | int) -> list[Case]:
    """Ask the questions of a set in the library of a set."""
    name, step = str(rest[0]), int(rest[1])
    with QABot.open(work / library) as bot:
        print(f"{library}: {bot.add(*articles(data / library))}")
        found = []
        for asked in questions(data / name)[::step]:
            query = bot._query(asked.question)
            own = asked.evidence[0][0] if asked.evidence and library == name else asked.id
            half = zlib.crc32(own.encode()) % 2
            label = name if library == name else f"{name} in {library}"
            if label != name:
                asked = Asked(asked.id, asked.question, (), (), unanswerable=True)
            found.append(Case(label, asked, query, bot._retrieve(query, Filters()), half))
        return found


def fit_evidence(cases: Sequence[Case], penalty: float = 1e-3) -> dict[str, float]:
    """Return the weights that make the gold sentences likeliest among the best 40 of their question."""
    rows = []
    for case in cases:
        evidence = find_evidence(case.query, case.ranked)[:MOST]
        gold = torch.tensor([case.right(each.sentence) for each in evidence])
        if gold.any():
            rows.append((torch.tensor([[each.parts[name] for name in WEIGHTS] for each in evidence]), gold))
    spread = torch.cat([parts for parts, _ in rows]).std(0) + 1e-6
    weights = torch.zeros(len(WEIGHTS), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        chosen = [torch.log_softmax(parts / spread @ weights, 0)[gold].logsumexp(0) for parts, gold in rows]
        value = -torch.stack(chosen).mean() + penalty * (weights**2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return dict(zip(WEIGHTS, (weights / spread).tolist(), strict=True))


def first_three(case: Case, weights: Mapping[str, float]) -> tuple[bool, bool]:
    """Return whether gold is the first sentence, and among the first three."""
    hits = [case.right(each.sentence) for each in find_evidence(case.query, case.ranked, weights)[:3]]
    return any(hits[:1]), any(hits)


def fit_confidence(cases: Sequence[Case]) -> None:
    """Print how well confidence does on unseen articles, by set, and the coefficients to use."""
    rows = [confidence_row(case) for case in cases]
    names = list(rows[0][0])
    inputs = np.array([[values[name] for name in names] for values, _ in rows])
    held = np.array([holds for _, holds in rows])
    halves = np.array([case.half for case in cases])
    labels = np.array([case.name for case in cases])
    answerable = np.array([not case.asked.unanswerable for case in cases])
    foreign = np.array([" in " in label for label in labels])
    shares = _shares(answerable, foreign)
    sure = np.zeros(len(cases))
    for half in (0, 1):
        seen, unseen = halves != half, halves == half
        sure[unseen] = _fit(inputs[seen], held[seen], shares[seen]).predict_proba(inputs[unseen])[:, 1]
    print("confidence on unseen articles")
    drawn = np.random.default_rng(0).choice(len(cases), size=len(cases), p=shares / shares.sum())
    print(f"  calibration error {calibration_error(sure[drawn].tolist(), held[drawn].tolist()):.3f}  n={len(cases)}")
    for label, chosen in {
        "squad2, made to mislead": labels == "squad2",
        "clapnq": labels == "clapnq",
        "squad2, other subjects": answerable & (labels == "squad2") | (labels == "squad2 in qed"),
        "qed, other subjects": (labels == "qed") | (labels == "qed in squad2"),
    }.items():
        separation = auroc(sure[chosen].tolist(), answerable[chosen].tolist())
        print(f"  AUROC {label:<26} {separation:.3f}  n={int(chosen.sum())}")
    for threshold in (0.3, 0.4, 0.5, 0.6):
        refused = [float((sure[kind] < threshold).mean()) for kind in (answerable, foreign, ~answerable & ~foreign)]
        shown = ", ".join(f"{share:.2f}" for share in refused)
        print(f"  refused below {threshold}: answerable, other subjects, rest: {shown}")
    _print_model("confidence", names, _fit(inputs, held, shares))
    subject = [names.index(name) for name in ON_SUBJECT[1]]
    empty = ~answerable
    even = np.where(foreign, 1 / foreign.sum(), 1 / (empty & ~foreign).sum()) * 1000
    _print_model("on the subject", list(ON_SUBJECT[1]), _fit(inputs[empty][:, subject], ~foreign[empty], even[empty]))


def confidence_row(case: Case) -> tuple[Features, bool]:
    """Return the features of the answer to a question and whether its quotations hold a gold answer."""
    evidence = find_evidence(case.query, case.ranked)
    citations = Extractive(3).answer(case.asked.question, evidence).citations
    right = not case.asked.unanswerable and any(case.right(each) for each in citations)
    return features(case.query, case.ranked, evidence, citations), right


def _shares(answerable: NDArray[np.bool_], foreign: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weigh the cases as if three of four questions had an answer, and half of the rest were on other subjects."""
    groups = ((answerable, ANSWERABLE), (foreign, (1 - ANSWERABLE) / 2), (~answerable & ~foreign, (1 - ANSWERABLE) / 2))
    weights = np.zeros(len(answerable))
    for members, share in groups:
        weights[members] = share * len(answerable) / members.sum()
    return weights


def _fit(inputs: NDArray[np.float64], held: NDArray[np.bool_], shares: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=10.0, max_iter=2000).fit(inputs, held, sample_weight=shares)


def _print_model(what: str, names: Sequence[str], model: LogisticRegression) -> None:
    coefficients = dict(zip(names, model.coef_[0].round(2).tolist(), strict=True))
    print(f"  to use for {what}: {round(float(model.intercept_[0]), 2)}, {coefficients}")


def _means(hits: Sequence[tuple[bool, bool]]) -> str:
    return ", ".join(f"{mean([float(each[at]) for each in hits]):.3f}" for at in (0, 1))


if __name__ == "__main__":
    main()
