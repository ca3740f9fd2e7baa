"""Where conversations are kept: one SQLite file beside a library's."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from qa_bot.history.conversations import Asked, Conversation, Exchange, Feedback, Summary
from qa_bot.history.record import from_record, to_record
from qa_bot.history.schema import CONVERSATIONS
from qa_bot.library.connections import Connections, containing
from qa_bot.model import Answer, Article

_LONGEST_TITLE = 80
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_EXCHANGE = (
    "e.id, e.conversation_id, e.asked, e.state, e.answer, e.problem, e.followups, f.good, f.wrong, f.better"
    " FROM exchanges e LEFT JOIN feedback f ON f.exchange_id = e.id JOIN conversations c ON c.id = e.conversation_id"
)


class History:
    """Everybody's conversations; each call names the visitor, who meets only their own. Safe in several threads.

    Articles of kept answers are looked up by `find_article`. What was being asked when the last process ended counts
    as stopped.
    """

    def __init__(self, path: Path, find_article: Callable[[str], Article | None]) -> None:
        self._find_article = find_article
        self._connections = Connections(path, CONVERSATIONS)
        self._read = self._connections.read
        with self._connections.transaction() as connection:
            connection.execute("UPDATE exchanges SET state = 'stopped' WHERE state = 'asked'")

    def close(self) -> None:
        """Close the file."""
        self._connections.close()

    # reading

    def conversations(self, visitor: str, search: str = "", most: int = 200) -> list[Summary]:
        """Return the visitor's conversations, newest first; only those that hold all words in titles or questions."""
        held = (
            " AND (c.title LIKE ? ESCAPE '!' OR EXISTS (SELECT 1 FROM exchanges e WHERE e.conversation_id = c.id"
            " AND e.question LIKE ? ESCAPE '!'))"
        )
        words = [containing(word) for word in search.split()]
        rows = self._read(
            f"SELECT c.id, c.title, c.changed FROM conversations c WHERE c.visitor = ?{held * len(words)}"
            " ORDER BY c.changed DESC, c.id LIMIT ?",
            (visitor, *(each for word in words for each in (word, word)), most),
        )
        return [Summary(row[0], row[1], datetime.fromisoformat(row[2])) for row in rows]

    def conversation(self, visitor: str, conversation_id: str) -> Conversation | None:
        """Return a conversation of the visitor's, or None."""
        found = self._read("SELECT title FROM conversations WHERE id = ? AND visitor = ?", (conversation_id, visitor))
        if not found:
            return None
        rows = self._read(f"SELECT {_EXCHANGE} WHERE e.conversation_id = ? ORDER BY e.place", (conversation_id,))
        return Conversation(conversation_id, found[0][0], tuple(map(self._exchange, rows)))

    def exchange(self, visitor: str, exchange_id: str) -> Exchange | None:
        """Return an exchange of the visitor's, or None."""
        rows = self._read(f"SELECT {_EXCHANGE} WHERE e.id = ? AND c.visitor = ?", (exchange_id, visitor))
        return self._exchange(rows[0]) if rows else None

    # asking

    def ask(self, visitor: str, asked: Asked, conversation_id: str | None = None) -> tuple[str, str, str]:
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
        return conversation_id, exchange_id, run

    def ask_again(self, visitor: str, exchange_id: str, asked: Asked) -> str | None:
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

    def feedback_lines(self) -> list[dict[str, Any]]:
        """Return everybody's lines of the question set that feedback makes, oldest first."""
        return [
            json.loads(row[0])
            for row in self._read("SELECT line FROM feedback WHERE line IS NOT NULL ORDER BY at, exchange_id")
        ]

    def _exchange(self, row: tuple[Any, ...]) -> Exchange:
        exchange_id, conversation_id, asked, state, record, problem, followups, good, wrong, better = row
        answer, lost = from_record(json.loads(record), self._find_article) if record else (None, ())
        feedback = None if good is None else Feedback(bool(good), wrong, better)
        return Exchange(
            exchange_id,
            conversation_id,
            Asked.of(json.loads(asked)),
            state,
            answer,
            lost,
            problem,
            tuple(json.loads(followups)),
            feedback,
        )


def _new_id() -> str:
    return secrets.token_urlsafe(9)


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1].rstrip() + "…"
