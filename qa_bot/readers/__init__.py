"""Readers: a path or a URL becomes articles, and what cannot be read becomes an error that says why."""

from qa_bot.readers.find import find
from qa_bot.readers.found import Found, Listing, NotArticlesError
from qa_bot.readers.normalise import normalise
from qa_bot.readers.read import read

__all__ = ["Found", "Listing", "NotArticlesError", "find", "normalise", "read"]
