"""Know what news is made of: who says what."""

from qa_bot.news.sayings import Saying, sayings

__all__ = ["Saying", "sayings"]
