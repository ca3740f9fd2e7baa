"""Find the passages for a question: nearest vectors and best keywords together, then fused."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qa_bot.model import Filters
from qa_bot.models import Vectors, cosines
from qa_bot.retrieve.unnamed import unnamed
from qa_bot.text.language import question_language
from qa_bot.text.terms import content_terms, words

if TYPE_CHECKING:
    from qa_bot.library import Library
    from qa_bot.library.protocols import Stored
    from qa_bot.models import PassageEmbedder

_RUN = 4
"""Words of a run."""

_ECHOED = 0.9
"""Share of a passage's runs that stand in better passages of other articles if it is an echo of these."""

_TELLING = frozenset(["no", "not", "never", "none", "nobody", "nothing", "neither", "nor"])
"""Words that make another statement of a sentence, as numbers do."""


def without_echoes(ranked: Iterable[Ranked]) -> Iterator[Ranked]:
    """Yield passages, best first, without those whose words stand in ones before that are of other articles.

    One with another number, or a denial that is not in those, is none: it may tell of a later count.
    """
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for each in ranked:
        said, article = words(each.stored.passage.text), each.stored.passage.article.id
        own = [tuple(said[at : at + _RUN]) for at in range(max(1, len(said) - _RUN + 1))]
        fresh = [run for run in own if not owners.get(run, set()) - {article}]
        if len(fresh) > (1 - _ECHOED) * len(own) or any(map(_tells, _new_words(fresh, own))):
            for run in own:
                owners[run].add(article)
            yield each


def _new_words(fresh: list[tuple[str, ...]], own: list[tuple[str, ...]]) -> set[str]:
    """Return the words of a passage that stand in none of its runs that are known."""
    unknown = set(fresh)
    known = {word for run in own if run not in unknown for word in run}
    return {word for run in fresh for word in run} - known


def _tells(word: str) -> bool:
    return word in _TELLING or any(each.isdigit() for each in word)


_CANDIDATES = 100
_MOST_TERMS = 64
_PRIOR = 1000
_WEIGHTS = {"vector": 1.0, "keywords": 0.8, "best_sentence": 1.0, "article": 0.5}
_RECENT = 2.0
_MONTH = 30.0


@dataclass(frozen=True, slots=True)
class Query:
    """A question: its text, its vector, shape (d,), its stemmed words with how telling each is, and when it is asked.

    `today` is None if that does not matter, as for a question that names a time of its own. `unnamed` are the names in
    it that no article mentions. `language` is that of the question, None for English.
    """

    text: str
    vector: Vectors
    weights: Mapping[str, float]
    today: date | None = None
    unnamed: tuple[str, ...] = ()
    language: str | None = None

    @classmethod
    def of(cls, question: str, library: Library, embedder: PassageEmbedder, *, today: date | None = None) -> Query:
        """Embed the question and, meanwhile, look up how telling its words are."""
        with ThreadPoolExecutor(1) as beside:
            vector = beside.submit(embedder.embed_query, question)
            terms = content_terms(question)[:_MOST_TERMS]
            total, found = library.truth.passage_count(), library.truth.document_frequencies(terms)
            weights = {term: _inverse_frequency(found[term], total) for term in terms}
            language = question_language(question)
            missing = () if language else unnamed(question, library.truth)  # names are told by how English has them
            return cls(question, np.asarray(vector.result(), dtype=np.float32), weights, today, missing, language)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its fused score and the scores it was fused from."""

    stored: Stored
    score: float
    parts: Mapping[str, float]

    @property
    def published(self) -> date | None:
        """Return the day of its article."""
        return self.stored.passage.article.published


def search(query: Query, library: Library, *, k: int, filters: Filters) -> list[Ranked]:
    """Return up to k passages, best first; equal scores in the order of articles and text.

    Copies of better passages are left out.
    """
    words = list(query.weights)
    with ThreadPoolExecutor(1) as beside:
        nearest = beside.submit(library.search_vectors, query.vector, k=_CANDIDATES, filters=filters)
        keywords = dict(library.truth.search_keywords(words, k=_CANDIDATES, filters=filters))
        articles = library.truth.search_articles(words, k=_CANDIDATES)
        found = library.truth.candidates({*keywords, *nearest.result()})
    if not found:
        return []
    signals: dict[str, list[float]] = {
        "vector": cosines(found.vectors, query.vector).tolist(),
        "keywords": [keywords.get(each, 0.0) for each in found.ids],
        "best_sentence": np.maximum.reduceat(cosines(found.sentences, query.vector), found.starts).tolist(),
        "article": [articles.get(each, 0.0) for each in found.articles],
        "recent": [recency(each, query.today) for each in found.published],
    }
    scores = fuse(signals, _WEIGHTS) + _RECENT * np.asarray(signals["recent"])
    order = np.argsort(-scores, kind="stable").tolist()
    return list(islice(without_echoes(_ranked(order, k, found.ids, scores, signals, library)), k))


def _ranked(
    order: Sequence[int],
    k: int,
    ids: Sequence[int],
    scores: Scores,
    signals: Mapping[str, Sequence[float]],
    library: Library,
) -> Iterator[Ranked]:
    """Yield passages in their order; k at once are read from the library."""
    for start in range(0, len(order), k):
        batch = order[start : start + k]
        stored = library.truth.passages(ids[at] for at in batch)
        for at in batch:
            if ids[at] in stored:
                yield Ranked(stored[ids[at]], float(scores[at]), {name: values[at] for name, values in signals.items()})


def recency(published: date | None, today: date | None, *, days: float = _MONTH) -> float:
    """Return how new an article is: 1 on the day it is published, a third after some days, 0 if that lies ahead.

    Exponential decay with age, as in time-based language models: Li, Croft (2003).
    """
    age = (today - published).days if published and today else -1
    return math.exp(-age / days) if age >= 0 else 0.0


def _inverse_frequency(documents: int, total: int) -> float:
    """Return the inverse document frequency (Robertson and Spärck Jones), as if `_PRIOR` more passages were there.

    Each word stands in one of a hundred of those. A library of a few passages cannot tell a telling word from a
    common one; with the prior its words weigh about the same, and the larger it grows the more its own counts speak.
    """
    documents, total = documents + _PRIOR // 100, total + _PRIOR
    return math.log(1 + (total - documents + 0.5) / (documents + 0.5))


Scores = NDArray[np.float64]


def standardise(values: ArrayLike) -> Scores:
    """Return z-scores, shape as given; all zero where the values do not differ."""
    scores = np.asarray(values, dtype=np.float64)
    spread = scores.std() if scores.size else 0.0
    if spread < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / spread)


def fuse(signals: Mapping[str, ArrayLike], weights: Mapping[str, float]) -> Scores:
    """Return the weighted sum of each signal's z-scores over the candidates, shape (candidates,).

    A sum of z-scores keeps how far ahead a candidate is, which rank fusion throws away.
    """
    return np.asarray(sum(weight * standardise(signals[name]) for name, weight in weights.items()))
