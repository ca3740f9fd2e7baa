"""Find evidence for a question: passages from vectors and keywords, then their sentences, each with its scores."""

from qa_bot.retrieve.evidence import Evidence, find_evidence
from qa_bot.retrieve.search import Query, Ranked, search

__all__ = ["Evidence", "Query", "Ranked", "find_evidence", "search"]
