"""A PDF file to an article."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from qa_bot.readers.build import Draft, build
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.paragraphs import Line, join_lines, largest_line

# pypdf reports every repair it makes to a damaged file through logging.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

# What programs write where a title should be: nothing, a name of a file or of a template.
_NO_TITLE = re.compile(
    r"\s*|.*untitled.*|(microsoft )?(word|powerpoint|excel) - .*|.*\.\w{2,5}|(title|document\d*)", re.I
)
_NO_AUTHOR = re.compile(r"\s*|(user|admin|administrator|unknown|author|owner|anonymous|.*@.*)", re.I)


def read(document: Document) -> Iterator[Found]:
    """Yield the article: the text of all pages, lines joined to paragraphs, title and authors if the file has them.

    The date in a PDF is that of the making of the file, so the article has none.
    """
    try:
        reader = _open(document)
        pages = [_lines(page) for page in reader.pages]
        information = reader.metadata
    except DependencyError as error:
        raise problem(document.name, f"the PDF needs what is not installed: {error}") from None
    # On damaged files pypdf raises its own errors and many others besides.
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise problem(document.name, f"the PDF is damaged or cut off ({error})") from None
    text = join_lines(pages)
    if not any(character.isalnum() for character in text):
        raise problem(document.name, "the PDF has no text; if it is a scan, run text recognition (OCR) over it first")
    title, author = (str(information.get(key) or "") if information else "" for key in ("/Title", "/Author"))
    draft = Draft(
        text=text,
        title=largest_line(pages[0]) if _NO_TITLE.fullmatch(title) else title,
        fallback=document.stem,
        authors=() if _NO_AUTHOR.fullmatch(author) else tuple(re.split(r"\s*;\s*|\s+and\s+", author)),
        url=document.url,
        path=document.path,
    )
    yield Found(document.name, build(draft, document.name))


def _open(document: Document) -> PdfReader:
    data = document.read()
    if b"%PDF-" not in data[:1024]:
        raise problem(document.name, "is no PDF file")
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise problem(document.name, "the PDF is protected by a password; save it without one")
    if not reader.pages:
        raise problem(document.name, "the PDF has no pages")
    return reader


def _lines(page: PageObject) -> list[Line]:
    """Return the lines of a page from pypdf's pieces of text, each with its height and the size of most of it."""
    lines: list[Line] = []
    pieces: list[Line] = []

    def end_line() -> None:
        text = "".join(piece.text for piece in pieces).strip()
        if text:
            height = next(piece.height for piece in pieces if piece.text.strip())
            lines.append(Line(text, height, max(pieces, key=lambda piece: len(piece.text)).size))
        pieces.clear()

    def add(piece: str, current: list[float], text: list[float], font: object, size: float) -> None:
        height = text[4] * current[1] + text[5] * current[3] + current[5]
        for number, part in enumerate(piece.split("\n")):
            if number:
                end_line()
            pieces.append(Line(part, height, abs(size * text[3] * current[3])))

    page.extract_text(visitor_text=add)
    end_line()
    return lines
