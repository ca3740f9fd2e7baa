"""Know what news is made of: who says what, and on which days."""

from qa_bot.news.days import dated
from qa_bot.news.sayings import is_of, sayings, says_most, within

__all__ = ["dated", "is_of", "sayings", "says_most", "within"]
