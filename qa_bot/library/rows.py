"""How articles and passages look as rows of the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from qa_bot.embed import Encoded, Vectors
from qa_bot.model import Article, Filters, Passage, Span

_SPAN = 8
"""Bytes of a sentence's span in a row."""

ARTICLE_COLUMNS = "a.id, a.title, a.text, a.published, a.source, a.authors, a.url, a.path, a.language"


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage as the database has it, with its id and vectors."""

    id: int
    passage: Passage
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages without their texts, in the order of articles and text.

    `vectors` is of shape (passages, d), `sentences` of shape (all their sentences, d); `starts` are the rows where
    those of each passage begin.
    """

    ids: list[int]
    articles: list[str]
    published: list[date | None]
    vectors: Vectors
    sentences: Vectors
    starts: list[int]


def article_values(article: Article) -> tuple[Any, ...]:
    """Return the values of an article's row: id, hash and the rest of `ARTICLE_COLUMNS`."""
    return (
        article.id,
        article.content_hash,
        article.title,
        article.text,
        article.published.isoformat() if article.published else None,
        article.source,
        json.dumps(article.authors, ensure_ascii=False),
        article.url,
        article.path,
        article.language,
    )


def to_article(row: Sequence[Any]) -> Article:
    """Return the article of a row of `ARTICLE_COLUMNS`."""
    article_id, title, text, published, source, authors, url, path, language = row
    return Article(
        id=article_id,
        title=title,
        text=text,
        published=date.fromisoformat(published) if published else None,
        source=source,
        authors=tuple(json.loads(authors)),
        url=url,
        path=path,
        language=language,
    )


def passage_values(passage: Passage, encoded: Encoded) -> tuple[Any, ...]:
    """Return article id, sentence spans, vector (float32) and sentence vectors (float16)."""
    spans = np.array([(span.start, span.end) for span in passage.sentences], dtype="<i4")
    return (
        passage.article.id,
        spans.tobytes(),
        encoded.vector.astype("<f4").tobytes(),
        encoded.sentences.astype("<f2").tobytes(),
    )


def to_stored(row: Sequence[Any], articles: dict[str, Article]) -> Stored:
    """Return the passage of a row; articles already made are taken from, and new ones put into, `articles`."""
    passage_id, spans, vector, sentence_vectors, *columns = row
    article = articles.get(columns[0]) or articles.setdefault(columns[0], to_article(columns))
    pairs = np.frombuffer(spans, dtype="<i4").reshape(-1, 2).tolist()
    sentences = tuple(Span(start, end) for start, end in pairs)
    passage = Passage(article, Span(sentences[0].start, sentences[-1].end), sentences)
    return Stored(passage_id, passage, Encoded(to_vector(vector), _to_sentences(sentence_vectors, len(sentences))))


def to_candidates(rows: Sequence[Any], published: Callable[[int], date | None]) -> Candidates:
    """Return the candidates of rows of id, article id, sentence spans, vector and sentence vectors."""
    rows = sorted(rows, key=lambda row: (row[1], int.from_bytes(row[2][:4], "little")))
    ends = np.cumsum([len(row[2]) // _SPAN for row in rows], dtype=int).tolist()
    return Candidates(
        ids=[row[0] for row in rows],
        articles=[row[1] for row in rows],
        published=[published(row[0]) for row in rows],
        vectors=to_vectors(b"".join(row[3] for row in rows), len(rows)),
        sentences=_to_sentences(b"".join(row[4] for row in rows), ends[-1]),
        starts=[0, *ends[:-1]],
    )


def _to_sentences(blob: bytes, count: int) -> Vectors:
    return np.frombuffer(blob, dtype="<f2").astype(np.float32).reshape(count, -1)


def to_vector(blob: bytes) -> Vectors:
    """Return the vector of a passage's row."""
    return np.frombuffer(blob, dtype="<f4")


def to_vectors(blob: bytes, count: int) -> Vectors:
    """Return the vectors of some passages' rows, one after the other, shape (passages, d)."""
    return to_vector(blob).reshape(count, -1) if count else np.empty((0, 0), dtype=np.float32)


def where(filters: Filters) -> tuple[str, list[str]]:
    """Return the condition on articles `a` that the filters make, with its values."""
    conditions = {
        "a.published >= ?": filters.after and filters.after.isoformat(),
        "a.published <= ?": filters.before and filters.before.isoformat(),
        "a.source = ? COLLATE NOCASE": filters.source,
    }
    active = {condition: value for condition, value in conditions.items() if value}
    return " AND ".join(active) or "1", list(active.values())
