"""The articles of a library as a list to look through: without their texts, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from qa_bot.library.connections import containing
from qa_bot.text.terms import terms

Order = Literal["newest", "oldest", "title", "source", "added"]

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


@dataclass(frozen=True, slots=True)
class Listed:
    """An article without its text."""

    id: str
    title: str
    published: date | None
    source: str | None
    authors: str
    path: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; `total` is how many there are on all pages."""

    articles: tuple[Listed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class About:
    """What a library is: how much is in it, made with which model, when it changed last (UTC), `size` in bytes."""

    articles: int
    passages: int
    model: str
    changed: datetime | None
    size: int


def list_articles(
    read: Callable[[str, Sequence[Any]], list[Any]], search: str, source: str, order: Order, first: int, most: int
) -> Listing:
    """Return up to `most` articles from the `first` on, of a source if one is named.

    With a search, those that have all its words in title, source and authors, or in title and text.
    """
    clauses: list[str] = ["1"]
    values: list[Any] = []
    if source:
        clauses.append("a.source = ? COLLATE NOCASE")
        values.append(source)
    if words := search.split():
        named = " AND ".join([_NAMED] * len(words))
        stems = [term for word in words for term in terms(word)]
        values += [containing(word) for word in words for _ in range(3)]
        clauses.append(f"(({named}) OR {_HELD})" if stems else f"({named})")
        values += [" AND ".join(f'"{stem}"' for stem in stems)] if stems else []
    where = " AND ".join(clauses)
    total = int(read(f"SELECT count(*) FROM articles a WHERE {where}", values)[0][0])
    rows = read(
        "SELECT a.id, a.title, a.published, a.source, a.authors, a.path FROM articles a"
        f" WHERE {where} ORDER BY {_ORDERS[order]}, a.id LIMIT ? OFFSET ?",
        [*values, most, first],
    )
    return Listing(tuple(Listed(row[0], row[1], _day(row[2]), *row[3:]) for row in rows), total)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
