"""Read documents of Word (docx) and LibreOffice (odt), electronic books (epub) and rich text (rtf).

All but the last are archives of XML. Only the words are taken: their elements are renamed to those of a web page.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement, html_parser
from striprtf.striprtf import rtf_to_text

from qa_bot.errors import ReadError
from qa_bot.read.build import ArticleDraft, found
from qa_bot.read.document import Document, FoundArticle, problem
from qa_bot.read.page_blocks import Block, joined, page_blocks
from qa_bot.read.page_tree import readable
from qa_bot.read.title import NO_AUTHOR, NO_TITLE

MOST_MEGABYTES = 50

_RENAMED = {"p": "p", "h": "h2", "tbl": "table", "table": "table", "tr": "tr", "table-row": "tr", "tc": "td",
            "table-cell": "td", "list-item": "li", "list": "ul", "br": "br", "line-break": "br"}  # fmt: skip
_BLANKS = frozenset({"tab", "s", "noBreakHyphen"})
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "tracked-changes", "annotation", "note-citation"})
_WORDS_OF = frozenset({"t", "p", "h", "span", "a"})
_HEADING_STYLE = re.compile(r"(?:title|titel|titre|t\w?tulo|(?:heading|\w?berschrift|kop|rubrik)_?\d*)\d*", re.I)
"""The names of styles of titles and headings, as programs in several languages have them."""


def read_office(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article, or of a book one for each chapter."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(document.read()))
    except zipfile.BadZipFile:
        raise problem(document.name, "is damaged, or no document of this kind; save it anew") from None
    names = set(archive.namelist())
    if "META-INF/container.xml" in names:
        yield from _read_book(archive, document)
    elif "word/document.xml" in names:
        yield from _read_text(archive, "word/document.xml", "docProps/core.xml", document)
    elif "content.xml" in names:
        yield from _read_text(archive, "content.xml", "meta.xml", document)
    else:
        raise problem(document.name, "is no document of Word or LibreOffice and no electronic book")


def part(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    """Return a file of an archive; raise ReadError if it is too large, encrypted or not there."""
    try:
        if archive.getinfo(name).file_size > MOST_MEGABYTES * 1e6:
            raise problem(where, f"has more than {MOST_MEGABYTES} MB in it; split it")
        with archive.open(name) as stream:
            return stream.read(int(MOST_MEGABYTES * 1e6))
    except KeyError:
        raise problem(where, f"is damaged: {name} is missing") from None
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise problem(where, f"cannot be unpacked ({error})") from None


def _read_text(
    archive: zipfile.ZipFile, name: str, about: str, document: Document
) -> Iterator[FoundArticle | ReadError]:
    root = parse_xml(part(archive, name, document.name), document.name)
    about_it = parse_xml(part(archive, about, document.name), document.name) if about in archive.namelist() else None
    page = html_parser.makeelement("body")
    _copy(root, page)
    blocks = page_blocks(readable(page, strict=False))
    author = stated(about_it, "creator") or ""
    draft = ArticleDraft(
        text=joined(blocks),
        title=stated(about_it, "title") or _heading(blocks),
        fallback=document.stem,
        authors=() if NO_AUTHOR.fullmatch(author) else (author,),
        path=document.path,
        url=document.url,
    )
    yield from found(document.name, draft, document.name)


def _read_book(archive: zipfile.ZipFile, document: Document) -> Iterator[FoundArticle | ReadError]:
    container = parse_xml(part(archive, "META-INF/container.xml", document.name), document.name)
    place = next((each.get("full-path") for each in container.iter("{*}rootfile")), "") or ""
    package = parse_xml(part(archive, place, document.name), document.name)
    items = (each for each in package.iter("{*}item") if "nav" not in (each.get("properties") or "").split())
    hrefs = {each.get("id"): each.get("href") for each in items}
    chapters = [hrefs[each.get("idref")] for each in package.iter("{*}itemref") if each.get("idref") in hrefs]
    for number, href in enumerate(chapters, 1):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(href or "")))
        page = etree.HTML(part(archive, name, document.name), html_parser)
        blocks = page_blocks(readable(page, strict=False)) if page is not None else []
        if not any(map(str.isalnum, joined(blocks))):
            continue
        draft = ArticleDraft(
            joined(blocks),
            title=_heading(blocks),
            fallback=stated(package, "title") or document.stem,
            source=stated(package, "title"),
            authors=tuple(filter(None, [stated(package, "creator")])),
            language=stated(package, "language"),
            path=document.path,
        )
        yield from found(f"{document.name}#{number}", draft, f"{document.name} chapter {number}")


def _heading(blocks: Sequence[Block]) -> str | None:
    """Return the heading that opens a text, which is its title."""
    return blocks[0].text if blocks and blocks[0].kind == "heading" else None


def _copy(source: etree._Element, page: HtmlElement) -> None:
    """Copy the words of a document into a page, its paragraphs, headings, lists and tables as those of HTML."""
    waiting = [(source, page)]
    while waiting:
        element, into = waiting.pop()
        todo = []
        for child in element:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if not name or name in _LEFT_OUT:
                _append(into, child.tail if name and _WORDS_OF & {etree.QName(element).localname} else "")
                continue
            inner = etree.SubElement(into, "h1" if _is_heading(child) else _RENAMED.get(name, "span"))
            inner.text = " " if name in _BLANKS else (child.text or "") if name in _WORDS_OF else ""
            inner.tail = (child.tail or "") if etree.QName(element).localname in _WORDS_OF else ""
            todo.append((child, inner))
        waiting += reversed(todo)


def _is_heading(paragraph: etree._Element) -> bool:
    """Say whether a paragraph has the style of a title or a heading."""
    if etree.QName(paragraph).localname != "p":
        return False
    word = paragraph.find("{*}pPr/{*}pStyle")
    attributes = paragraph.attrib if word is None else word.attrib
    styles = (value for name, value in attributes.items() if etree.QName(name).localname in ("val", "style-name"))
    return any(map(_HEADING_STYLE.fullmatch, styles))


def _append(element: HtmlElement, text: str | None) -> None:
    if text and len(element):
        element[-1].tail = (element[-1].tail or "") + text
    elif text:
        element.text = (element.text or "") + text


def stated(root: etree._Element | None, name: str) -> str | None:
    """Return the text of the first element of that name in any namespace; None if there is none or it is empty."""
    if root is None:
        return None
    return next((text for each in root.iter(f"{{*}}{name}") if (text := "".join(each.itertext()).strip())), None)


def parse_xml(data: bytes, where: str) -> etree._Element:
    """Return the root of a document of XML, of which nothing leads elsewhere; raise ReadError if it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise problem(where, f"is damaged ({error.msg})") from None


_STATED = re.compile(r"\{\\(title|author) ?((?:[^{}\\]|\\[^{}]|\\[{}])*)\}")
_ABOUT = 20_000
"""Characters at the beginning in which a file says what it is."""


def read_rtf(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article: each paragraph of the file is one, each row of a table a line."""
    data = document.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise problem(document.name, "is no rich text, or damaged; save it anew")
    rich = data.decode("latin-1")  # letters beyond ASCII are written as escapes
    stated = {name: _plain(f"{{\\rtf1 {text}}}") for name, text in _STATED.findall(rich[:_ABOUT])}
    title, author = stated.get("title", ""), stated.get("author", "")
    draft = ArticleDraft(
        text=_plain(rich).replace("\n", "\n\n"),
        title=None if NO_TITLE.fullmatch(title) else title,
        fallback=document.stem,
        authors=() if NO_AUTHOR.fullmatch(author) else (author,),
        path=document.path,
        url=document.url,
    )
    yield from found(document.name, draft, document.name)


def _plain(rich: str) -> str:
    text = str(rtf_to_text(rich, errors="replace"))  # type: ignore[no-untyped-call]
    return re.sub(r"\|\s*$", "", text, flags=re.MULTILINE).replace("|", " ").strip()
