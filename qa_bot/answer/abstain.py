"""How sure an answer is, and why a question is refused."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa_bot.answer.logistic import Features, Model, chance
from qa_bot.model import Citation, Reason
from qa_bot.retrieve import Evidence, Query, Ranked
from qa_bot.retrieve.evidence import READ_WEIGHTS, coverage
from qa_bot.text.terms import terms

UNREAD: Model = (-5.34, {"score": 0.34})
READ: Model = (0.29, {"subject": 2.09, "read": 0.45})
ON_SUBJECT: Model = (-6.8, {"sentence": 6.84, "passage": 6.58, "all_words": 3.64})
"""Intercept and coefficients, fitted by `python -m benchmarks.fit`; docs/benchmarks.md has the figures.

`READ` and `UNREAD` give the log odds that the quotations hold the answer, with a reader and without.
"""

UNNAMED = 0.06
"""The share of questions naming what no article mentions that have an answer all the same; estimated there too."""

_LEAST, _MOST = -6.0, 8.0
_HARDLY = 0.001


def features(
    query: Query, ranked: Sequence[Ranked], evidence: Sequence[Evidence], citations: Sequence[Citation]
) -> Features:
    """Return what confidence is computed from.

    `sentence`: the best cosine of a quoted sentence with the question; `passage`: that of a passage. `all_words`: the
    share of the question's words in all quotations and the titles of their articles together. `score`: that of the best
    sentence, without what is recent, which makes nothing truer. `unnamed`: 1 if the question names what no article
    mentions. `subject`: the logarithm of the probability that the articles speak of it at all. With a reader also
    `read`, between -6 and 8: the mean of the best log odds that it gives to a sentence and of half of those of a short
    answer.
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
        "unnamed": float(bool(query.unnamed)),
    }
    values["subject"] = math.log(chance(ON_SUBJECT, values) + _HARDLY)
    readings = [each.reading for each in evidence if each.reading]
    if readings:
        short = max((each.short.odds / 2 for each in readings if each.short), default=_LEAST)
        values["read"] = max(_LEAST, min(_MOST, (max(each.odds for each in readings) + short) / 2))
    return values


def confidence(values: Features) -> float:
    """Return the estimated probability that the quotations hold the answer.

    A logistic regression, but at most `UNNAMED` where that is all there is to know: what is asked about is not there.
    """
    sure = chance(READ if "read" in values else UNREAD, values)
    return min(sure, UNNAMED) if values["unnamed"] else sure


def reason(values: Features) -> Reason:
    """Return why the evidence does not answer: nothing is on the subject, or nothing there says it."""
    named = not values["unnamed"]
    return "not_stated" if named and chance(ON_SUBJECT, values) >= 0.5 else "no_match"
