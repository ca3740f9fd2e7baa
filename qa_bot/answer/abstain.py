"""How sure an answer is, and why a question is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from qa_bot.model import Citation, Reason
from qa_bot.retrieve import Evidence, Query
from qa_bot.retrieve.evidence import coverage
from qa_bot.text.terms import terms

INTERCEPT = -5.03
COEFFICIENTS: Mapping[str, float] = {"sentence": 5.29, "all_words": 0.7, "kind": 0.09, "margin": 1.98}
"""Fitted by `python -m benchmarks.fit`; docs/decisions/003.md has the figures."""

SUBJECT_COSINE = 0.35
SUBJECT_WORDS = 0.5


def features(query: Query, citations: Sequence[Citation], evidence: Sequence[Evidence]) -> dict[str, float]:
    """Return what confidence is computed from, each roughly between 0 and 1.

    `sentence`: the best cosine of a quoted sentence with the question. `all_words`: the share of the question's words
    in all quotations and the titles of their articles together. `kind`: whether a quotation holds the kind of thing
    asked for. `margin`: a tenth of how far, in log odds, the best sentence lies ahead of the tenth.
    """
    quoted = frozenset(term for each in citations for term in terms(f"{each.article.title} {each.quote}"))
    best = evidence[0]
    return {
        "sentence": max(each.parts["sentence"] for each in citations),
        "all_words": coverage(query.weights, quoted),
        "kind": max(each.parts["kind"] for each in citations),
        "margin": (best.score - evidence[min(9, len(evidence) - 1)].score) / 10,
    }


def confidence(values: Mapping[str, float]) -> float:
    """Return the estimated probability that the quotations hold the answer: logistic regression on `features`."""
    score = INTERCEPT + sum(weight * values[name] for name, weight in COEFFICIENTS.items())
    return 1 / (1 + math.exp(-score))


def reason(query: Query, evidence: Sequence[Evidence]) -> Reason:
    """Return why the evidence does not answer: nothing is on the subject, or nothing there says it."""
    best = max(each.parts["sentence"] for each in evidence)
    words = coverage(query.weights, frozenset().union(*(each.terms for each in evidence[:10])))
    return "not_stated" if best >= SUBJECT_COSINE and words >= SUBJECT_WORDS else "no_match"
