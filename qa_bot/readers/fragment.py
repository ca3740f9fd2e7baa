"""A piece of HTML, such as a feed has in its entries, to text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from qa_bot.readers.blocks import Blocks

_PARAGRAPH = re.compile(
    "p|div|section|article|header|footer|aside|main|blockquote|pre|h[1-6]|ul|ol|dl|table|figure|figcaption|hr"
)
_LINES = frozenset({"br", "li", "tr", "dt", "dd", "caption"})
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "template", "noscript"})


def fragment_text(html: str) -> str:
    """Return the words of a piece of HTML: paragraphs apart by a blank line, list items and table rows as lines."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return str(parser.blocks)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = Blocks()
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.blocks.text(data)

    def _separate(self, tag: str) -> None:
        if _PARAGRAPH.fullmatch(tag):
            self.blocks.paragraph()
        elif tag in _LINES:
            self.blocks.line()
        elif tag in _CELLS:
            self.blocks.text(" ")
