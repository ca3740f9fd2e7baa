"""Know what news is made of: who says what, on which days, and what was corrected or changed since."""

from qa_bot.news.corrections import annotated, correction
from qa_bot.news.sayings import sayings
from qa_bot.news.speaker import is_of, says_most, within
from qa_bot.news.versions import Change, changes

__all__ = ["Change", "annotated", "changes", "correction", "is_of", "sayings", "says_most", "within"]
