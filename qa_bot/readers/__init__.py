"""Read paths and addresses: each becomes articles, or an error that says why not."""

from qa_bot.readers.build import Draft, build, checked_values, given, normalise
from qa_bot.readers.document import Found, Listing, NotArticlesError
from qa_bot.readers.find import find
from qa_bot.readers.read import read

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
