"""Hold the truth of a library: articles, passages, vectors and keywords in SQLite."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from qa_bot.errors import LibraryError
from qa_bot.library.protocols import Candidates, Ids, Listing, Order, Stored
from qa_bot.library.sqlite.connections import Connections
from qa_bot.library.sqlite.copies import copies_of, write_sketch
from qa_bot.library.sqlite.keywords import Columns, KeywordIndex
from qa_bot.library.sqlite.rows import (
    ARTICLE_COLUMNS,
    claim_origins,
    note_change,
    read_listing,
    saying_values,
    to_article,
    to_candidates,
    to_extent,
    to_sayings,
    to_set,
    to_stored,
    to_vector,
    to_vectors,
    where,
    write_article,
)
from qa_bot.library.sqlite.schema import LIBRARY
from qa_bot.model import Article, Filters, Heard, Passage, Saying, Span
from qa_bot.models import Encoded, Vectors
from qa_bot.news import is_of
from qa_bot.text.terms import terms, words

Given = ParamSpec("Given")
Made = TypeVar("Made")

_NEEDED = frozenset(("model", "chunking", "schema", "library"))
"""What the manifest of a library always says."""


def _of_rows(
    method: Callable[Concatenate[Database, Given], Made],
) -> Callable[Concatenate[Database, Given], Made]:
    """Let a method raise LibraryError where the rows are so damaged that it cannot make its values of them."""

    @wraps(method)
    def guarded(database: Database, /, *args: Given.args, **kwargs: Given.kwargs) -> Made:
        return database.made(lambda: method(database, *args, **kwargs))

    return guarded


class Database:
    """What a library knows, in one SQLite file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._connections = Connections(path, LIBRARY)
        self._read = self._connections.read
        self.made = self._connections.make
        self.transaction = self._connections.transaction
        self._keywords = KeywordIndex(Columns.empty(), self._read)
        self._loading = threading.Lock()

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()

    # manifest

    @_of_rows
    def manifest(self) -> dict[str, str]:
        """Return what the library says of itself: model, chunking, schema, its name; nothing where it is new."""
        found = dict(self._read("SELECT key, value FROM manifest"))
        if found and (missing := _NEEDED - found.keys()):
            raise KeyError(f"the manifest lacks {', '.join(sorted(missing))}")
        return found

    def set_manifest(self, values: Mapping[str, str]) -> None:
        """Write entries of the manifest."""
        with self.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?)", values.items())

    # articles

    @_of_rows
    def article(self, article_id: str) -> Article | None:
        """Return the article of that id, or None."""
        rows = self._read(f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.id = ?", (article_id,))
        return to_article(rows[0]) if rows else None

    def articles(self, damaged: list[str] | None = None) -> Iterator[Article]:
        """Yield all articles by id, a few at a time.

        The ids of damaged ones are put into `damaged`; without it the first is a LibraryError.
        """
        last = ""
        while rows := self._read(
            f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.id > ? ORDER BY a.id LIMIT 100", (last,)
        ):
            for row in rows:
                try:
                    yield self.made(lambda row=row: to_article(row))  # type: ignore[misc]
                except LibraryError:
                    if damaged is None:
                        raise
                    damaged.append(str(row[0]))
            last = rows[-1][0]

    def ids(self, sources: Sequence[str] = ()) -> list[str]:
        """Return the ids of all articles, or of those from some sources, sorted."""
        wanted = " WHERE source COLLATE NOCASE IN (SELECT value FROM json_each(?))" if sources else ""
        return [
            row[0]
            for row in self._read(
                f"SELECT id FROM articles{wanted} ORDER BY id", (json.dumps(list(sources)),) if sources else ()
            )
        ]

    def article_count(self) -> int:
        """Return the number of articles."""
        return int(self._read("SELECT count(*) FROM articles")[0][0])

    def listing(
        self, search: str, filters: Filters, among: Collection[str] | None, order: Order, first: int, most: int
    ) -> Listing:
        """Return a page of the list of articles; see `read_listing`."""
        return read_listing(self._read, search, filters, among, order, first, most)

    @_of_rows
    def last_change(self) -> datetime | None:
        """Return when an article was last added, replaced or removed (UTC), None if never."""
        rows = self._read("SELECT at FROM journal ORDER BY id DESC LIMIT 1")
        return datetime.fromisoformat(rows[0][0]) if rows else None

    @_of_rows
    def digest(self) -> str:
        """Return the sha256 of the ids and hashes of all articles: it changes with any of them."""
        rows = self._read("SELECT id, hash FROM articles ORDER BY id")
        return hashlib.sha256("\n".join(f"{key}\t{digest}" for key, digest in rows).encode()).hexdigest()

    @_of_rows
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

    @_of_rows
    def article_at(self, origin: str) -> str | None:
        """Return the id of the article that was read from there, or None."""
        rows = self._read("SELECT article_id FROM origins WHERE origin = ?", (origin,))
        return str(rows[0][0]) if rows else None

    def put(self, article: Article, origins: Sequence[str], passages: Iterable[tuple[Passage, Encoded]]) -> None:
        """Write an article with its passages, in place of what had its id or alone had its origins, at once."""
        with self.transaction() as connection:
            write_article(connection, article, passages)
            claim_origins(connection, article.id, origins)

    def describe(self, article: Article) -> None:
        """Write what is known of an article whose text stays as it is; its passages are known by other ids then."""
        kept = [(each.passage, each.encoded) for each in self._passages_of(article.id)]
        with self.transaction() as connection:
            write_article(connection, article, kept)
            note_change(connection, "set", article.id, None)

    @_of_rows
    def set_by_hand(self, article_id: str) -> dict[str, Any]:
        """Return what a person set of an article, by field, also of one that is gone for the moment."""
        return to_set(self._read("SELECT field, value FROM set_by_hand WHERE article_id = ?", (article_id,)))

    def forget_gone(self) -> None:
        """Forget what was set of articles that are gone, and in which collections they were."""
        with self.transaction() as connection:
            for table in ("set_by_hand", "collections"):
                connection.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)")

    # collections

    @_of_rows
    def collections(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the articles of each collection, both sorted; a name is written as it was first."""
        found: dict[str, list[str]] = {}
        for name, article_id in self._read(
            "SELECT c.name, a.id FROM collections c JOIN articles a ON a.id = c.article_id ORDER BY 1, 2"
        ):
            same = next(reversed(found), name)
            found.setdefault(same if same.casefold() == name.casefold() else name, []).append(article_id)
        return {name: tuple(ids) for name, ids in found.items()}

    def collect(self, name: str, ids: Iterable[str]) -> list[str]:
        """Put articles into a collection, which is made by that, and return the ids that were there."""
        with self.transaction() as connection:
            known = [
                each for each in ids if connection.execute("SELECT 1 FROM articles WHERE id = ?", (each,)).fetchone()
            ]
            connection.executemany("INSERT OR IGNORE INTO collections VALUES (?, ?)", [(name, each) for each in known])
        return known

    def uncollect(self, name: str, ids: Iterable[str]) -> None:
        """Take articles out of a collection, all if none is named; one without articles is none."""
        wanted = json.dumps(list(ids))
        with self.transaction() as connection:
            connection.execute(
                "DELETE FROM collections WHERE name = ?"
                " AND (? = '[]' OR article_id IN (SELECT value FROM json_each(?)))",
                (name, wanted, wanted),
            )

    def follow(self, old: str, new: str) -> None:
        """Put an article into the collections of the one whose place it took."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO collections SELECT name, ? FROM collections WHERE article_id = ?", (new, old)
            )

    def claim(self, article_id: str, origins: Sequence[str]) -> None:
        """Note further places of an article; an article that no place holds any more is removed."""
        with self.transaction() as connection:
            claim_origins(connection, article_id, origins)

    def remove(self, article_id: str) -> bool:
        """Remove an article; say whether it was there."""
        with self.transaction() as connection:
            removed = connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount > 0
            for table in ("set_by_hand", "collections"):
                connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
            if removed:
                note_change(connection, "removed", article_id, None)
        return removed

    # passages

    @_of_rows
    def passages(self, ids: Iterable[int]) -> dict[int, Stored]:
        """Return the passages with these ids, those that exist."""
        wanted = json.dumps(list(ids))
        rows = self._read(
            f"SELECT p.id, p.spans, p.vector, p.sentence_vectors, s.spans, {ARTICLE_COLUMNS} FROM passages p"
            " JOIN articles a ON a.id = p.article_id LEFT JOIN sayings s ON s.article_id = a.id"
            " WHERE p.id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        articles: dict[str, tuple[Article, tuple[Saying, ...]]] = {}
        return {row[0]: to_stored(row, articles) for row in rows}

    # who says what

    @_of_rows
    def sayings(self, article_id: str) -> tuple[Saying, ...]:
        """Return what somebody says in an article, nothing if it is not there."""
        rows = self._read(
            f"SELECT s.spans, {ARTICLE_COLUMNS} FROM articles a LEFT JOIN sayings s ON s.article_id = a.id"
            " WHERE a.id = ?",
            (article_id,),
        )
        return to_sayings(rows[0][0], to_article(rows[0][1:])) if rows else ()

    @_of_rows
    def heard(self, speaker: str) -> Heard:
        """Return in which passages somebody says something."""
        self._hear_older()
        said = [
            (article.id, each.span)
            for article, spans in self._that_name(words(speaker))
            for each in to_sayings(spans, article)
            if is_of(each, article.text, speaker)
        ]
        by_article: dict[str, list[Span]] = {}
        for article_id, span in said:
            by_article.setdefault(article_id, []).append(span)
        rows = self._read(
            "SELECT id, article_id, spans FROM passages WHERE article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(by_article)),),
        )
        holding = (
            passage_id
            for passage_id, article_id, spans in rows
            if any(to_extent(spans).overlaps(each) for each in by_article[article_id])
        )
        return Heard(speaker, frozenset(holding))

    def _that_name(self, name: Sequence[str]) -> Iterator[tuple[Article, bytes]]:
        """Yield the articles in which somebody speaks who is called by the last word of a name, with what is said."""
        rows = self._read(
            f"SELECT s.spans, {ARTICLE_COLUMNS} FROM sayings s JOIN articles a ON a.id = s.article_id"
            " WHERE instr(s.speakers, ?)",
            (f" {name[-1]} " if name else "\0",),
        )
        for spans, *columns in rows:
            yield to_article(columns), spans

    def _hear_older(self) -> None:
        """Find who says what in the articles of an older library, which has not noted it."""
        without = self._read("SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM sayings)")
        for article in filter(None, (self.article(row[0]) for row in without)):
            with self.transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO sayings VALUES (?, ?, ?)", saying_values(article))

    # copies

    @_of_rows
    def copies(self, article: Article) -> tuple[Article, ...]:
        """Return the articles of other sources that are one text with an article, as far as sketches are kept."""
        return copies_of(article, self._read, self._undamaged)

    def _undamaged(self, article_id: str) -> Article | None:
        """Return an article, None for a damaged one as well: no answer from others fails for it."""
        try:
            return self.article(article_id)
        except LibraryError:
            return None

    def sketch_older(self) -> None:
        """Keep the sketches of the articles of an older library, which has none of them."""
        without = self._read("SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM sketches)")
        for article in filter(None, (self.article(row[0]) for row in without)):
            with self.transaction() as connection:
                write_sketch(connection, article)

    def _passages_of(self, article_id: str) -> list[Stored]:
        """Return the passages of an article, in the order of the text."""
        ids = [row[0] for row in self._read("SELECT id FROM passages WHERE article_id = ?", (article_id,))]
        return sorted(self.passages(ids).values(), key=lambda each: each.passage.span)

    @_of_rows
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

    @_of_rows
    def passage_count(self) -> int:
        """Return the number of passages."""
        return self._current().passages.documents

    def passage_ids(self) -> set[int]:
        """Return the ids of all passages."""
        return {row[0] for row in self._read("SELECT id FROM passages")}

    @_of_rows
    def candidates(self, ids: Iterable[int]) -> Candidates | None:
        """Return what decides which of these passages are worth reading; None if none of them exists."""
        columns = self._current().columns
        rows = self._read(
            "SELECT id, article_id, spans, vector, sentence_vectors FROM passages"
            " WHERE id IN (SELECT value FROM json_each(?)) AND id <= ?",
            (json.dumps(list(ids)), columns.state[0]),
        )
        return to_candidates(rows, columns.published) if rows else None

    @_of_rows
    def matching(self, filters: Filters) -> Ids:
        """Return the ids of the passages whose articles pass the filters, ascending."""
        return np.flatnonzero(self._current().columns.passing(filters))

    @_of_rows
    def search_keywords(self, words: Sequence[str], *, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return up to k (passage id, BM25) with any of the stemmed words, best first; more is better."""
        return self._current().best_passages(words, k, filters)

    @_of_rows
    def search_articles(self, words: Sequence[str], *, k: int) -> dict[str, float]:
        """Return up to k articles that hold any of the stemmed words, with their BM25; more is better."""
        found = dict(self._current().best_articles(words, k))
        rows = self._read(
            "SELECT id, article_id FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(found)),),
        )
        return {article: found[first] for first, article in rows}

    @_of_rows
    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in how many passages each stemmed word stands."""
        return self._current().frequencies(words)

    def _current(self) -> KeywordIndex:
        """Return what is searched, as it is now."""
        with self._loading:
            columns = self._keywords.columns.current(self._read)
            if columns is not self._keywords.columns:
                self._keywords = KeywordIndex(columns, self._read)
            return self._keywords

    @_of_rows
    def date_range(self, filters: Filters | None = None) -> tuple[date, date] | None:
        """Return the first and last day of publication, or None if no article that passes the filters states one."""
        clauses, values = where(filters or Filters())
        rows = self._read(f"SELECT min(a.published), max(a.published) FROM articles a WHERE {clauses}", values)
        first, last = rows[0]
        return (date.fromisoformat(first), date.fromisoformat(last)) if first else None

    def holds_all(self, *alternatives: Sequence[str]) -> bool:
        """Say whether any passage or title holds one of each of the alternatives, words or runs of them, unstemmed."""
        groups = (" OR ".join(f'"{" ".join(terms(run.lower()))}"' for run in runs) for runs in alternatives)
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

    @_of_rows
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

    def damaged_articles(self) -> list[str]:
        """Return the ids of the articles that are not as they were written: no hash of theirs is the one stored."""
        found: list[str] = []
        deque(self.articles(found), maxlen=0)
        return found

    def problems(self) -> list[str]:
        """Return what is damaged but for articles: pages, keywords, passages that are not as they were written."""
        found = [str(row[0]) for row in self._read("PRAGMA integrity_check(5)") if row[0] != "ok"]
        found += [f"a row of {row[0]} belongs to nothing" for row in self._read("PRAGMA foreign_key_check")[:1]]
        for table in ("keywords", "article_keywords"):
            with self.transaction() as connection:
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        return found + [f"passage {each} is not as it was written" for each in self._changed_passages()]

    def _changed_passages(self) -> list[int]:
        return [
            row[0]
            for row in self._read(
                "SELECT p.id FROM passages p LEFT JOIN sums s ON s.passage_id = p.id"
                " WHERE s.sum IS NOT crc(p.article_id, p.spans, p.vector, p.sentence_vectors) LIMIT 5"
            )
        ]
