"""From a question to evidence: passages from vectors and keywords, then their sentences, each with its scores."""

from qa_bot.retrieve.evidence import Evidence, Reader, find_evidence
from qa_bot.retrieve.match import load_matcher
from qa_bot.retrieve.search import Query, Ranked, search

__all__ = ["Evidence", "Query", "Ranked", "Reader", "find_evidence", "load_matcher", "search"]
