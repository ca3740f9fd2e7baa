"""Write articles and passages as rows of the database and read them back; list articles without their texts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from qa_bot.library.protocols import Candidates, Listed, Listing, Order, Stored
from qa_bot.library.sqlite.connections import containing, crc
from qa_bot.library.sqlite.copies import write_sketch
from qa_bot.model import SETTABLE, Article, Filters, Passage, Saying, Span
from qa_bot.models import Encoded, Vectors
from qa_bot.news.sayings import sayings
from qa_bot.text.terms import terms, words

_ORDERS: dict[Order, str] = {
    "newest": "a.published IS NULL, a.published DESC, a.title COLLATE NOCASE",
    "oldest": "a.published IS NULL, a.published, a.title COLLATE NOCASE",
    "title": "a.title COLLATE NOCASE",
    "source": "a.source IS NULL, a.source COLLATE NOCASE, a.published DESC, a.title COLLATE NOCASE",
    "added": "a.added_at DESC, a.title COLLATE NOCASE",
}
_NAMED = "(a.title LIKE ? ESCAPE '!' OR a.source LIKE ? ESCAPE '!' OR a.authors LIKE ? ESCAPE '!')"
_HELD = (
    "a.id IN (SELECT p.article_id FROM article_keywords k JOIN passages p ON p.id = k.rowid"
    " WHERE article_keywords MATCH ?)"
)


def read_listing(
    read: Callable[[str, Sequence[Any]], list[Any]],
    search: str,
    filters: Filters,
    among: Collection[str] | None,
    order: Order,
    first: int,
    most: int,
) -> Listing:
    """Return up to `most` articles from the `first` on that pass the days and source of filters, of these ids if any.

    With a search, those that have all its words in title, source and authors, or in title and text.
    """
    clauses: list[str] = ["1"]
    values: list[Any] = []
    for clause, value in (
        ("a.source = ? COLLATE NOCASE", filters.source),
        ("a.published >= ?", filters.after and filters.after.isoformat()),
        ("a.published <= ?", filters.before and filters.before.isoformat()),
    ):
        if value:
            clauses.append(clause)
            values.append(value)
    if among is not None:
        clauses.append("a.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(among)))
    if words := search.split():
        named = " AND ".join([_NAMED] * len(words))
        stems = [term for word in words for term in terms(word)]
        values += [containing(word) for word in words for _ in range(3)]
        clauses.append(f"(({named}) OR {_HELD})" if stems else f"({named})")
        values += [" AND ".join(f'"{stem}"' for stem in stems)] if stems else []
    where = " AND ".join(clauses)
    total = int(read(f"SELECT count(*) FROM articles a WHERE {where}", values)[0][0])
    rows = read(
        f"SELECT a.id, a.title, a.published, a.source, a.authors, a.path, {SET_BY_HAND} FROM articles a"
        f" WHERE {where} ORDER BY {_ORDERS[order]}, a.id LIMIT ? OFFSET ?",
        [*values, most, first],
    )
    return Listing(tuple(map(_listed, rows)), total)


def _listed(row: Sequence[Any]) -> Listed:
    id_, title, published, source, authors, path, by_hand = row
    return Listed(id_, title, _day(published), source, tuple(json.loads(authors)), path, to_fields(by_hand))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


_SPAN = 8
"""Bytes of a sentence's span in a row."""

_SAYING = 9
"""Numbers of a saying in a row: four spans and a sum of what holds."""

SET_BY_HAND = "(SELECT group_concat(field) FROM set_by_hand WHERE article_id = a.id)"
ARTICLE_COLUMNS = (
    f"a.id, a.title, a.text, a.published, a.source, a.authors, a.url, a.path, a.language, a.hash, {SET_BY_HAND}"
)


