"""Store conversations in one SQLite file beside a library's."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from qa_bot.ask import Ask
from qa_bot.history.conversations import (
    Exchange,
    Feedback,
    FindArticle,
    FindVersions,
    KeptConversation,
    Summary,
    from_record,
    no_versions,
    to_record,
)
from qa_bot.library.sqlite.connections import Connections, Tables
from qa_bot.model import Answer, Turn

_SCRIPT = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, visitor TEXT NOT NULL, title TEXT NOT NULL,
    created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    changed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) WITHOUT ROWID;
CREATE INDEX conversations_by_visitor ON conversations (visitor, changed);
CREATE TABLE exchanges (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, run TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    question TEXT NOT NULL, asked TEXT NOT NULL, state TEXT NOT NULL, answer TEXT, problem TEXT NOT NULL DEFAULT '',
    followups TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX exchanges_by_conversation ON exchanges (conversation_id, place);
CREATE TABLE feedback (
    exchange_id TEXT PRIMARY KEY, visitor TEXT NOT NULL, good INTEGER NOT NULL, wrong TEXT, better TEXT NOT NULL,
    line TEXT, at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) WITHOUT ROWID;
"""
"""`run` tells one asking of a question from the next, so that one that was given up cannot write into another.
Feedback outlives its conversation: it is given to whoever keeps the library."""

CONVERSATIONS = Tables(1, _SCRIPT, {}, remedy="move it away, and new conversations are kept in a new one")


_LONGEST_TITLE = 80
_LAST = "(SELECT max(place) FROM exchanges WHERE conversation_id = c.id)"
"""Which of two conversations of the same millisecond is the later one."""
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_EXCHANGE = (
    "e.id, e.conversation_id, e.asked, e.state, e.answer, e.problem, e.followups, f.good, f.wrong, f.better"
    " FROM exchanges e LEFT JOIN feedback f ON f.exchange_id = e.id JOIN conversations c ON c.id = e.conversation_id"
)


@dataclass(frozen=True, slots=True)
class Most:
    """How many exchanges are kept of a conversation, a visitor and all of them, and how many are judged.

    One takes some thousand bytes. Where there are more, the oldest go.
    """

    in_conversation: int = 500
    of_visitor: int = 5_000
    of_all: int = 100_000
    judged: int = 20_000


