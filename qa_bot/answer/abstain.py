"""Estimate how sure an answer is, and say why a question is refused."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa_bot.fitted import FITTED, Features
from qa_bot.model import Citation, Reason
from qa_bot.retrieve import Evidence, Query, Ranked
from qa_bot.retrieve.evidence import coverage
from qa_bot.text.language import is_english
from qa_bot.text.terms import terms

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
    score = best.score - sum(FITTED.sentence_read[name] * best.parts[name] for name in ("recent", "now"))
    values = {
        "sentence": max(each.parts["sentence"] for each in citations),
        "passage": max(each.parts["vector"] for each in ranked),
        "all_words": coverage(query.weights, quoted),
        "score": score,
        "unnamed": float(bool(query.unnamed)),
    }
    values["subject"] = math.log(FITTED.on_subject.chance(values) + _HARDLY)
    readings = [each.reading for each in evidence if each.reading]
    if readings:
        short = max((each.short.odds / 2 for each in readings if each.short), default=_LEAST)
        values["read"] = max(_LEAST, min(_MOST, (max(each.odds for each in readings) + short) / 2))
    return values


def confidence(values: Features) -> float:
    """Return the estimated probability that the quotations hold the answer.

    A logistic regression, but at most `unnamed` where that is all there is to know: what is asked about is not there.
    """
    sure = (FITTED.confidence_read if "read" in values else FITTED.confidence_unread).chance(values)
    return min(sure, FITTED.unnamed) if values["unnamed"] else sure


def crosses_languages(query: Query, citations: Sequence[Citation]) -> bool:
    """Say whether a question in another language is answered from English: what is measured holds within one only."""
    return query.language is not None and all(is_english(each.article.text) for each in citations)


def reason(values: Features) -> Reason:
    """Return why the evidence does not answer: nothing is on the subject, or nothing there says it."""
    named = not values["unnamed"]
    return "not_stated" if named and FITTED.on_subject.chance(values) >= 0.5 else "no_match"
