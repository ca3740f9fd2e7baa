"""Take answers along: as text, Markdown, HTML, JSON, BibTeX or CSL-JSON; pure but for `save`."""

from qa_bot.export.bibliography import to_bibtex, to_csl_json
from qa_bot.export.document import to_html
from qa_bot.export.formats import FORMATS, Format, export, format_of, save, to_json, without_paths
from qa_bot.export.text import to_markdown, to_text

__all__ = [
    "FORMATS",
    "Format",
    "export",
    "format_of",
    "save",
    "to_bibtex",
    "to_csl_json",
    "to_html",
    "to_json",
    "to_markdown",
    "to_text",
    "without_paths",
]
