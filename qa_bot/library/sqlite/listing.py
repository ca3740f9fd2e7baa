"""List the articles of a library to look through: without their texts, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from qa_bot.library.protocols import Listed, Listing, Order
from qa_bot.library.sqlite.connections import containing
from qa_bot.library.sqlite.rows import SET_BY_HAND, to_fields
from qa_bot.model import Filters
from qa_bot.text.terms import terms

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


def list_articles(
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
        f"SELECT a.id, a.title, a.published, a.source, a.authors, a.path, {SET_BY_HAND},"
        " (SELECT count(*) FROM versions WHERE article_id = a.id) FROM articles a"
        f" WHERE {where} ORDER BY {_ORDERS[order]}, a.id LIMIT ? OFFSET ?",
        [*values, most, first],
    )
    return Listing(tuple(map(_listed, rows)), total)


def _listed(row: Sequence[Any]) -> Listed:
    id_, title, published, source, authors, path, by_hand, earlier = row
    return Listed(
        id_, title, _day(published), source, tuple(json.loads(authors)), path, to_fields(by_hand), earlier + 1
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
