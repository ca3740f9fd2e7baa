"""Evaluate answers against a question set: deterministic, offline, without a judge."""

from qa_bot.evaluation.compare import Comparison, Difference, Flip, compare
from qa_bot.evaluation.figures import Figure
from qa_bot.evaluation.files import load_report, write_report
from qa_bot.evaluation.measure import Answerer
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.report import Bar, Report, parse_bar, shortfalls
from qa_bot.evaluation.run import evaluate
from qa_bot.evaluation.sets import GoldEvidence, Question, load_questions
from qa_bot.evaluation.table import render_table

__all__ = [
    "Answerer",
    "Bar",
    "Comparison",
    "Difference",
    "Figure",
    "Flip",
    "GoldEvidence",
    "Outcome",
    "Question",
    "Report",
    "compare",
    "evaluate",
    "load_questions",
    "load_report",
    "parse_bar",
    "render_table",
    "shortfalls",
    "write_report",
]