def article_values(article: Article) -> tuple[Any, ...]:
    """Return the values of an article's row: id, hash, title, text and the rest."""
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
    """Return the article of a row of `ARTICLE_COLUMNS`; raise ValueError if it is not what was written there.

    No article comes from a library but through here: nothing is quoted from a text that has changed by itself.
    """
    article_id, title, text, published, source, authors, url, path, language, content_hash, by_hand = row
    article = Article(
        id=article_id,
        title=title,
        text=text,
        published=date.fromisoformat(published) if published else None,
        source=source,
        authors=tuple(json.loads(authors)),
        url=url,
        path=path,
        language=language,
        set_by_hand=to_fields(by_hand),
    )
    if article.content_hash != content_hash:
        raise ValueError(f"article {article_id} is not as it was written")
    return article


def set_values(article: Article) -> list[tuple[str, str, str]]:
    """Return the rows of what a person set of an article: its id, the field, the value as JSON."""
    values = {
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
        "authors": article.authors,
    }
    return [(article.id, name, json.dumps(values[name], ensure_ascii=False)) for name in article.set_by_hand]


def to_fields(names: str | None) -> tuple[str, ...]:
    """Return the fields that a person set, of what `SET_BY_HAND` gives."""
    return tuple(each for each in SETTABLE if each in (names or "").split(","))


def to_set(rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what a person set, by field, of rows of field and value."""
    values = {field: json.loads(value) for field, value in rows if field in SETTABLE}
    if values.get("published"):
        values["published"] = date.fromisoformat(values["published"])
    if "authors" in values:
        values["authors"] = tuple(values["authors"])
    return values


def passage_values(passage: Passage, encoded: Encoded) -> tuple[Any, ...]:
    """Return article id, sentence spans, vector (float32) and sentence vectors (float16)."""
    spans = np.array([(span.start, span.end) for span in passage.sentences], dtype="<i4")
    return (
        passage.article.id,
        spans.tobytes(),
        encoded.vector.astype("<f4").tobytes(),
        encoded.sentences.astype("<f2").tobytes(),
    )


def saying_values(article: Article) -> tuple[str, bytes, str]:
    """Return article id, the spans of what somebody says in it, and the words for those who speak."""
    found = sayings(article.text)
    rows = [
        (
            *_pair(each.span),
            *_pair(each.speaker),
            *_pair(each.cue),
            *_pair(each.known_as),
            each.direct + 2 * each.denied,
        )
        for each in found
    ]
    speakers = {word for each in found for span in (each.speaker, each.named) for word in words(span.of(article.text))}
    return article.id, np.array(rows, dtype="<i4").tobytes(), f" {' '.join(sorted(speakers))} "


def to_sayings(spans: bytes | None, article: Article) -> tuple[Saying, ...]:
    """Return what somebody says in an article, of a row's spans; they are looked for if there is no row.

    Raises ValueError if they do not lie in its text.
    """
    if spans is None:
        return tuple(sayings(article.text))
    rows = np.frombuffer(spans, dtype="<i4").reshape(-1, _SAYING).tolist()
    if any(not 0 <= each <= len(article.text) for row in rows for each in row[:-1]):
        raise ValueError(f"what is said in article {article.id} is not as it was written")
    return tuple(_to_saying(row) for row in rows)


def _to_saying(row: Sequence[int]) -> Saying:
    span, speaker, cue = (Span(row[at], row[at + 1]) for at in (0, 2, 4))
    known_as = Span(row[6], row[7]) if row[7] else None
    return Saying(span, speaker, cue, direct=bool(row[8] & 1), denied=bool(row[8] & 2), known_as=known_as)


def _pair(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (0, 0)


def to_stored(row: Sequence[Any], articles: dict[str, tuple[Article, tuple[Saying, ...]]]) -> Stored:
    """Return the passage of a row; articles already made are taken from, and new ones put into, `articles`."""
    passage_id, spans, vector, sentence_vectors, said, *columns = row
    if columns[0] not in articles:
        article = to_article(columns)
        articles[columns[0]] = article, to_sayings(said, article)
    article, found = articles[columns[0]]
    pairs = np.frombuffer(spans, dtype="<i4").reshape(-1, 2).tolist()
    sentences = tuple(Span(start, end) for start, end in pairs)
    passage = Passage(article, Span(sentences[0].start, sentences[-1].end), sentences)
    encoded = Encoded(to_vector(vector), _to_sentences(sentence_vectors, len(sentences)))
    return Stored(passage_id, passage, encoded, found)


def to_extent(spans: bytes) -> Span:
    """Return from where to where the sentences of a passage's row go."""
    return Span(int.from_bytes(spans[:4], "little"), int.from_bytes(spans[-4:], "little"))


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
        "a.id IN (SELECT value FROM json_each(?))": filters.among and json.dumps(list(filters.among.articles)),
        "a.id IN (SELECT article_id FROM passages WHERE id IN (SELECT value FROM json_each(?)))": filters.heard
        and json.dumps(list(filters.heard.passages)),
    }
    active = {condition: value for condition, value in conditions.items() if value}
    return " AND ".join(active) or "1", list(active.values())


