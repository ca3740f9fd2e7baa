"""The truth of a library: articles, passages, vectors and keywords in SQLite."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np

from qa_bot.embed import Encoded, Vectors
from qa_bot.library.bm25 import Ids
from qa_bot.library.columns import Columns
from qa_bot.library.connections import Connections
from qa_bot.library.listing import Listing, Order, list_articles
from qa_bot.library.rows import (
    ARTICLE_COLUMNS,
    Candidates,
    Stored,
    article_values,
    passage_values,
    to_article,
    to_candidates,
    to_stored,
    to_vector,
    to_vectors,
    where,
)
from qa_bot.library.schema import LIBRARY
from qa_bot.library.searched import Searched
from qa_bot.model import Article, Filters, Passage
from qa_bot.text.terms import terms


class Database:
    """What a library knows, in one SQLite file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._connections = Connections(path, LIBRARY)
        self._read = self._connections.read
        self.transaction = self._connections.transaction
        self._searched = Searched(Columns.empty(), self._read)
        self._loading = threading.Lock()

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()

    # manifest

    def manifest(self) -> dict[str, str]:
        """Return what the library says of itself: model, chunking, schema."""
        return dict(self._read("SELECT key, value FROM manifest"))

    def set_manifest(self, values: Mapping[str, str]) -> None:
        """Write entries of the manifest."""
        with self.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?)", values.items())

    # articles

    def article(self, article_id: str) -> Article | None:
        """Return the article of that id, or None."""
        rows = self._read(f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.id = ?", (article_id,))
        return to_article(rows[0]) if rows else None

    def articles(self) -> Iterator[Article]:
        """Yield all articles by id, a few at a time."""
        last = ""
        while rows := self._read(
            f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.id > ? ORDER BY a.id LIMIT 100", (last,)
        ):
            yield from map(to_article, rows)
            last = rows[-1][0]

    def article_count(self) -> int:
        """Return the number of articles."""
        return int(self._read("SELECT count(*) FROM articles")[0][0])

    def listing(self, search: str, source: str, order: Order, first: int, most: int) -> Listing:
        """Return a page of the list of articles; see `list_articles`."""
        return list_articles(self._read, search, source, order, first, most)

    def last_change(self) -> datetime | None:
        """Return when an article was last added, replaced or removed (UTC), None if never."""
        rows = self._read("SELECT at FROM journal ORDER BY id DESC LIMIT 1")
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def digest(self) -> str:
        """Return the sha256 of the ids and hashes of all articles: it changes with any of them."""
        rows = self._read("SELECT id, hash FROM articles ORDER BY id")
        return hashlib.sha256("\n".join(f"{key}\t{digest}" for key, digest in rows).encode()).hexdigest()

    def content_hash(self, article_id: str) -> str | None:
        """Return the hash of the article's content, or None if it is not there."""
        rows = self._read("SELECT hash FROM articles WHERE id = ?", (article_id,))
        return str(rows[0][0]) if rows else None

    def origins(self, article_id: str) -> list[str]:
        """Return every place the article was read from."""
        return [
            row[0]
            for row in self._read("SELECT origin FROM origins WHERE article_id = ? ORDER BY origin", (article_id,))
        ]

    def article_at(self, origin: str) -> str | None:
        """Return the id of the article that was read from there, or None."""
        rows = self._read("SELECT article_id FROM origins WHERE origin = ?", (origin,))
        return str(rows[0][0]) if rows else None

    def put(self, article: Article, origins: Sequence[str], passages: Iterable[tuple[Passage, Encoded]]) -> None:
        """Write an article with its passages, in place of what had its id or alone had its origins, at once."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM passages WHERE article_id = ?", (article.id,))
            connection.execute(
                "INSERT INTO articles (id, hash, title, text, published, source, authors, url, path, language)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash,"
                " title = excluded.title, text = excluded.text, published = excluded.published,"
                " source = excluded.source, authors = excluded.authors, url = excluded.url, path = excluded.path,"
                " language = excluded.language",
                article_values(article),
            )
            _insert_passages(connection, article, passages)
            _claim(connection, article.id, origins)

    def claim(self, article_id: str, origins: Sequence[str]) -> None:
        """Note further places of an article; an article that no place holds any more is removed."""
        with self.transaction() as connection:
            _claim(connection, article_id, origins)

    def remove(self, article_id: str) -> bool:
        """Remove an article; say whether it was there."""
        with self.transaction() as connection:
            removed = connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount > 0
            if removed:
                _note(connection, "removed", article_id, None)
        return removed

    # passages

    def passages(self, ids: Iterable[int]) -> dict[int, Stored]:
        """Return the passages with these ids, those that exist."""
        wanted = json.dumps(list(ids))
        rows = self._read(
            f"SELECT p.id, p.spans, p.vector, p.sentence_vectors, {ARTICLE_COLUMNS} FROM passages p"
            " JOIN articles a ON a.id = p.article_id WHERE p.id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        articles: dict[str, Article] = {}
        return {row[0]: to_stored(row, articles) for row in rows}

    def vectors(self, ids: Iterable[int]) -> tuple[list[int], Vectors]:
        """Return the passages with these ids that exist, in the order of the ids, and their vectors, shape (n, d)."""
        # as one row, between whose parts no other thread has to wait
        ((found, blob),) = self._read(
            "SELECT group_concat(id), CAST(group_concat(vector, '') AS BLOB) FROM (SELECT id, vector FROM passages"
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id)",
            (json.dumps(list(ids)),),
        )
        known = [int(each) for each in found.split(",")] if found else []
        return known, to_vectors(blob or b"", len(known))

    def passage_count(self) -> int:
        """Return the number of passages."""
        return self._current().passages.documents

    def passage_ids(self) -> set[int]:
        """Return the ids of all passages."""
        return {row[0] for row in self._read("SELECT id FROM passages")}

    def candidates(self, ids: Iterable[int]) -> Candidates | None:
        """Return what decides which of these passages are worth reading; None if none of them exists."""
        columns = self._current().columns
        rows = self._read(
            "SELECT id, article_id, spans, vector, sentence_vectors FROM passages"
            " WHERE id IN (SELECT value FROM json_each(?)) AND id <= ?",
            (json.dumps(list(ids)), columns.state[0]),
        )
        return to_candidates(rows, columns.published) if rows else None

    def matching(self, filters: Filters) -> Ids:
        """Return the ids of the passages whose articles pass the filters, ascending."""
        return np.flatnonzero(self._current().columns.passing(filters))

    def search_keywords(self, words: Sequence[str], *, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return up to k (passage id, BM25) with any of the stemmed words, best first; more is better."""
        return self._current().best_passages(words, k, filters)

    def search_articles(self, words: Sequence[str], *, k: int) -> dict[str, float]:
        """Return up to k articles that hold any of the stemmed words, with their BM25; more is better."""
        found = dict(self._current().best_articles(words, k))
        rows = self._read(
            "SELECT id, article_id FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(found)),),
        )
        return {article: found[first] for first, article in rows}

    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in how many passages each stemmed word stands."""
        return self._current().frequencies(words)

    def _current(self) -> Searched:
        """Return what is searched, as it is now."""
        with self._loading:
            columns = self._searched.columns.current(self._read)
            if columns is not self._searched.columns:
                self._searched = Searched(columns, self._read)
            return self._searched

    def date_range(self, source: str | None = None) -> tuple[date, date] | None:
        """Return the first and last day of publication, of a source if given, or None if no article states one."""
        clauses, values = where(Filters(source=source))
        rows = self._read(f"SELECT min(a.published), max(a.published) FROM articles a WHERE {clauses}", values)
        first, last = rows[0]
        return (date.fromisoformat(first), date.fromisoformat(last)) if first else None

    def holds_all(self, *alternatives: Sequence[str]) -> bool:
        """Say whether any passage or title holds a word, unstemmed here, of each of the alternatives."""
        groups = (" OR ".join(f'"{term}"' for word in words for term in terms(word)) for words in alternatives)
        match = " AND ".join(f"({group})" for group in groups)
        return bool(self._read("SELECT 1 FROM keywords WHERE keywords MATCH ? LIMIT 1", (match,)))

    def words_beginning(self, letters: str) -> set[str]:
        """Return the stemmed words of all passages and titles that begin so."""
        sql = "SELECT term FROM vocabulary WHERE term >= ? AND term < ?"
        return {term for (term,) in self._read(sql, (letters, f"{letters}\U0010ffff"))}

    def names_year(self, first: int, last: int) -> bool:
        """Say whether any passage names a year from the first to the last, both of four digits."""
        sql = "SELECT 1 FROM vocabulary WHERE term BETWEEN ? AND ? AND length(term) = 4 LIMIT 1"
        return bool(self._read(sql, (f"{first:04}", f"{last:04}")))

    def sources(self) -> list[str]:
        """Return the names of the sources, sorted."""
        return [
            row[0] for row in self._read("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL ORDER BY 1")
        ]

    # what the index still has to be told

    def to_index(self, limit: int) -> list[tuple[int, Vectors]]:
        """Return passages (id, vector) that the index has not got yet."""
        rows = self._read(
            "SELECT p.id, p.vector FROM to_index JOIN passages p ON p.id = passage_id ORDER BY passage_id LIMIT ?",
            (limit,),
        )
        return [(row[0], to_vector(row[1])) for row in rows]

    def to_index_count(self) -> int:
        """Return how many passages the index has not got yet."""
        return int(self._read("SELECT count(*) FROM to_index")[0][0])

    def to_unindex(self) -> list[int]:
        """Return ids that the index still has to forget."""
        return [row[0] for row in self._read("SELECT passage_id FROM to_unindex")]

    def indexed_count(self) -> int:
        """Return how many passages the index was told."""
        return int(self._read("SELECT (SELECT count(*) FROM passages) - (SELECT count(*) FROM to_index)")[0][0])

    def mark_indexed(self, ids: Sequence[int]) -> None:
        """Note that the index has these passages."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM to_index WHERE passage_id = ?", [(each,) for each in ids])

    def mark_unindexed(self, ids: Sequence[int]) -> None:
        """Note that the index has forgotten these ids."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM to_unindex WHERE passage_id = ?", [(each,) for each in ids])

    def mark_stale(self, ids: Iterable[int] | None = None) -> None:
        """Note that the index lacks these passages, or all of them."""
        wanted = "SELECT id FROM passages" + ("" if ids is None else " WHERE id IN (SELECT value FROM json_each(?))")
        with self.transaction() as connection:
            connection.execute(
                f"INSERT OR IGNORE INTO to_index {wanted}", () if ids is None else (json.dumps(list(ids)),)
            )

    def problems(self) -> list[str]:
        """Return what SQLite's own checks find wrong."""
        found = [str(row[0]) for row in self._read("PRAGMA quick_check")]
        return [] if found == ["ok"] else found


