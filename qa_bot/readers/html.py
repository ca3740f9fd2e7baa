"""Read a web page: its main text without navigation, and what the page says about it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from lxml.html import HtmlElement
from trafilatura import extract_metadata, load_html

from qa_bot.errors import ReadError
from qa_bot.readers.build import Draft, found
from qa_bot.readers.decode import decode
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.fragment import is_markup
from qa_bot.readers.page import PageText, refusal
from qa_bot.readers.published import published

# trafilatura reports through logging what is an error of ours anyway.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

MOST_MEGABYTES = 20

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)

_LONGEST_METADATA = 2000


def read(document: Document) -> Iterator[Found | ReadError]:
    """Yield the article of the page; the title is not repeated where it opens the text (see `markdown.read`).

    Dates come from `published`, never from trafilatura, which makes up the day of a date without one.
    """
    data = document.read()
    if len(data) > MOST_MEGABYTES * 1e6:
        raise problem(document.name, f"a web page of more than {MOST_MEGABYTES} MB is not read")
    text = decode(data, document.name, document.charset or _declared_charset(data))
    tree = load_html(text)
    if tree is None and is_markup(text):  # a piece of a page
        tree = load_html(f"<html><body>{text}</body></html>")
    if tree is None:
        raise problem(document.name, "is no HTML page, or an empty one")
    _shorten_metadata(tree)
    date, language = published(tree), tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    about = extract_metadata(tree, default_url=document.url)
    page = PageText.of(tree, about.title or "")
    if why := refusal(page):
        raise problem(document.name, why)
    draft = Draft(
        text=page.text,
        title=about.title,
        fallback=document.stem,
        published=date,
        source=about.sitename,
        authors=tuple((about.author or "").split("; ")),
        url=about.url or document.url,
        path=document.path,
        language=language,
    )
    yield from found(document.name, draft, document.name)


def _shorten_metadata(page: HtmlElement) -> None:
    """Keep what a page says of itself to a length that trafilatura's rules of authors, which are quadratic, bear."""
    for meta in page.xpath("//meta[@content]"):
        meta.set("content", meta.get("content")[:_LONGEST_METADATA])


def _declared_charset(data: bytes) -> str | None:
    """Return the encoding that the page names; UTF-16 cannot be true, or the name could not have been read."""
    match = _CHARSET.search(data[:4096])
    name = (match[1] or match[2]).decode("ascii", "ignore").lower() if match else None
    return None if name and name.startswith("utf-16") else name
