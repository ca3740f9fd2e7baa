"""How sure an answer is, and why a question is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from qa_bot.model import Citation, Reason
from qa_bot.retrieve import Evidence, Query, Ranked
from qa_bot.retrieve.evidence import coverage
from qa_bot.text.terms import terms

Features = Mapping[str, float]

ANSWERED: tuple[float, Features] = (-4.49, {"sentence": 2.63, "passage": 2.56, "all_words": 1.19, "margin": 2.57})
ON_SUBJECT: tuple[float, Features] = (-8.85, {"sentence": 10.44, "passage": 3.05, "all_words": 4.61})
"""Intercept and coefficients, fitted by `python -m benchmarks.fit`; docs/benchmarks.md has the figures."""

_FAR = 9
_TENTH = 10


def features(
    query: Query, ranked: Sequence[Ranked], evidence: Sequence[Evidence], citations: Sequence[Citation]
) -> Features:
    """Return what confidence is computed from, each roughly between 0 and 1.

    `sentence`: the best cosine of a quoted sentence with the question; `passage`: that of a passage. `all_words`: the
    share of the question's words in all quotations and the titles of their articles together. `margin`: a tenth of
    how far, in log odds, the best sentence lies ahead of the tenth.
    """
    quoted = frozenset(term for each in citations for term in terms(f"{each.article.title} {each.quote}"))
    tenth = evidence[min(_FAR, len(evidence) - 1)]
    return {
        "sentence": max(each.parts["sentence"] for each in citations),
        "passage": max(each.parts["vector"] for each in ranked),
        "all_words": coverage(query.weights, quoted),
        "margin": (evidence[0].score - tenth.score) / _TENTH,
    }


def confidence(values: Features) -> float:
    """Return the estimated probability that the quotations hold the answer.

    A logistic regression, fitted as if three of four questions had an answer.
    """
    return _logistic(ANSWERED, values)


def reason(values: Features) -> Reason:
    """Return why the evidence does not answer: nothing is on the subject, or nothing there says it."""
    return "not_stated" if _logistic(ON_SUBJECT, values) >= 0.5 else "no_match"


def _logistic(model: tuple[float, Features], values: Features) -> float:
    intercept, coefficients = model
    return 1 / (1 + math.exp(-intercept - sum(weight * values[name] for name, weight in coefficients.items())))
