"""Define the tables of the conversations, and how older files get them."""

from qa_bot.library.tables import Tables

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
