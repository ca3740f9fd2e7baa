"""Answers written by a language model that may only point at numbered sentences; code checks and cuts the rest."""

from qa_bot.writer.engines import Engines
from qa_bot.writer.load import EXTRACTIVE

__all__ = ["EXTRACTIVE", "Engines"]
