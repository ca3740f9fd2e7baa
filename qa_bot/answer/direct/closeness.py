"""How close a find stands to the words of the question, and how well it fits what is wanted: numbers for the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_bot.answer.direct.layout import Layout
from qa_bot.answer.direct.shape import measure_shape, name_shape
from qa_bot.answer.direct.wanted import Wanted

Features = Mapping[str, float]

_PREPOSITIONS: Mapping[str, frozenset[str]] = {
    "in": frozenset(("in", "at", "near", "on", "within")),
    "by": frozenset({"by"}),
    "of": frozenset({"of"}),
    "to": frozenset(("from", "to", "toward", "into", "through", "via")),
    "since": frozenset(("since", "until", "till", "after", "befor", "between")),
}
_FARTHEST = 6.0


@dataclass(frozen=True, slots=True)
class Scene:
    """What a question wants, a quotation, at which of its words the question's words stand, and its score.

    `behind` is how far the quotation's score lies below the best one, in log odds.
    """

    wanted: Wanted
    layout: Layout
    at: Mapping[str, Sequence[int]]
    behind: float


def closeness(scene: Scene, own: range, what: str) -> Features:
    """Return the features of the find at the words `own`; `what` is what its finder calls it.

    `near`, `focus`, `tail`: how few words lie up to the question's words, to its verb, to its last word, 1 being next
    to it. `cover`, `clause`: the share of the question's words in the sentence, in the clause. `in`, `by`, `of`, `to`,
    `since`: the preposition before. `paren`: behind a bracket. The others are those of `shape`.
    """
    wanted, layout = scene.wanted, scene.layout
    near = {term: _nearest(scene, term, own) for term in wanted.terms}
    features = {
        "near": _mean([_close(distance, 3) for distance in near.values()]),
        "cover": _share(scene, [word.sentence for word in layout.words], own),
        "clause": _share(scene, [word.clause for word in layout.words], own),
        "focus": _close(near.get(wanted.focus or ""), 2),
        "tail": _close(near[wanted.terms[-1]], 2) if wanted.terms else 0.0,
        "behind": min(scene.behind, _FARTHEST) / _FARTHEST,
        "paren": float("(" in layout.between(own[0])),
        **{name: float(_before(layout, own[0]) in group) for name, group in _PREPOSITIONS.items()},
    }
    if wanted.kind in ("person", "place"):
        agent = features["by"] and _within(near.get(wanted.focus or ""), -4, -1)
        return {**features, "agent": float(agent), **name_shape(wanted, layout, own, what)}
    counted = any(_within(near.get(thing), 1, 3) for thing in wanted.things)
    return {**features, "counted": float(counted), **measure_shape(wanted, layout, own, what)}


def _nearest(scene: Scene, term: str, own: range) -> int | None:
    """Return how many words lie up to the nearest such word of the same sentence, negative if it comes before."""
    words = scene.layout.words
    distances = [
        at - own[-1] if at > own[-1] else at - own[0]
        for at in scene.at[term]
        if at not in own and words[at].sentence == words[own[0]].sentence
    ]
    return min(distances, key=abs, default=None)


def _share(scene: Scene, units: Sequence[int], own: range) -> float:
    """Return the share of the question's words that stand in the same unit (sentence or clause) as the find."""
    return _mean([float(any(units[n] == units[own[0]] for n in at)) for at in scene.at.values()])


def _before(layout: Layout, first: int) -> str:
    return layout.term(first - 2) if layout.term(first - 1) == "the" else layout.term(first - 1)


def _close(distance: int | None, half: int) -> float:
    return 0.0 if distance is None else 1 / (1 + abs(distance) / half)


def _within(distance: int | None, least: int, most: int) -> bool:
    return distance is not None and least <= distance <= most


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
