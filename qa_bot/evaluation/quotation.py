"""Metrics of quotations and direct answers against gold evidence and gold answers."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Collection, Sequence, Set

from qa_bot.evaluation.places import Gold, Place
from qa_bot.evaluation.statistics import Scores

Characters = Set[tuple[str, int]]

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
# Chinese and Japanese are written without blanks: each character is a word of its own.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def characters(places: Sequence[Place]) -> set[tuple[str, int]]:
    """Return every character of the places as (article id, offset)."""
    return {(place.article_id, offset) for place in places for offset in range(place.span.start, place.span.end)}


def character_scores(cited: Characters, gold: Characters) -> Scores:
    """Return precision, recall and F1 of the cited characters; all None if there is no gold.

    The overlap measure of evidence spans, e.g. DeYoung et al.: ERASER (2020), with characters for tokens.
    """
    if not gold:
        return Scores(None, None, None)
    return Scores.from_counts(both=len(cited & gold), predicted=len(cited), gold=len(gold))


def gold_characters(golds: Sequence[Gold], cited: Sequence[Place]) -> set[tuple[str, int]]:
    """Return the characters of the gold evidence, each piece where most of it was cited.

    A piece that stands in no article at hand still counts with its length, as missed.
    """
    found: set[tuple[str, int]] = set()
    for n, gold in enumerate(golds):
        place = gold.nearest_to(cited)
        found |= characters([place]) if place else {(f"\0missed {n}", at) for at in range(len(gold.evidence.quote))}
    return found


def evidence_scores(cited: Sequence[Place], golds: Sequence[Gold]) -> Scores:
    """Return recall: the share of gold spans of which one citation covers at least half; precision: that of citations
    which match a gold span (`matches`); and F1. All None if there is no gold.

    Partial match at one half: DeYoung et al.: ERASER (2020), there as intersection over union.
    """
    if not golds:
        return Scores(None, None, None)
    covered = sum(any(_covers(place, gold) for place in cited) for gold in golds)
    matching = sum(any(matches(place, gold) for gold in golds) for place in cited)
    return Scores.of(matching / len(cited) if cited else None, covered / len(golds))


def matches(cited: Place, gold: Gold) -> bool:
    """Say whether the two share at least half of the shorter one: a part of the evidence, or a sentence around it."""
    return any(2 * cited.shared(place) >= min(len(cited.span), len(place.span)) for place in gold.places)


def _covers(cited: Place, gold: Gold) -> bool:
    return any(2 * cited.shared(place) >= len(place.span) for place in gold.places)


def normalise(text: str) -> str:
    """Return `text` as SQuAD compares it: lower-case, without ASCII punctuation, without a/an/the, single blanks.

    Rajpurkar et al.: SQuAD (2016), official evaluation script v1.1.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def answer_contained(answers: Sequence[str], quotes: Sequence[str]) -> bool | None:
    """Say whether a gold answer stands in a quotation, as whole words; None if there is no gold answer.

    Both are normalised as in SQuAD; as this joins what punctuation separates ("Ann's", "2009-17"), it also counts if
    the words stand there with punctuation as a blank.
    """
    if not answers:
        return None
    return any(_contains(quote, answer) for quote in quotes for answer in answers)


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1 if the normalised prediction equals a normalised gold answer, else 0; no gold answers: if it is empty.

    Rajpurkar et al.: SQuAD (2016); with questions that have no answer, SQuAD 2.0 (2018).
    """
    return float(any(normalise(prediction) == normalise(answer) for answer in answers or ("",)))


def token_f1(prediction: str, answers: Sequence[str]) -> float:
    """Return the best F1 of the prediction's normalised tokens, as a bag, over the gold answers.

    If either side has no token, 1 if both have none, else 0. Same source as `exact_match`.
    """
    return max(_token_f1(normalise(prediction).split(), normalise(answer).split()) for answer in answers or ("",))


def _token_f1(predicted: Collection[str], gold: Collection[str]) -> float:
    if not predicted or not gold:
        return float(not predicted and not gold)
    both = (Counter(predicted) & Counter(gold)).total()
    return Scores.from_counts(both=both, predicted=len(predicted), gold=len(gold)).f1 or 0.0


def _contains(quote: str, answer: str) -> bool:
    if normalise(answer) and _run(normalise(answer).split(), normalise(quote).split()):
        return True
    words = _WORD.findall(answer.lower())
    if not words:
        return bool(answer.strip()) and answer.lower() in quote.lower()
    return _run(words, _WORD.findall(quote.lower()))


def _run(words: Sequence[str], within: Sequence[str]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(within)} "
