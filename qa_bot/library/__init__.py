"""A library is a folder: SQLite holds the truth, Chroma an index that can be rebuilt from it."""

from qa_bot.library.backup import backup, rebuild, restore
from qa_bot.library.library import About, AddReport, Library
from qa_bot.library.protocols import Articles, Listed, Listing, Order
from qa_bot.library.upkeep import Health

__all__ = [
    "About",
    "AddReport",
    "Articles",
    "Health",
    "Library",
    "Listed",
    "Listing",
    "Order",
    "backup",
    "rebuild",
    "restore",
]
