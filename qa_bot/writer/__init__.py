"""Let a language model write answers: it may only point at numbered sentences; code checks and cuts the rest."""

from qa_bot.writer.load import EXTRACTIVE, Engines
from qa_bot.writer.writer import INSTEAD

__all__ = ["EXTRACTIVE", "INSTEAD", "Engines"]
