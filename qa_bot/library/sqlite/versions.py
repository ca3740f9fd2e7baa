"""Keep what stood in an article's place before: its earlier versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from qa_bot.library.sqlite.connections import UNREADABLE
from qa_bot.library.sqlite.rows import ARTICLE_COLUMNS, make_version, to_article, to_version, utc, version_values
from qa_bot.model import Article, Version

MOST_KEPT = 20
"""Earlier versions of an article; where there are more, the oldest go."""

_AT_ONCE = 50
_ADDED = "coalesce(a.changed_at, a.added_at)"
_VERSION = "v.number, v.id, v.hash, v.added_at, v.article"

Read = Callable[[str, Sequence[Any]], list[Any]]


def versions_of(read: Read, article_id: str) -> tuple[Version, ...]:
    """Return the versions of an article, the one that stands there last; none if no version has the id."""
    rows = read(
        f"SELECT {_VERSION}, {_ADDED}, {ARTICLE_COLUMNS} FROM articles a LEFT JOIN versions v ON v.article_id = a.id"
        " WHERE a.id = coalesce((SELECT id FROM articles WHERE id = ?),"
        " (SELECT article_id FROM versions WHERE id = ? ORDER BY added_at DESC LIMIT 1)) ORDER BY v.number",
        (article_id, article_id),
    )
    if not rows:
        return ()
    earlier = [to_version(row[:5]) for row in rows if row[0] is not None]
    added, *columns = rows[0][5:]
    return (*earlier, make_version(earlier[-1].number + 1 if earlier else 1, to_article(columns), added))


def standing(connection: sqlite3.Connection, article_id: str) -> Version | None:
    """Return what stands in a place, to be kept as a version without a number; None if nothing that is undamaged."""
    row = connection.execute(
        f"SELECT {_ADDED}, {ARTICLE_COLUMNS} FROM articles a WHERE a.id = ?", (article_id,)
    ).fetchone()
    try:
        return make_version(0, to_article(row[1:]), row[0]) if row else None
    except UNREADABLE:
        return None


def keep(connection: sqlite3.Connection, article: Article, before: Version) -> bool:
    """Keep what stood in an article's place, and return True, unless it has its title and text."""
    if (before.article.title, before.article.text) == (article.title, article.text):
        return False
    ((last,),) = connection.execute("SELECT coalesce(max(number), 0) FROM versions WHERE article_id = ?", (article.id,))
    _insert(connection, article.id, [Version(last + 1, before.article, before.added)])
    connection.execute(
        "UPDATE articles SET changed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?", (article.id,)
    )
    connection.execute("DELETE FROM versions WHERE article_id = ? AND number <= ?", (article.id, last + 1 - MOST_KEPT))
    return True


def take_over(connection: sqlite3.Connection, article: Article, before: Version) -> None:
    """Give an article the versions of the one whose place it takes, and that one as the last of them."""
    connection.execute(
        "UPDATE versions SET article_id = ?, number = number +"
        " (SELECT coalesce(max(number), 0) FROM versions WHERE article_id = ?) WHERE article_id = ?",
        (article.id, article.id, before.article.id),
    )
    keep(connection, article, before)


def write_versions(connection: sqlite3.Connection, article: Article, versions: Sequence[Version]) -> None:
    """Write the versions of an article that has none here; the last of them may be the article itself."""
    earlier = list(versions)
    if earlier and (earlier[-1].article.title, earlier[-1].article.text) == (article.title, article.text):
        now = earlier.pop()
        connection.execute("UPDATE articles SET changed_at = ? WHERE id = ?", (utc(now.added), article.id))
    _insert(connection, article.id, earlier[-MOST_KEPT:])


def damaged_versions(read: Read) -> Iterator[str]:
    """Yield which versions are not as they were written."""
    last: tuple[str, int] = ("", 0)
    while rows := read(
        f"SELECT v.article_id, {_VERSION} FROM versions v WHERE (v.article_id, v.number) > (?, ?)"
        f" ORDER BY v.article_id, v.number LIMIT {_AT_ONCE}",
        last,
    ):
        for article_id, *row in rows:
            try:
                to_version(row)
            except UNREADABLE:
                yield f"version {row[0]} of article {article_id}"
        last = rows[-1][:2]


def _insert(connection: sqlite3.Connection, article_id: str, versions: Iterable[Version]) -> None:
    connection.executemany(
        "INSERT INTO versions (article_id, number, id, hash, added_at, article) VALUES (?, ?, ?, ?, ?, ?)",
        [(article_id, *version_values(each)) for each in versions],
    )
