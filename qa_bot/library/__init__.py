"""A library is a folder: SQLite holds the truth, Chroma an index that can be rebuilt from it."""

from qa_bot.library.library import AddReport, Health, Library
from qa_bot.library.listing import About, Listed, Listing, Order
from qa_bot.library.rebuild import rebuild

__all__ = ["About", "AddReport", "Health", "Library", "Listed", "Listing", "Order", "rebuild"]
