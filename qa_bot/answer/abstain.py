"""How sure an answer is, and why a question is refused."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa_bot.model import Citation, Reason
from qa_bot.retrieve import Evidence, Query
from qa_bot.retrieve.evidence import coverage
from qa_bot.text.terms import terms

SUBJECT_COSINE = 0.35
SUBJECT_WORDS = 0.5
INTERCEPT = -4.0
COEFFICIENTS = {"sentence": 4.0, "words": 2.0, "all_words": 2.0}


def features(query: Query, citations: Sequence[Citation]) -> dict[str, float]:
    """Return what confidence is computed from, each roughly between 0 and 1.

    `sentence`: the best cosine of a quoted sentence with the question. `words`: the best share of the question's
    words in one quotation. `all_words`: their share in all quotations and the titles of their articles together.
    """
    found = frozenset(term for each in citations for term in terms(f"{each.article.title} {each.quote}"))
    return {
        "sentence": max(each.parts["sentence"] for each in citations),
        "words": max(each.parts["words"] for each in citations),
        "all_words": coverage(query.weights, found),
    }


def confidence(values: dict[str, float]) -> float:
    """Return the estimated probability that the quotations hold the answer (logistic regression on `features`)."""
    score = INTERCEPT + sum(weight * values[name] for name, weight in COEFFICIENTS.items())
    return 1 / (1 + math.exp(-score))


def reason(query: Query, evidence: Sequence[Evidence]) -> Reason:
    """Return why the evidence does not answer: nothing is on the subject, or nothing there says it."""
    best = max(each.parts["sentence"] for each in evidence)
    words = coverage(query.weights, frozenset().union(*(each.terms for each in evidence[:10])))
    return "not_stated" if best >= SUBJECT_COSINE and words >= SUBJECT_WORDS else "no_match"
