"""Keep conversations: what each visitor asked and what came of it, in a database beside the library."""

from qa_bot.history.conversations import Exchange, Feedback, KeptConversation, Lost, Summary, from_record, to_record
from qa_bot.history.store import History, Most

__all__ = [
    "Exchange",
    "Feedback",
    "History",
    "KeptConversation",
    "Lost",
    "Most",
    "Summary",
    "from_record",
    "to_record",
]
