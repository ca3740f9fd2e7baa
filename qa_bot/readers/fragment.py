"""Turn a piece of HTML, such as a feed has in its entries, into text."""

from __future__ import annotations

import re

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from qa_bot.readers.page_blocks import joined, page_blocks
from qa_bot.readers.page_tree import readable

_MARKUP = re.compile(
    r"</(?:a|b|blockquote|div|em|h[1-6]|i|li|ol|p|span|strong|table|ul)>|<br ?/?>|<p(?: [^<>]*)?>", re.I
)


def is_markup(text: str) -> bool:
    """Say whether a text has marks of HTML in it."""
    return _MARKUP.search(text) is not None


def fragment_text(html: str) -> str:
    """Return the words of a piece of HTML: paragraphs apart by a blank line, list items and table rows as lines."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = document_fromstring(f"<body>{html}</body>".encode("utf-8", "replace"), parser=parser)
    except ParserError:  # nothing is in it
        return ""
    return joined(page_blocks(readable(page, strict=False)))
