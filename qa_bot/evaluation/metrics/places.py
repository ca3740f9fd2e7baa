"""Find where evidence stands in the articles, and what of it was found and cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from qa_bot.evaluation.sets import GoldEvidence, Question
from qa_bot.model import Article, Hit, Slice, Span
from qa_bot.text.fold import locate

Need = TypeVar("Need")
Ranked = TypeVar("Ranked")


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A span of the article with this id."""

    article_id: str
    span: Span

    @classmethod
    def of(cls, piece: Slice) -> EvidencePlace:
        """Return the place of a passage, sentence or citation."""
        return cls(piece.article.id, piece.span)

    def __str__(self) -> str:
        """Return `article:start-end`."""
        return f"{self.article_id}:{self.span.start}-{self.span.end}"

    def shared(self, other: EvidencePlace) -> int:
        """Return how many characters the two have in common."""
        if self.article_id != other.article_id:
            return 0
        return max(0, min(self.span.end, other.span.end) - max(self.span.start, other.span.start))


@dataclass(frozen=True, slots=True)
class Gold:
    """A piece of gold evidence and every place where its words stand; each of them serves as well as another."""

    evidence: GoldEvidence
    places: tuple[EvidencePlace, ...]

    @property
    def article_ids(self) -> frozenset[str]:
        """Return the articles that hold it: the one that the set names, else those in which it was located."""
        if self.evidence.article_id is not None:
            return frozenset({self.evidence.article_id})
        return frozenset(place.article_id for place in self.places)

    @property
    def quoted(self) -> bool:
        """Say whether the evidence is a quotation, and not an article as a whole."""
        return bool(self.evidence.quote)

    def touched_by(self, place: EvidencePlace) -> bool:
        """Say whether the two share at least one character."""
        return any(place.shared(gold) for gold in self.places)

    def nearest_to(self, cited: Sequence[EvidencePlace]) -> EvidencePlace | None:
        """Return the place that shares most with what was cited, None if it stands nowhere."""
        return max(self.places, key=lambda gold: sum(gold.shared(place) for place in cited), default=None)


def find_gold(
    question: Question, shown: Iterable[Article], find_article: Callable[[str], Article | None]
) -> tuple[Gold, ...]:
    """Return the evidence of a question with its places.

    Evidence that names its article is located there; without a quotation its place is the whole article. Evidence that
    names none is located in all of `shown`, the articles that were retrieved or cited; standing in none of them, it was
    missed.
    """
    around = {article.id: article for article in shown}
    golds = []
    for evidence in question.evidence:
        named = evidence.article_id
        article = find_article(named) if named is not None else None
        within = around.values() if named is None else (article,)
        places = tuple(place for article in within if article for place in _places(evidence.quote, article))
        golds.append(Gold(evidence, places))
    return tuple(golds)


def _places(quote: str, article: Article) -> Iterator[EvidencePlace]:
    if not quote:
        yield EvidencePlace(article.id, Span(0, len(article.text)))
        return
    first = locate(quote, article.text)
    if first is None:
        return
    yield EvidencePlace(article.id, first)
    again = re.compile(rf"(?<!\w){re.escape(first.of(article.text))}(?!\w)")
    for match in again.finditer(article.text, first.end):
        yield EvidencePlace(article.id, Span(*match.span()))


def relevant_passages(hits: Sequence[Hit], golds: Sequence[Gold]) -> set[str]:
    """Return the ids of the relevant passages, found or missed.

    A passage is relevant if it overlaps evidence that no better-ranked passage has overlapped: overlapping windows
    around the same words count once. Evidence that no retrieved passage overlaps is one relevant passage missed.
    """
    return _relevant([EvidencePlace.of(hit.passage) for hit in hits], golds, lambda place, gold: gold.touched_by(place))


def relevant_articles(hits: Sequence[Hit], golds: Sequence[Gold]) -> set[str]:
    """Return the ids of the articles that hold the evidence, found or missed.

    Of several articles that hold the same evidence, the best-ranked one is relevant.
    """
    needs: list[frozenset[str]] = list(dict.fromkeys(gold.article_ids for gold in golds if gold.article_ids))
    needs += [gold.article_ids for gold in golds if not gold.article_ids]
    ranked = dict.fromkeys(hit.passage.article.id for hit in hits)
    return _relevant(ranked, needs, lambda article_id, ids: article_id in ids)


def _relevant(ranked: Iterable[Ranked], needs: Sequence[Need], meets: Callable[[Ranked, Need], bool]) -> set[str]:
    relevant: set[str] = set()
    missing = list(needs)
    for item in ranked:
        still = [need for need in missing if not meets(item, need)]
        if len(still) < len(missing):
            relevant.add(str(item))
        missing = still
    return relevant | {f"\0missed {n}" for n in range(len(missing))}
