"""Score the sentences of the best passages: how likely each is to hold the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.model import Passage, Sentence, Span
from qa_bot.retrieve.fusion import fuse
from qa_bot.retrieve.search import Query, Ranked
from qa_bot.text.terms import terms

_WEIGHTS = {"passage": 1.0, "sentence": 2.0, "words": 2.0}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its fused score, the scores it was fused from, and its stemmed words."""

    passage: Passage
    span: Span
    score: float
    parts: Mapping[str, float]
    terms: frozenset[str]

    @property
    def sentence(self) -> Sentence:
        """Return the sentence that is the evidence."""
        return Sentence(self.passage.article, self.span)


def find_evidence(query: Query, ranked: Sequence[Ranked]) -> list[Evidence]:
    """Return the sentences of the passages, best first.

    Parts: `passage` (its fused score), `sentence` (cosine of sentence and question), `words` (share of the
    question's words that stand in the sentence, weighted by how telling they are).
    """
    places = [(at, span) for at, each in enumerate(ranked) for span in each.stored.passage.sentences]
    if not places:
        return []
    words = [frozenset(terms(span.of(ranked[at].stored.passage.article.text))) for at, span in places]
    signals = {
        "passage": [ranked[at].score for at, _ in places],
        "sentence": np.concatenate([each.stored.encoded.sentences @ query.vector for each in ranked]).tolist(),
        "words": [coverage(query.weights, each) for each in words],
    }
    scores = fuse(signals, _WEIGHTS)
    return [
        Evidence(
            passage=ranked[places[at][0]].stored.passage,
            span=places[at][1],
            score=float(scores[at]),
            parts={name: float(values[at]) for name, values in signals.items()},
            terms=words[at],
        )
        for at in np.argsort(-scores, kind="stable")
    ]


def coverage(weights: Mapping[str, float], found: frozenset[str]) -> float:
    """Return the share of the question's words that are among those found, weighted, between 0 and 1."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in found) / total if total else 0.0
