"""Evaluate answers against a question set: deterministic, offline, without a judge."""

from qa_bot.evaluation.files import write_report
from qa_bot.evaluation.gate import Bar, parse_bar, shortfalls
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.questions import Evidence, Question, check_evidence, load_questions
from qa_bot.evaluation.report import Figure, Report
from qa_bot.evaluation.run import Answerer, evaluate
from qa_bot.evaluation.table import render_table

__all__ = [
    "Answerer",
    "Bar",
    "Evidence",
    "Figure",
    "Outcome",
    "Question",
    "Report",
    "check_evidence",
    "evaluate",
    "load_questions",
    "parse_bar",
    "render_table",
    "shortfalls",
    "write_report",
]
