"""Score the sentences of the best passages: how likely each is to hold the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from qa_bot.english.clutter import is_clutter, is_fragment, is_headline
from qa_bot.english.forms import asked_form, has_form
from qa_bot.english.questions import asked_kind, holds
from qa_bot.english.times import asks_of_now
from qa_bot.fitted import FITTED
from qa_bot.model import Passage, Saying, Sentence, Span
from qa_bot.models import Reader, Reading
from qa_bot.news import is_of, within
from qa_bot.retrieve.search import Query, Ranked, recency
from qa_bot.text.terms import terms

_WEEK = 7.0
"""Days in which what is now the case is told anew."""

READ = 4
"""Passages that a reader gets: those with the best sentences; measured, more change nothing for the better."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its score, the parts that the score is the weighted sum of, and its stemmed words.

    `sayings` are all that somebody says in its article.
    """

    passage: Passage
    span: Span
    score: float
    parts: Mapping[str, float]
    terms: frozenset[str]
    reading: Reading | None = None
    """What a reader said of it, if it was read."""
    sayings: tuple[Saying, ...] = ()

    def is_said_by(self, name: str) -> bool:
        """Say whether somebody of that name says something in the sentence."""
        text = self.passage.article.text
        return any(is_of(each, text, name) for each in within(self.sayings, self.span))

    @property
    def sentence(self) -> Sentence:
        """Return the sentence that is the evidence."""
        return Sentence(self.passage.article, self.span)


def find_evidence(
    query: Query,
    ranked: Sequence[Ranked],
    reader: Reader | None = None,
    *,
    speaker: str | None = None,
    weights: Mapping[str, float] = FITTED.sentence_unread,
    read_weights: Mapping[str, float] = FITTED.sentence_read,
) -> list[Evidence]:
    """Return the sentences of the passages, best first; equal scores in the order of the passages.

    Parts: `passage` (its fused score), `sentence` (cosine of sentence and question), `words` (share of the question's
    words in the sentence, weighted by how telling they are), `before` and `title` (what the sentence before it and the
    article's title add to that share), `kind` (1 if it holds the kind of thing asked for, -1 if not, 0 if the question
    does not tell), `form` (from 0 to 1, how much it has of the form asked for: items of a list, a means, a new value),
    `asking` (1 if it is itself a question), `fragment` (1 if it is a line without an end), `recent` (1 if the article
    is of today, towards 0 with its age), `now` (where it is asked how things are now, 1 in the newest of these
    articles, towards 0 with every week before; else 0). Differences of scores are log odds: the weights are those of a
    conditional logit over the sentences of a question. Clutter of web pages and headlines are left out. With a
    reader, the sentences of the best passages are scored again, with its `read`, and come before all others. With a
    `speaker` only those are left in which somebody of that name says something.
    """
    newest = (
        max((each.published for each in ranked if each.published), default=None) if asks_of_now(query.text) else None
    )
    found = [each for one in ranked for each in _sentences(query, one, weights, newest)]
    if speaker:
        found = [each for each in found if each.is_said_by(speaker)]
    found.sort(key=lambda each: -each.score)
    return _read(query, found, reader, read_weights) if reader else found


def coverage(weights: Mapping[str, float], found: Set[str]) -> float:
    """Return the share of the question's words that are among those found, weighted, between 0 and 1."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in found) / total if total else 0.0


def _read(query: Query, found: Sequence[Evidence], reader: Reader, weights: Mapping[str, float]) -> list[Evidence]:
    passages = list(dict.fromkeys(each.passage for each in found))[:READ]
    readings = {
        (passage, span): reading
        for passage, said in zip(passages, reader.read(query.text, passages), strict=True)
        for span, reading in zip(passage.sentences, said, strict=True)
    }
    again = [_with(each, readings.get((each.passage, each.span)), weights) for each in found]
    return sorted(again, key=lambda each: (each.reading is None, -each.score))


def _with(evidence: Evidence, reading: Reading | None, weights: Mapping[str, float]) -> Evidence:
    if not reading:
        return evidence
    parts = {**evidence.parts, "read": reading.odds}
    return replace(evidence, parts=parts, score=_sum(weights, parts), reading=reading)


def _sentences(query: Query, ranked: Ranked, weights: Mapping[str, float], newest: date | None) -> list[Evidence]:
    passage = ranked.stored.passage
    cosines = ranked.stored.encoded.sentences @ query.vector
    title = frozenset(terms(passage.article.title))
    kind, form = asked_kind(query.text), asked_form(query.text)
    before: frozenset[str] = frozenset()
    found = []
    for span, cosine in zip(passage.sentences, np.asarray(cosines).tolist(), strict=True):
        text = span.of(passage.article.text)
        own = frozenset(terms(text))
        covered = coverage(query.weights, own)
        parts = {
            "passage": ranked.score,
            "sentence": cosine,
            "words": covered,
            "before": coverage(query.weights, own | before) - covered,
            "title": coverage(query.weights, own | title) - covered,
            "kind": 0.0 if kind is None else 1.0 if holds(kind, text, query.text) else -1.0,
            "form": has_form(form, text, query.text) if form else 0.0,
            "asking": float(text.endswith("?")),
            "fragment": float(is_fragment(text)),
            "recent": ranked.parts["recent"],
            "now": recency(ranked.published, newest, days=_WEEK),
        }
        if not is_clutter(text) and not is_headline(passage.article.text, span):
            score, sayings = _sum(weights, parts), ranked.stored.sayings
            found.append(Evidence(passage, span, score=score, parts=parts, terms=own, sayings=sayings))
        before = own
    return found


def _sum(weights: Mapping[str, float], parts: Mapping[str, float]) -> float:
    return sum(weights[name] * value for name, value in parts.items())
