"""A web page to an article: its main text without navigation, and what the page says about it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from lxml import etree
from trafilatura import bare_extraction, load_html

from qa_bot.readers.blocks import Blocks
from qa_bot.readers.build import Draft, build
from qa_bot.readers.decode import decode
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.published import published

# trafilatura reports through logging what is an error of ours anyway.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

MOST_MEGABYTES = 20

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)
_PARAGRAPHS = frozenset({"p", "head", "quote", "list", "table", "div", "main", "formula"})
_LINES = frozenset({"item", "row", "lb"})


def read(document: Document) -> Iterator[Found]:
    """Yield the article of the page; the title is not repeated where it opens the text (see `markdown.read`).

    Dates come from `published`, never from trafilatura, which makes up the day of a date without one.
    """
    data = document.read()
    if len(data) > MOST_MEGABYTES * 1e6:
        raise problem(document.name, f"a web page of more than {MOST_MEGABYTES} MB is not read")
    tree = load_html(decode(data, document.name, document.charset or _declared_charset(data)))
    if tree is None:
        raise problem(document.name, "is no HTML page, or an empty one")
    date, language = published(tree), tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    page = bare_extraction(
        tree, url=document.url, with_metadata=True, include_comments=False, prune_xpath="//nav|//dialog"
    )
    text = _text(page.body) if page is not None and not isinstance(page, dict) else ""
    if page is None or isinstance(page, dict) or not text:
        raise problem(document.name, "no text is in the page; if scripts make it in the browser, save it as text")
    first, _, rest = text.partition("\n\n")
    draft = Draft(
        text=rest if rest and page.title and first.split() == page.title.split() else text,
        title=page.title,
        fallback=document.stem,
        published=date,
        source=page.sitename,
        authors=tuple((page.author or "").split("; ")),
        url=page.url or document.url,
        path=document.path,
        language=language,
    )
    yield Found(document.name, build(draft, document.name))


def _declared_charset(data: bytes) -> str | None:
    """Return the encoding that the page names; UTF-16 cannot be true, or the name could not have been read."""
    match = _CHARSET.search(data[:4096])
    name = (match[1] or match[2]).decode("ascii", "ignore").lower() if match else None
    return None if name and name.startswith("utf-16") else name


def _text(body: etree._Element) -> str:
    blocks = Blocks()
    for event, element in etree.iterwalk(body, events=("start", "end")):
        _separate(element.tag, event, blocks)
        words = (element.text if event == "start" else element.tail) or ""
        blocks.verbatim(words) if element.tag == "code" and event == "start" and words else blocks.text(words)
    return str(blocks)


def _separate(tag: object, event: str, blocks: Blocks) -> None:
    if tag in _PARAGRAPHS:
        blocks.paragraph()
    elif tag in _LINES:
        blocks.line()
    elif tag == "cell" and event == "start":
        blocks.text(" ")
