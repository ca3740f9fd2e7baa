"""Measure who is said to say the quoted words, where the set tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa_bot.evaluation.metrics.places import Gold, Place
from qa_bot.evaluation.metrics.quotation import matches, normalise
from qa_bot.model import Citation


def speaker_scores(citations: Sequence[Citation], golds: Sequence[Gold]) -> Mapping[str, float | None]:
    """Return `speaker_coverage`, the share of citations of words with a gold speaker that show one, and
    `speaker_correct`, the share of those shown that are the right one; None where there is nothing to divide by.

    As attribution is scored in quotation corpora, by the speaker of each quotation: Pareti (2015).
    """
    attributed = [gold for gold in golds if gold.evidence.speaker]
    cited = [(each, gold) for each in citations for gold in attributed if matches(Place.of(each), gold)]
    shown = [(each.speaker.of(each.article.text), gold) for each, gold in cited if each.speaker]
    right = [same_person(name, gold.evidence.speaker or "") for name, gold in shown]
    return {
        "speaker_coverage": len(shown) / len(cited) if cited else None,
        "speaker_correct": sum(right) / len(right) if right else None,
    }


def same_person(one: str, other: str) -> bool:
    """Say whether two names are of one person: the words of one are all in the other, and the last is the same."""
    words, others = (normalise(each.partition(",")[0]).split() for each in (one, other))
    if not words or not others or words[-1] != others[-1]:
        return False
    return set(words) <= set(others) or set(others) <= set(words)
