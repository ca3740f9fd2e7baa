"""Reports and comparisons as HTML: pure, self-contained, from templates that take all from outside for text."""

from qa_bot.evaluation.html.pages import (
    comparison_fragment,
    comparison_html,
    comparison_notebook,
    notebook_html,
    report_fragment,
    report_html,
    style,
)

__all__ = [
    "comparison_fragment",
    "comparison_html",
    "comparison_notebook",
    "notebook_html",
    "report_fragment",
    "report_html",
    "style",
]
