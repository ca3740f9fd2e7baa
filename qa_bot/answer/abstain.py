"""How sure an answer is, and why a question is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from qa_bot.answer.direct import best_candidate
from qa_bot.model import Citation, Reason
from qa_bot.retrieve import Evidence, Query, Ranked
from qa_bot.retrieve.evidence import coverage
from qa_bot.text.terms import terms

Features = Mapping[str, float]
Model = tuple[float, Features]

UNREAD: Model = (-5.0, {"sentence": 1, "passage": 1, "all_words": 1, "margin": 1, "candidate": 1})
READ: Model = (-5.0, {"passage": 1, "all_words": 1, "margin": 1, "candidate": 1, "read": 1})
ON_SUBJECT: Model = (-8.85, {"sentence": 10.44, "passage": 3.05, "all_words": 4.61})
"""Intercept and coefficients, fitted by `python -m benchmarks.fit`; docs/benchmarks.md has the figures.

`READ` and `UNREAD` give the log odds that the quotations hold the answer, with a reader and without.
"""

_FAR = 9
_TENTH = 10
_SURE = 8.0


def features(
    query: Query, ranked: Sequence[Ranked], evidence: Sequence[Evidence], citations: Sequence[Citation]
) -> Features:
    """Return what confidence is computed from, each roughly between -1 and 1.

    `sentence`: the best cosine of a quoted sentence with the question; `passage`: that of a passage. `all_words`: the
    share of the question's words in all quotations and the titles of their articles together. `margin`: a tenth of how
    far, in log odds, the best sentence lies ahead of the tenth. `candidate`: the probability of the likeliest direct
    answer. With a reader also `read`: an eighth of the log odds that it gives to the best of the quoted sentences.
    """
    titles = " ".join(dict.fromkeys(each.article.title for each in citations))
    quoted = frozenset(terms(" ".join([titles, *(each.quote for each in citations)])))
    tenth = evidence[min(_FAR, len(evidence) - 1)]
    candidate = best_candidate(query.text, citations)
    values = {
        "sentence": max(each.parts["sentence"] for each in citations),
        "passage": max(each.parts["vector"] for each in ranked),
        "all_words": coverage(query.weights, quoted),
        "margin": (evidence[0].score - tenth.score) / _TENTH,
        "candidate": candidate.probability if candidate else 0.0,
    }
    if "read" in evidence[0].parts:
        values["read"] = _eighth(max(each.parts["read"] for each in citations if "read" in each.parts))
    return values


def confidence(values: Features) -> float:
    """Return the estimated probability that the quotations hold the answer: a logistic regression."""
    return _logistic(READ if "read" in values else UNREAD, values)


def reason(values: Features) -> Reason:
    """Return why the evidence does not answer: nothing is on the subject, or nothing there says it."""
    return "not_stated" if _logistic(ON_SUBJECT, values) >= 0.5 else "no_match"


def _eighth(odds: float) -> float:
    return max(-_SURE, min(_SURE, odds)) / _SURE


def _logistic(model: Model, values: Features) -> float:
    intercept, coefficients = model
    return 1 / (1 + math.exp(-intercept - sum(weight * values[name] for name, weight in coefficients.items())))
