"""Choose the one find that answers a question by itself, and say how likely it is to be right."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from qa_bot.answer.direct.closeness import Features, Scene, closeness
from qa_bot.answer.direct.layout import Layout, places, stem
from qa_bot.answer.direct.names import names
from qa_bot.answer.direct.numbers import numbers
from qa_bot.answer.direct.times import times
from qa_bot.answer.direct.wanted import Wanted, wanted
from qa_bot.answer.direct.weights import CLOSE, SHOWN, SURE
from qa_bot.model import Citation, Direct, Kind, Slice, Span
from qa_bot.text.terms import STOPWORDS, words

_MOST_ODDS = 0.02
"""Added to what the others have together, so that a find without rivals has odds as well."""


_AHEAD = 1.0
"""How far, in log odds, a direct answer lies ahead of all other finds together."""


@dataclass(frozen=True, slots=True)
class Find(Slice):
    """A name, time, place or number in citation `n`, with what the model sees of it."""

    n: int
    kind: Kind
    features: Features

    @property
    def key(self) -> str:
        """Return what two finds share that say the same."""
        return " ".join(word for word in words(self.text) if word != "the")


@dataclass(frozen=True, slots=True)
class Candidate:
    """The best find, the log odds of it against the others, and the estimated probability that it is the answer."""

    find: Find
    odds: float
    probability: float


def direct_answer(question: str, citations: Sequence[Citation]) -> Direct | None:
    """Return what answers the question by itself, a piece of a citation; None if nothing does, or two may."""
    best = best_candidate(question, citations)
    if not best or best.odds < _AHEAD or best.probability < SHOWN[best.find.kind]:
        return None
    find = best.find
    if _has_rival(find, finds(question, citations)):
        return None
    return Direct(find.article, find.span, n=find.n, kind=find.kind, probability=best.probability)


def best_candidate(question: str, citations: Sequence[Citation]) -> Candidate | None:
    """Return the likeliest answer to a question for a name, time, place or number; None if it asks for none of these.

    The probability supposes, like `confidence`, that three of four questions have an answer.
    """
    found = finds(question, citations)
    if not found:
        return None
    best, features = favourite(found, CLOSE[found[0].kind])
    intercept, weights = SURE[best.kind]
    return Candidate(best, features["odds"], 1 / (1 + math.exp(-intercept - weigh(features, weights))))


def _has_rival(find: Find, found: Sequence[Find]) -> bool:
    """Say whether the same quotation names another time, or counts the thing asked for twice ("300 troops ... 600")."""
    beside = [each for each in found if each.n == find.n and each.key != find.key]
    if find.kind == "time":
        return bool(beside)
    return bool(find.features.get("counted")) and any(each.features["counted"] for each in beside)


def finds(question: str, citations: Sequence[Citation]) -> list[Find]:
    """Return all names, times, places or numbers in the citations that the question may ask for and does not name."""
    asked = wanted(question)
    if not asked or not citations:
        return []
    named = {stem(word) for word in words(question)} | STOPWORDS
    best = max(citation.score for citation in citations)
    return [find for each in citations for find in _finds(asked, each, best - each.score, named)]


def favourite(found: Sequence[Find], weights: Features) -> tuple[Find, Features]:
    """Return the find that is likeliest beside the others, and its features with three more.

    `score`: the weighted sum of its features. `odds`: log odds of it, and of what says the same, against the others, a
    softmax of the scores. `rivals`: a tenth of how many the others are.
    """
    scores = [weigh(each.features, weights) for each in found]
    top = max(scores)
    shares: dict[str, float] = {}
    for each, score in zip(found, scores, strict=True):
        shares[each.key] = shares.get(each.key, 0.0) + math.exp(score - top)
    key = max(shares, key=lambda each: shares[each])
    score, best = max(((s, f) for s, f in zip(scores, found, strict=True) if f.key == key), key=lambda each: each[0])
    share = shares[key] / sum(shares.values())
    rivals = min(len(shares) - 1, 10) / 10
    odds = math.log(share / (1 - share + _MOST_ODDS))
    return best, {**best.features, "score": score, "odds": odds, "rivals": rivals}


def weigh(features: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the features that have a weight."""
    return sum(weight * features[name] for name, weight in weights.items())


def _finds(asked: Wanted, citation: Citation, behind: float, named: Set[str]) -> Iterator[Find]:
    layout = Layout.of(citation.quote)
    scene = Scene(asked, layout, places(layout, asked.terms), behind)
    for span, what in _find(asked, citation):
        own = layout.covered(span)
        if all(layout.term(at) in named for at in own):
            continue
        start = citation.span.start
        features = closeness(scene, own, what)
        yield Find(
            citation.article,
            Span(start + span.start, start + span.end),
            n=citation.n,
            kind=asked.kind,
            features=features,
        )


def _find(asked: Wanted, citation: Citation) -> Iterator[tuple[Span, str]]:
    """Yield what is of the kind asked for in a quotation: its span there, and what its finder calls it."""
    if asked.kind == "time":
        yield from times(citation.quote, asked.sort)
    elif asked.kind == "number":
        dates = [span for span, _ in times(citation.quote, asked.sort)]
        yield from (each for each in numbers(citation.quote) if not any(each[0].overlaps(date) for date in dates))
    else:
        yield from names(citation.quote, citation.article.text)
