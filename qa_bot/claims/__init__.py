"""Tell whether sentences hold what a claim says: numbers, dates, names, negations, and words, without another model."""

from qa_bot.claims.check import Verdict, check
from qa_bot.claims.conflict import contradicts

__all__ = ["Verdict", "check", "contradicts"]
