"""How sure an answer is, and why a question is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from qa_bot.model import Citation, Reason
from qa_bot.retrieve import Evidence, Query, Ranked
from qa_bot.retrieve.evidence import READ_WEIGHTS, coverage
from qa_bot.text.terms import terms

Features = Mapping[str, float]
Model = tuple[float, Features]

UNREAD: Model = (-5.49, {"score": 0.36})
READ: Model = (-1.74, {"read_score": 0.15})
ON_SUBJECT: Model = (-7.92, {"sentence": 3.5, "passage": 13.12, "all_words": 3.09})
"""Intercept and coefficients, fitted by `python -m benchmarks.fit`; docs/benchmarks.md has the figures.

`READ` and `UNREAD` give the log odds that the quotations hold the answer, with a reader and without.
"""

_TWICE = 2.0
_LEAST, _MOST = -4.0, 6.0


def features(
    query: Query, ranked: Sequence[Ranked], evidence: Sequence[Evidence], citations: Sequence[Citation]
) -> Features:
    """Return what confidence is computed from.

    `sentence`: the best cosine of a quoted sentence with the question; `passage`: that of a passage. `all_words`: the
    share of the question's words in all quotations and the titles of their articles together. `score`: that of the best
    sentence, without what is recent, which makes nothing truer. With a reader also `read_score`: the same and twice the
    log odds, between -4 and 6, that it gives to that sentence.
    """
    titles = " ".join(dict.fromkeys(each.article.title for each in citations))
    quoted = frozenset(terms(" ".join([titles, *(each.quote for each in citations)])))
    best = evidence[0]
    score = best.score - READ_WEIGHTS["recent"] * best.parts["recent"]
    values = {
        "sentence": max(each.parts["sentence"] for each in citations),
        "passage": max(each.parts["vector"] for each in ranked),
        "all_words": coverage(query.weights, quoted),
        "score": score,
    }
    if "read" in best.parts:
        values["read_score"] = score + _TWICE * max(_LEAST, min(_MOST, best.parts["read"]))
    return values


def confidence(values: Features) -> float:
    """Return the estimated probability that the quotations hold the answer: a logistic regression."""
    return _logistic(*((READ, values) if "read_score" in values else (UNREAD, values)))


def reason(values: Features) -> Reason:
    """Return why the evidence does not answer: nothing is on the subject, or nothing there says it."""
    return "not_stated" if _logistic(ON_SUBJECT, values) >= 0.5 else "no_match"


def _logistic(model: Model, values: Features) -> float:
    intercept, coefficients = model
    return 1 / (1 + math.exp(-intercept - sum(weight * values[name] for name, weight in coefficients.items())))
