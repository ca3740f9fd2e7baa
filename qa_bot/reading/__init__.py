"""Read evidence: a small transformer sees a question and a passage together and says which sentence answers."""

from qa_bot.reading.interface import Judged, Reader, Reading, Short
from qa_bot.reading.load import load_reader

__all__ = ["Judged", "Reader", "Reading", "Short", "load_reader"]
