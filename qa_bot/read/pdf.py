"""Read a PDF file; its scanned pages, where the optional extra qa-bot[ocr] is installed."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from itertools import takewhile
from statistics import median
from typing import Any

import pypdfium2
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from qa_bot.errors import ReadError
from qa_bot.read.build import ArticleDraft, found
from qa_bot.read.document import Document, FoundArticle, problem
from qa_bot.read.paragraphs import Line, in_reading_order, join_lines, largest_line
from qa_bot.read.title import NO_AUTHOR, NO_TITLE
from qa_bot.text.fold import spelt

_MOST_PAGES = 200
_SPARE_SECONDS = 20
"""Of the computing that a file may take (`QA_BOT_READ_SECONDS`); a full page takes eight, a few lines one."""

_DOTS_PER_POINT = 2.0
_LEAST_SURE = 0.6
_UNEVEN = 0.35
_LETTERS_OF_LINE = 0.75
"""How high letters are, as a part of the box around their line."""


def is_installed() -> bool:
    """Say whether scanned pages can be read."""
    return find_spec("rapidocr") is not None


def scanned_lines(data: bytes, pages: Sequence[int]) -> dict[int, list[Line]]:
    """Return the lines that are seen on these pages of a PDF, counted from 0, of as many as there is time for."""
    with pypdfium2.PdfDocument(data) as pdf:
        return {number: _scanned(pdf[number]) for number in takewhile(_has_time, pages[:_MOST_PAGES])}


def _has_time(_: int) -> bool:
    """Say whether this process may still compute for as long as a page can take."""
    try:
        import resource
    except ImportError:
        return True
    most, _ = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return most == resource.RLIM_INFINITY or most - used.ru_utime - used.ru_stime > _SPARE_SECONDS


def _scanned(page: pypdfium2.PdfPage) -> list[Line]:
    seen = _engine()(page.render(scale=_DOTS_PER_POINT).to_numpy())
    if seen.boxes is None:
        return []
    sure = (each for each in zip(seen.boxes.tolist(), seen.txts, seen.scores, strict=True) if each[2] > _LEAST_SURE)
    lines = [_line(box, text, page.get_height()) for box, text, _ in sure]
    return _of_even_size(sorted(lines, key=lambda line: (-line.height, line.left)))


def _line(box: Sequence[Sequence[float]], text: str, height: float) -> Line:
    left, top = (min(corner[axis] for corner in box) / _DOTS_PER_POINT for axis in (0, 1))
    bottom = max(corner[1] for corner in box) / _DOTS_PER_POINT
    return Line(text.strip(), height - (top + bottom) / 2, _LETTERS_OF_LINE * (bottom - top), left)


def _of_even_size(lines: list[Line]) -> list[Line]:
    """Return the lines, all but much larger or smaller ones in the usual size: a box is higher around a "g"."""
    usual = median([line.size for line in lines] or [0.0])
    return [replace(line, size=usual) if abs(line.size - usual) < _UNEVEN * usual else line for line in lines]


@lru_cache(maxsize=1)
def _engine() -> Any:  # noqa: ANN401 - rapidocr has no types
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{each}_op_num_threads": 1 for each in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, **threads})


# pypdf reports every repair it makes to a damaged file through logging.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_MOST_NAMED = 10
_MOST_RUBBISH = 0.1
"""Part of a page's letters; bullets from a font of signs are fewer."""

_LETTER, _FAR = 0.55, 1.5
"""How wide a letter is on the average, and a gap between columns at least, in sizes of letters."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MARK_BEFORE_NUMBER = re.compile(r"(?<=\s)([.،؛:!؟?])(\d[\d.,٫٬/]*)(?=\s|$)")
"""PDFium puts the mark at the end of a sentence from right to left before the number that it follows."""

_NO_LETTERS = re.compile(r"(?:/[A-Za-z]{1,3}\d{1,4}){3,}|\(cid:\d+\)|[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
"""What is there for letters of a font that does not say which they are."""

_NO_MAPPING = "a font there does not say which letters it has"


def read_pdf(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article: the text of all pages, lines joined to paragraphs, title and authors if the file has them.

    Pages without text, or with letters that cannot be told, are read by text recognition where it is installed. The
    date in a PDF is that of the making of the file, so the article has none.
    """
    data = document.read()
    try:
        reader = _open(data, document.name)
        pages = [_lines(page) for page in reader.pages]
        information = reader.metadata
    except DependencyError as error:
        raise problem(document.name, f"the PDF needs what is not installed: {error}") from None
    # On damaged files pypdf raises its own errors and many others besides.
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise problem(document.name, f"the PDF is damaged or cut off ({error})") from None
    unread = _unread(pages)
    seen = _seen(data, unread)
    readable = [seen.get(number, [] if number in unread else page) for number, page in enumerate(pages)]
    text = _joined_from_right(data, readable, seen) if _has_right_to_left(readable) else join_lines(readable)
    if not any(character.isalnum() for character in text):
        raise problem(document.name, _no_text(unread, seen))
    title, author = (str(information.get(key) or "") if information else "" for key in ("/Title", "/Author"))
    draft = ArticleDraft(
        text=text,
        title=largest_line(readable[0]) if NO_TITLE.fullmatch(title) else title,
        fallback=document.stem,
        authors=() if NO_AUTHOR.fullmatch(author) else tuple(re.split(r"\s*;\s*|\s+and\s+", author)),
        url=document.url,
        path=document.path,
        notes=tuple(_notes(unread, seen, len(pages))),
    )
    yield from found(document.name, draft, document.name)