def write_article(
    connection: sqlite3.Connection, article: Article, passages: Iterable[tuple[Passage, Encoded]]
) -> None:
    """Write an article with its passages and what a person set of it, in place of what had its id."""
    connection.execute("DELETE FROM passages WHERE article_id = ?", (article.id,))
    connection.execute(
        "INSERT INTO articles (id, hash, title, text, published, source, authors, url, path, language)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash,"
        " title = excluded.title, text = excluded.text, published = excluded.published,"
        " source = excluded.source, authors = excluded.authors, url = excluded.url, path = excluded.path,"
        " language = excluded.language",
        article_values(article),
    )
    connection.execute("INSERT OR REPLACE INTO sayings VALUES (?, ?, ?)", saying_values(article))
    write_sketch(connection, article)
    connection.execute("DELETE FROM set_by_hand WHERE article_id = ?", (article.id,))
    connection.executemany("INSERT INTO set_by_hand VALUES (?, ?, ?)", set_values(article))
    _insert_passages(connection, article, passages)


def _insert_passages(
    connection: sqlite3.Connection, article: Article, passages: Iterable[tuple[Passage, Encoded]]
) -> None:
    """Write passages with their keywords, and those of the whole article under the id of the first passage."""
    title = " ".join(terms(article.title))
    keywords = {}
    for passage, encoded in passages:
        values = passage_values(passage, encoded)
        passage_id = connection.execute(
            "INSERT INTO passages (article_id, spans, vector, sentence_vectors) VALUES (?, ?, ?, ?)", values
        ).lastrowid
        connection.execute("INSERT INTO sums VALUES (?, ?)", (passage_id, crc(*values)))
        keywords[passage_id] = " ".join(terms(passage.text))
    connection.executemany(
        "INSERT INTO keywords (rowid, title, text) VALUES (?, ?, ?)",
        [(passage_id, title, text) for passage_id, text in keywords.items()],
    )
    connection.executemany(
        "INSERT INTO article_keywords (rowid, text) VALUES (?, ?)",
        [(passage_id, " ".join([title, *keywords.values()])) for passage_id in list(keywords)[:1]],
    )


def claim_origins(connection: sqlite3.Connection, article_id: str, origins: Sequence[str]) -> None:
    """Say that the article stands at these places; remove what stood there and now stands nowhere."""
    for origin in origins:
        before = connection.execute("SELECT article_id FROM origins WHERE origin = ?", (origin,)).fetchone()
        if before and before[0] == article_id:
            continue
        connection.execute("INSERT OR REPLACE INTO origins VALUES (?, ?)", (origin, article_id))
        note_change(connection, "replaced" if before else "added", article_id, origin)
        if before:
            connection.execute(
                "DELETE FROM articles WHERE id = ? AND id NOT IN (SELECT article_id FROM origins)", before
            )
            connection.execute(
                "UPDATE articles SET path = (SELECT min(origin) FROM origins WHERE article_id = id)"
                " WHERE id = ? AND path = ?",
                (*before, origin),
            )


def note_change(connection: sqlite3.Connection, action: str, article_id: str, origin: str | None) -> None:
    """Write into the journal what became of an article."""
    connection.execute(
        "INSERT INTO journal (action, article_id, origin) VALUES (?, ?, ?)", (action, article_id, origin)
    )
