"""Show answers: each becomes blocks once, and a writer for each medium lays them out; pure but for `save`."""

from qa_bot.show.answers import without_paths
from qa_bot.show.bibliography import to_bibtex, to_csl_json
from qa_bot.show.document import to_html
from qa_bot.show.formats import FORMATS, Format, export, format_of, save, to_json
from qa_bot.show.markdown import to_footnotes, to_markdown
from qa_bot.show.text import to_text

__all__ = [
    "FORMATS",
    "Format",
    "export",
    "format_of",
    "save",
    "to_bibtex",
    "to_csl_json",
    "to_footnotes",
    "to_html",
    "to_json",
    "to_markdown",
    "to_text",
    "without_paths",
]
