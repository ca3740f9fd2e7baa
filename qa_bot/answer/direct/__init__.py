"""The direct answer: the one name, time, place or number in the quotations that the question asks for."""

from qa_bot.answer.direct.choose import Candidate, Find, best_candidate, direct_answer

__all__ = ["Candidate", "Find", "best_candidate", "direct_answer"]
