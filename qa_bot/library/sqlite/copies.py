"""Keep sketches of articles, and find with them which others are copies of one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from qa_bot.model import Article
from qa_bot.news.copies import CANDIDATE, are_copies, may_be_copies, runs, sketch

_COMMON = 200
"""A run that so many articles have is a formula, and tells nothing."""

_MOST = 30
"""Candidates that are compared as a whole."""

Read = Callable[[str, Sequence[Any]], list[Any]]


def write_sketch(connection: sqlite3.Connection, article: Article) -> None:
    """Write the sketch of an article in place of the one that it had."""
    kept = sketch(runs(article.text))
    connection.execute("DELETE FROM sketches WHERE article_id = ?", (article.id,))
    row = connection.execute("INSERT INTO sketches (article_id, size) VALUES (?, ?)", (article.id, len(kept)))
    connection.executemany("INSERT INTO runs VALUES (?, ?)", [(run, row.lastrowid) for run in sorted(kept)])


def copies_of(article: Article, read: Read, find_article: Callable[[str], Article | None]) -> tuple[Article, ...]:
    """Return the articles of other sources that are one text with an article, by day of publication and id."""
    own = runs(article.text)
    others = filter(None, map(find_article, _candidates(article, read)))
    found = [each for each in others if _is_elsewhere(each, article) and are_copies(own, runs(each.text))]
    return tuple(sorted(found, key=lambda each: (str(each.published or ""), each.id)))


def _is_elsewhere(one: Article, other: Article) -> bool:
    is_same_source = one.source is not None and one.source.casefold() == (other.source or "").casefold()
    return not is_same_source and may_be_copies(one, other)


def _candidates(article: Article, read: Read) -> list[str]:
    """Return the ids of the articles whose sketches share most with that of an article, and enough."""
    rows = read(
        "SELECT r.run, s.id, s.size FROM sketches s JOIN runs r ON r.sketch = s.id WHERE article_id = ?", (article.id,)
    )
    if not rows:
        return []
    _, own, size = rows[0]
    shared: Counter[int] = Counter()
    for run, _, _ in rows:
        having = [row[0] for row in read("SELECT sketch FROM runs WHERE run = ? LIMIT ?", (run, _COMMON))]
        shared.update(having if len(having) < _COMMON else ())
    del shared[own]
    best = [each for each, _ in shared.most_common(2 * _MOST)]
    marks = ", ".join("?" * len(best))
    known = {row[0]: row[1:] for row in read(f"SELECT id, article_id, size FROM sketches WHERE id IN ({marks})", best)}
    return [known[each][0] for each in best if each in known and shared[each] >= CANDIDATE * min(size, known[each][1])][
        :_MOST
    ]