def _unread(pages: Sequence[Sequence[Line]]) -> dict[int, str]:
    """Return the pages, counted from 0, that have no text or rubbish for it, each with what is wrong there."""
    texts = ["".join(line.text for line in page) for page in pages]
    rubbish = [sum(len(match[0]) for match in _NO_LETTERS.finditer(text)) > _MOST_RUBBISH * len(text) for text in texts]
    return {
        number: _NO_MAPPING if rubbish[number] and text else "there is no text"
        for number, text in enumerate(texts)
        if rubbish[number] or not re.search(r"\w", text)
    }


def _seen(data: bytes, unread: Mapping[int, str]) -> dict[int, list[Line]]:
    """Return the lines, perhaps none, of the pages that text recognition looked at."""
    if not (unread and is_installed()):
        return {}
    return {number: in_reading_order(page) for number, page in scanned_lines(data, list(unread)).items()}


def _no_text(unread: Mapping[int, str], seen: Mapping[int, object]) -> str:
    what = "cannot be read, its fonts do not say their letters" if _NO_MAPPING in unread.values() else "has no text"
    return f"the PDF {what}; {_way(is_seen=len(seen) == len(unread))}"


def _way(*, is_seen: bool) -> str:
    """Return what to do about pages without text."""
    if not is_installed():
        return "if these are scans, install qa-bot[ocr], or run text recognition (OCR) over it first"
    return "text recognition sees none" if is_seen else "to read scans takes more time (QA_BOT_READ_SECONDS); split it"


def _notes(unread: Mapping[int, str], seen: Mapping[int, Sequence[Line]], count: int) -> Iterator[str]:
    """Yield what to say of pages that were not read, or by text recognition."""
    if read := [number for number, lines in seen.items() if lines]:
        yield f"{_of(read, count)} read by text recognition (OCR), which may mistake letters"
    left = {number: (why, number in seen) for number, why in unread.items() if not seen.get(number)}
    for why, is_seen in dict.fromkeys(left.values()):
        numbers = [number for number, each in left.items() if each == (why, is_seen)]
        yield f"{_of(numbers, count)} not read, since {why}; {_way(is_seen=is_seen)}"


def _of(numbers: Sequence[int], count: int) -> str:
    named = ", ".join(str(number + 1) for number in numbers[:_MOST_NAMED])
    more = " …" if len(numbers) > _MOST_NAMED else ""
    return f"{len(numbers)} of {count} pages (page {named}{more}) {'is' if len(numbers) == 1 else 'are'}"


def _has_right_to_left(pages: Sequence[Sequence[Line]]) -> bool:
    return any(_RIGHT_TO_LEFT.search(line.text) for page in pages for line in page)


def _joined_from_right(data: bytes, pages: Sequence[Sequence[Line]], seen: Mapping[int, object]) -> str:
    """Return the text as PDFium has it: pypdf turns the digits round that stand in words from right to left."""
    with pypdfium2.PdfDocument(data) as pdf:
        texts = [
            join_lines([lines]) if number in seen else pdf[number].get_textpage().get_text_bounded() if lines else ""
            for number, lines in enumerate(pages)
        ]
    lines = "\n\n".join(filter(None, texts)).replace("\r\n", "\n").split("\n")
    return "\n".join(map(marks_behind_numbers, lines))


def marks_behind_numbers(line: str) -> str:
    """Return a line, if it is from right to left, with the marks that end a sentence behind the number before them."""
    return _MARK_BEFORE_NUMBER.sub(r"\2\1", line) if _RIGHT_TO_LEFT.search(line) else line


def _open(data: bytes, where: str) -> PdfReader:
    if b"%PDF-" not in data[:1024]:
        raise problem(where, "is no PDF file")
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise problem(where, "the PDF is protected by a password; save it without one")
    if not reader.pages:
        raise problem(where, "the PDF has no pages")
    return reader


def _lines(page: PageObject) -> list[Line]:
    """Return the lines of a page from pypdf's pieces of text, each with its place and the size of most of it."""
    lines: list[Line] = []
    pieces: list[Line] = []

    def end_line() -> None:
        text = spelt("".join(piece.text for piece in pieces).strip())  # how it is printed, not what was written
        if text:
            first = next(piece for piece in pieces if piece.text.strip())
            largest = max(pieces, key=lambda piece: len(piece.text))
            lines.append(Line(text, first.height, largest.size, first.left))
        pieces.clear()

    def add(piece: str, current: list[float], text: list[float], font: object, size: float) -> None:
        height = text[4] * current[1] + text[5] * current[3] + current[5]
        left = text[4] * current[0] + text[5] * current[2] + current[4]
        points = abs(size * text[3] * current[3])
        for number, part in enumerate(piece.split("\n")):
            if number or (part.strip() and _is_far(left, height, pieces)):
                end_line()
            pieces.append(Line(part, height, points, left))

    page.extract_text(visitor_text=add)
    end_line()
    return in_reading_order(lines)


def _is_far(left: float, height: float, pieces: Sequence[Line]) -> bool:
    """Say whether something that starts at `left` is well to the right of the pieces of its line."""
    before = [piece for piece in pieces if piece.text.strip()]
    if not before or before[-1].height != height:
        return False
    last = before[-1]
    return left - last.left > _LETTER * last.size * len(last.text) + _FAR * last.size