class History:
    """Everybody's conversations; each call names the visitor, who meets only their own. Safe in several threads.

    Articles of kept answers are looked up by `find_article`, their versions by `find_versions`. What was being asked
    when the last process ended counts as stopped.
    """

    def __init__(
        self,
        path: Path,
        find_article: FindArticle,
        find_versions: FindVersions = no_versions,
        *,
        most: Most | None = None,
    ) -> None:
        self._most = most or Most()
        self._find_article = find_article
        self._find_versions = find_versions
        self._connections = Connections(path, CONVERSATIONS)
        self._read = self._connections.read
        with self._connections.transaction() as connection:
            connection.execute("UPDATE exchanges SET state = 'stopped' WHERE state = 'asked'")

    def close(self) -> None:
        """Close the file."""
        self._connections.close()

    # reading

    def conversations(self, visitor: str, search: str = "", most: int = 200) -> list[Summary]:
        """Return the visitor's conversations, newest first; only those that hold all words, as the page shows them."""
        words = search.casefold().split()
        rows = self._read(
            "SELECT c.id, c.title, c.changed FROM conversations c WHERE c.visitor = ?"
            f" ORDER BY c.changed DESC, {_LAST} DESC LIMIT ?",
            (visitor, -1 if words else most),
        )
        said = self._said(visitor) if words else {}
        held = [row for row in rows if all(word in f"{row[1]} {said.get(row[0], '')}".casefold() for word in words)]
        return self._connections.make(
            lambda: [Summary(row[0], row[1], datetime.fromisoformat(row[2])) for row in held[:most]]
        )

    def _said(self, visitor: str) -> dict[str, str]:
        """Return the questions and answers of each conversation of the visitor's, quotations as they are shown.

        What is kept of a quotation is its place, so no index over the answers could know their words.
        """
        rows = self._read(
            "SELECT e.conversation_id, e.question, e.answer FROM exchanges e JOIN conversations c"
            " ON c.id = e.conversation_id WHERE c.visitor = ?",
            (visitor,),
        )
        return self._connections.make(lambda: _texts(rows, cache(self._find_article), cache(self._find_versions)))

    def conversation(
        self, visitor: str, conversation_id: str, only: Collection[str] | None = None
    ) -> KeptConversation | None:
        """Return a conversation of the visitor's, with some exchanges `only` if these are named, or None."""
        found = self._read("SELECT title FROM conversations WHERE id = ? AND visitor = ?", (conversation_id, visitor))
        if not found:
            return None
        named = "" if only is None else f" AND e.id IN ({', '.join('?' * len(only))})"
        rows = self._read(
            f"SELECT {_EXCHANGE} WHERE e.conversation_id = ?{named} ORDER BY e.place", (conversation_id, *(only or ()))
        )
        return KeptConversation(conversation_id, found[0][0], tuple(map(self._exchange, rows)))

    def exchange(self, visitor: str, exchange_id: str) -> Exchange | None:
        """Return an exchange of the visitor's, or None."""
        rows = self._read(f"SELECT {_EXCHANGE} WHERE e.id = ? AND c.visitor = ?", (exchange_id, visitor))
        return self._exchange(rows[0]) if rows else None

    def before(self, exchange: Exchange, most: int) -> tuple[Turn, ...]:
        """Return the last turns before an exchange, oldest first, which its question may lean on."""
        rows = self._read(
            f"SELECT {_EXCHANGE} WHERE e.conversation_id = ? AND e.answer IS NOT NULL"
            " AND e.place < (SELECT place FROM exchanges WHERE id = ?) ORDER BY e.place DESC LIMIT ?",
            (exchange.conversation_id, exchange.id, most),
        )
        return tuple(Turn.of(each.answer) for each in map(self._exchange, reversed(rows)) if each.answer)

    # asking

    def ask(self, visitor: str, asked: Ask, conversation_id: str | None = None) -> tuple[str, str, str]:
        """Keep a question, in a new conversation unless one of the visitor's is named.

        Returns the ids of the conversation, of the exchange and of this run.
        """
        exchange_id, run = _new_id(), _new_id()
        with self._connections.transaction() as connection:
            changed = connection.execute(
                f"UPDATE conversations SET changed = {_NOW} WHERE id = ? AND visitor = ?", (conversation_id, visitor)
            )
            if not conversation_id or not changed.rowcount:
                conversation_id = _new_id()
                connection.execute(
                    "INSERT INTO conversations (id, visitor, title) VALUES (?, ?, ?)",
                    (conversation_id, visitor, _title(asked.question)),
                )
            connection.execute(
                "INSERT INTO exchanges (id, run, conversation_id, question, asked, state)"
                " VALUES (?, ?, ?, ?, ?, 'asked')",
                (exchange_id, run, conversation_id, asked.question, json.dumps(asked.to_dict())),
            )
            self._forget(connection, visitor, conversation_id)
        return conversation_id, exchange_id, run

    def _forget(self, connection: sqlite3.Connection, visitor: str, conversation_id: str) -> None:
        """Forget the oldest, where a conversation, a visitor or all together have too many exchanges.

        Of all visitors it is the one with the most conversations whose oldest goes; never the one that is asked in.
        """
        connection.execute(
            "DELETE FROM exchanges WHERE conversation_id = ? AND place <= (SELECT place FROM exchanges"
            " WHERE conversation_id = ? ORDER BY place DESC LIMIT 1 OFFSET ?)",
            (conversation_id, conversation_id, self._most.in_conversation),
        )
        own = "SELECT count(*) FROM exchanges e JOIN conversations c ON c.id = e.conversation_id WHERE c.visitor = ?"
        if connection.execute(own, (visitor,)).fetchone()[0] > self._most.of_visitor:
            _forget_oldest(connection, visitor, conversation_id)
        if connection.execute("SELECT count(*) FROM exchanges").fetchone()[0] > self._most.of_all:
            most = "SELECT visitor FROM conversations GROUP BY visitor ORDER BY count(*) DESC LIMIT 1"
            _forget_oldest(connection, connection.execute(most).fetchone()[0], conversation_id)

    def ask_again(self, visitor: str, exchange_id: str, asked: Ask) -> str | None:
        """Put a question in place of one of the visitor's and return this run's id; None if there is no such one."""
        run = _new_id()
        with self._connections.transaction() as connection:
            updated = connection.execute(
                "UPDATE exchanges SET run = ?, question = ?, asked = ?, state = 'asked', answer = NULL, problem = '',"
                " followups = '[]' WHERE id = ?"
                " AND conversation_id IN (SELECT id FROM conversations WHERE visitor = ?)",
                (run, asked.question, json.dumps(asked.to_dict()), exchange_id, visitor),
            )
            connection.execute("DELETE FROM feedback WHERE exchange_id = ?", (exchange_id,))
        return run if updated.rowcount else None

    def is_asked(self, run: str) -> bool:
        """Say whether a run's answer is still waited for."""
        return bool(self._read("SELECT 1 FROM exchanges WHERE run = ? AND state = 'asked'", (run,)))

    def answered(self, run: str, answer: Answer) -> None:
        """Keep what came of a run, unless it was stopped or the question was asked again."""
        self._finish(run, "answered", json.dumps(to_record(answer)), "")

    def failed(self, run: str, problem: str) -> None:
        """Keep that a run failed, and why."""
        self._finish(run, "failed", None, problem)

    def stop(self, visitor: str, exchange_id: str) -> None:
        """Give up a question of the visitor's that is being answered."""
        with self._connections.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET state = 'stopped' WHERE state = 'asked' AND id = ?"
                " AND conversation_id IN (SELECT id FROM conversations WHERE visitor = ?)",
                (exchange_id, visitor),
            )

    def suggest(self, run: str, followups: tuple[str, ...]) -> None:
        """Keep questions that may follow."""
        with self._connections.transaction() as connection:
            connection.execute("UPDATE exchanges SET followups = ? WHERE run = ?", (json.dumps(followups), run))

    def _finish(self, run: str, state: str, answer: str | None, problem: str) -> None:
        with self._connections.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET state = ?, answer = ?, problem = ? WHERE run = ? AND state = 'asked'",
                (state, answer, problem, run),
            )

    # keeping in order

    def rename(self, visitor: str, conversation_id: str, title: str) -> None:
        """Give a conversation of the visitor's another title; an empty one changes nothing."""
        if title.strip():
            with self._connections.transaction() as connection:
                connection.execute(
                    "UPDATE conversations SET title = ? WHERE id = ? AND visitor = ?",
                    (_title(title), conversation_id, visitor),
                )

    def delete(self, visitor: str, conversation_id: str | None = None) -> None:
        """Delete a conversation of the visitor's, or all of them."""
        with self._connections.transaction() as connection:
            connection.execute(
                "DELETE FROM conversations WHERE visitor = ? AND id = coalesce(?, id)", (visitor, conversation_id)
            )
        self._connections.shrink()

    # feedback

    def give_feedback(
        self, visitor: str, exchange_id: str, feedback: Feedback | None, line: dict[str, Any] | None
    ) -> None:
        """Keep what the visitor thinks of an answer, with its line of a question set if it makes one.

        None takes back what was thought before.
        """
        with self._connections.transaction() as connection:
            connection.execute("DELETE FROM feedback WHERE exchange_id = ? AND visitor = ?", (exchange_id, visitor))
            if feedback:
                connection.execute(
                    "INSERT INTO feedback (exchange_id, visitor, good, wrong, better, line) VALUES (?, ?, ?, ?, ?, ?)",
                    (exchange_id, visitor, feedback.good, feedback.wrong, feedback.better, line and json.dumps(line)),
                )

            connection.execute(
                "DELETE FROM feedback WHERE exchange_id IN"
                " (SELECT exchange_id FROM feedback ORDER BY at DESC LIMIT -1 OFFSET ?)",
                (self._most.judged,),
            )

    def feedback_lines(self) -> list[dict[str, Any]]:
        """Return everybody's lines of the question set that feedback makes, oldest first."""
        rows = self._read("SELECT line FROM feedback WHERE line IS NOT NULL ORDER BY at, exchange_id")
        return self._connections.make(lambda: [json.loads(line) for (line,) in rows])

    def _exchange(self, row: tuple[Any, ...]) -> Exchange:
        return self._connections.make(lambda: self._made(row))

    def _made(self, row: tuple[Any, ...]) -> Exchange:
        exchange_id, conversation_id, asked, state, record, problem, followups, good, wrong, better = row
        answer, lost = (
            from_record(json.loads(record), self._find_article, self._find_versions) if record else (None, ())
        )
        feedback = None if good is None else Feedback(bool(good), wrong, better)
        return Exchange(
            exchange_id,
            conversation_id,
            Ask.of(json.loads(asked)),
            state,
            answer,
            lost,
            problem,
            tuple(json.loads(followups)),
            feedback,
        )


def _forget_oldest(connection: sqlite3.Connection, visitor: str, but: str) -> None:
    connection.execute(
        "DELETE FROM conversations WHERE id = (SELECT id FROM conversations AS c WHERE visitor = ? AND id <> ?"
        f" ORDER BY changed, {_LAST} LIMIT 1)",
        (visitor, but),
    )


def _texts(
    rows: Iterable[tuple[str, str, str | None]], find_article: FindArticle, find_versions: FindVersions
) -> dict[str, str]:
    """Return what is said in each conversation; rows are its id, a question and the record of its answer."""
    said: dict[str, str] = {}
    for conversation_id, question, record in rows:
        answer, _ = from_record(json.loads(record), find_article, find_versions) if record else (None, ())
        quotes = [each.quote for each in answer.citations] if answer else []
        said[conversation_id] = "\n".join(
            (said.get(conversation_id, ""), question, answer.said if answer else "", *quotes)
        )
    return said


def _new_id() -> str:
    return secrets.token_urlsafe(9)


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1].rstrip() + "…"
