"""Reports and comparisons as HTML: pure, self-contained, everything from outside escaped."""

from qa_bot.evaluation.html.comparison import comparison_fragment, comparison_html, comparison_notebook
from qa_bot.evaluation.html.pages import STYLE, notebook_html, report_fragment, report_html

__all__ = [
    "STYLE",
    "comparison_fragment",
    "comparison_html",
    "comparison_notebook",
    "notebook_html",
    "report_fragment",
    "report_html",
]
