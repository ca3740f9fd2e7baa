"""Read paths and addresses: each becomes articles, or an error that says why not."""

from qa_bot.read.build import Draft, build, checked_values, given, normalise
from qa_bot.read.document import Found, Listing, NotArticlesError
from qa_bot.read.find import find
from qa_bot.read.read import read

__all__ = [
    "Draft",
    "Found",
    "Listing",
    "NotArticlesError",
    "build",
    "checked_values",
    "find",
    "given",
    "normalise",
    "read",
]
