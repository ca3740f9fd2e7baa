"""Read paths and addresses: each becomes articles, or an error that says why not."""

from qa_bot.read.build import ArticleDraft, build, checked_values, given, normalise
from qa_bot.read.document import FoundArticle, FoundSources, NotArticlesError
from qa_bot.read.read import find, read

__all__ = [
    "ArticleDraft",
    "FoundArticle",
    "FoundSources",
    "NotArticlesError",
    "build",
    "checked_values",
    "find",
    "given",
    "normalise",
    "read",
]
