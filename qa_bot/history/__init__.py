"""Conversations that are kept: what each visitor asked and what came of it, in a database beside the library."""

from qa_bot.history.conversations import Asked, Conversation, Exchange, Feedback, Summary
from qa_bot.history.record import Lost, from_record, to_record
from qa_bot.history.store import History

__all__ = ["Asked", "Conversation", "Exchange", "Feedback", "History", "Lost", "Summary", "from_record", "to_record"]
