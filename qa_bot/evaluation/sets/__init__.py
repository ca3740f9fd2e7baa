"""Read question sets in any of their formats, and check them against a library."""

from qa_bot.evaluation.sets.load import QuestionSet, load_questions, question_from, read_questions
from qa_bot.evaluation.sets.question import GoldEvidence, Question

__all__ = ["GoldEvidence", "Question", "QuestionSet", "load_questions", "question_from", "read_questions"]
