"""What is counted on a set: each question gives a row of numbers, the rows give figures with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.data import Asked
from qa_bot.evaluation.metrics.quotation import answer_contained
from qa_bot.evaluation.metrics.statistics import Scores, mean, mean_interval
from qa_bot.model import Article, Slice, Span
from qa_bot.text.fold import locate
from qa_bot.text.sentences import split_sentences

Row = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Gold:
    """Where the evidence of a question stands."""

    places: tuple[Slice, ...]

    @classmethod
    def of(cls, asked: Asked, articles: Mapping[str, Article]) -> Gold:
        """Find each evidence quotation in its article; those that do not stand there are left out."""
        found = []
        for article_id, quote in asked.evidence:
            article = articles.get(article_id)
            if article and (span := locate(quote, article.text)):
                found.append(Slice(article, span))
        return cls(tuple(found))


def passage_row(ranked: Sequence[Slice], gold: Gold) -> Row:
    """Return hit@1 and hit@5: does one of the first passages overlap the gold place."""
    hits = [any(_overlap(each, place) for place in gold.places) for each in ranked[:5]]
    return {"passage hit@1": float(any(hits[:1])), "passage hit@5": float(any(hits))}


def article_row(asked: Asked, ranked: Sequence[Slice]) -> Row:
    """Return whether a gold article is the first, and among the first five different articles.

    And whether any of these five holds a gold answer: of one event there may be several articles, and one is gold.
    """
    wanted = {article_id for article_id, _ in asked.evidence}
    first = list({each.article.id: each.article for each in ranked}.values())[:5]
    hits = [each.id in wanted for each in first]
    return {
        "article hit@1": float(any(hits[:1])),
        "article hit@5": float(any(hits)),
        "answer in five articles": float(bool(answer_contained(asked.answers, [each.text for each in first]))),
    }


def answer_row(asked: Asked, quoted: Sequence[Slice]) -> Row:
    """Return whether a gold answer stands in the first quotation, and in the first three, of a gold article."""
    wanted = {article_id for article_id, _ in asked.evidence}
    holds = [each.article.id in wanted and bool(answer_contained(asked.answers, [each.text])) for each in quoted[:3]]
    return {"answer in first quotation": float(any(holds[:1])), "answer in first three": float(any(holds))}


def sentence_row(quoted: Sequence[Slice], gold: Gold) -> Row:
    """Return precision, recall and F1 of the quoted sentences, those of which at least half is quoted, against gold.

    Sentence-level overlap with gold evidence, as in HotpotQA's supporting facts: Yang et al. (2018).
    """
    wanted = {each for place in gold.places for each in _whole_sentences(place)}
    cited = {each for piece in quoted for each in _whole_sentences(piece)}
    scores = Scores.from_counts(both=len(cited & wanted), predicted=len(cited), gold=len(wanted))
    return {
        "sentence precision": scores.precision or 0.0,
        "sentence recall": scores.recall or 0.0,
        "sentence F1": scores.f1 or 0.0,
    }


def _whole_sentences(piece: Slice) -> set[tuple[str, Span]]:
    return {
        (piece.article.id, sentence)
        for sentence in _sentences(piece.article.text)
        if 2 * (min(sentence.end, piece.span.end) - max(sentence.start, piece.span.start)) >= len(sentence)
    }


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(split_sentences(text))


def sentences_of(passages: Sequence[Slice], most: int = 3) -> list[Slice]:
    """Return the first sentences of the best passages in plain order: what there is to quote without evidence."""
    found: list[Slice] = []
    for passage in passages:
        for span in split_sentences(passage.text):
            start = passage.span.start + span.start
            found.append(Slice(passage.article, Span(start, start + len(span))))
            if len(found) == most:
                return found
    return found


def line(name: str, values: Sequence[float]) -> str:
    """Return a figure with its 95 % interval and sample size, for the table."""
    low, high = mean_interval(values) or (0.0, 0.0)
    return f"{name:<38} {mean(values) or 0:.3f}  [{low:.3f}, {high:.3f}]  n={len(values)}"


def _overlap(a: Slice, b: Slice) -> bool:
    return a.article.id == b.article.id and a.span.overlaps(b.span)
