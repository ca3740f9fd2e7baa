"""What values offer beyond their own layer: they show themselves in a notebook and can be taken along.

Rendering stands above the values that it renders, so it is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_bot.model import Answer


class Shown:
    """Has an HTML form for notebooks."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return HTML that needs no script and no other file, and takes its colours from the notebook."""
        from qa_bot.show.notebook import notebook_html

        return notebook_html(self)


class Exported:
    """Can be taken along, as text or as a file; a subclass says which answers it holds."""

    __slots__ = ()

    def _exported(self) -> Answer | Sequence[Answer]:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self) -> str:
        """Return plain text for a terminal; `print` shows it."""
        from qa_bot.show import to_text

        return to_text(self._exported())

    def to_markdown(self) -> str:
        """Return the questions with their quotations and sources as Markdown."""
        from qa_bot.show import to_markdown

        return to_markdown(self._exported())

    def to_html(self) -> str:
        """Return a whole HTML document: the quotations, and the articles that they are marked in."""
        from qa_bot.show import to_html

        return to_html(self._exported())

    def to_json(self) -> str:
        """Return the one JSON shape of an answer, or a list of such for a conversation."""
        from qa_bot.show import to_json

        return to_json(self._exported())

    def to_bibtex(self) -> str:
        """Return the cited articles as BibTeX."""
        from qa_bot.show import to_bibtex

        return to_bibtex(self._exported())

    def to_csl_json(self) -> str:
        """Return the cited articles as CSL-JSON, which Zotero and Pandoc read."""
        from qa_bot.show import to_csl_json

        return to_csl_json(self._exported())

    def save(self, file: str | Path) -> Path:
        """Write what the ending of the file says (.txt, .md, .html, .json, .bib, .csl.json) and return its path.

        Raises ExportError for another ending or a file that cannot be written.
        """
        from qa_bot.show import save

        return save(self._exported(), file)