def _insert_passages(
    connection: sqlite3.Connection, article: Article, passages: Iterable[tuple[Passage, Encoded]]
) -> None:
    """Write passages with their keywords, and those of the whole article under the id of the first passage."""
    title = " ".join(terms(article.title))
    keywords = {}
    for passage, encoded in passages:
        passage_id = connection.execute(
            "INSERT INTO passages (article_id, spans, vector, sentence_vectors) VALUES (?, ?, ?, ?)",
            passage_values(passage, encoded),
        ).lastrowid
        keywords[passage_id] = " ".join(terms(passage.text))
    connection.executemany(
        "INSERT INTO keywords (rowid, title, text) VALUES (?, ?, ?)",
        [(passage_id, title, text) for passage_id, text in keywords.items()],
    )
    connection.executemany(
        "INSERT INTO article_keywords (rowid, text) VALUES (?, ?)",
        [(passage_id, " ".join([title, *keywords.values()])) for passage_id in list(keywords)[:1]],
    )


def _claim(connection: sqlite3.Connection, article_id: str, origins: Sequence[str]) -> None:
    """Say that the article stands at these places; remove what stood there and now stands nowhere."""
    for origin in origins:
        before = connection.execute("SELECT article_id FROM origins WHERE origin = ?", (origin,)).fetchone()
        if before and before[0] == article_id:
            continue
        connection.execute("INSERT OR REPLACE INTO origins VALUES (?, ?)", (origin, article_id))
        _note(connection, "replaced" if before else "added", article_id, origin)
        if before:
            connection.execute(
                "DELETE FROM articles WHERE id = ? AND id NOT IN (SELECT article_id FROM origins)", before
            )
            connection.execute(
                "UPDATE articles SET path = (SELECT min(origin) FROM origins WHERE article_id = id)"
                " WHERE id = ? AND path = ?",
                (*before, origin),
            )


def _note(connection: sqlite3.Connection, action: str, article_id: str, origin: str | None) -> None:
    connection.execute(
        "INSERT INTO journal (action, article_id, origin) VALUES (?, ?, ?)", (action, article_id, origin)
    )
