"""Read one source: find out its kind and have it read, in a process of its own, by the reader of that kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol, cast

from qa_bot.apart import ApartError, work_apart
from qa_bot.errors import FetchError, ReadError
from qa_bot.read.document import Document, FoundArticle, from_wire, problem, to_wire
from qa_bot.read.kinds import LOOKED_INTO, READERS, advice, is_url, kind_of_content, kind_of_name, kind_of_page

if TYPE_CHECKING:
    # pydantic takes a fifth of a second to import.
    from qa_bot.settings import Settings

MOST_PROBLEMS = 100
"""What is wrong with more parts of a document than these is counted, not told."""


class _Reader(Protocol):
    def __call__(self, document: Document) -> Iterator[FoundArticle | ReadError]: ...


def parse(document: Document, kind: str) -> Iterator[FoundArticle | ReadError]:
    """Yield the articles of a document, and an error for each part of it that is none; bad input raises nothing."""
    problems = 0
    try:
        module = import_module(f"qa_bot.read.{READERS[kind]}")
        reader = cast(_Reader, getattr(module, f"read_{kind}"))
        for item in reader(document):
            problems += isinstance(item, ReadError)
            if not (isinstance(item, ReadError) and problems > MOST_PROBLEMS):
                yield item
    except ReadError as error:
        yield error
    except MemoryError:
        yield problem(document.name, "takes too much memory to read; split it")
    # The parsers of foreign formats raise whatever they meet on damaged input; the other sources must go on.
    except Exception as error:
        what = f"cannot be read, it is damaged or not what it seems ({type(error).__name__}: {error})"
        yield problem(document.name, what)
    if problems > MOST_PROBLEMS:
        yield problem(document.name, f"the like of it with {problems - MOST_PROBLEMS:,} more parts")


def read_apart(
    document: Document, kind: str, seconds: float, stop: Event | None = None
) -> Iterator[FoundArticle | ReadError]:
    """Yield what `parse` yields; an error if that takes more than `seconds` of computing, too much memory, or crashes.

    Raises StoppedError once `stop` is set. Whoever stops in the midst closes the iterator.
    """
    data = document.data
    given = {
        "name": document.name,
        "url": document.url,
        "charset": document.charset,
        "is_file": data is None,
        "kind": kind,
    }
    work = f"{parse_given.__module__}:{parse_given.__name__}"
    try:
        with closing(work_apart(work, given, data or b"", seconds=seconds, stop=stop)) as answers:
            yield from map(from_wire, answers)
    except ApartError as error:
        yield problem(document.name, str(error))


def parse_given(given: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what is in a document, in the process that reads it."""
    document = Document(given["name"], None if given["is_file"] else data, given["url"], given["charset"])
    yield from map(to_wire, parse(document, given["kind"]))


def read(source: str, settings: Settings, stop: Event | None = None) -> Iterator[FoundArticle | ReadError]:
    """Yield the articles of one source, and an error for each that could not be read; bad input raises nothing.

    `source` is a path or an address as `find` lists them. A file with an unknown suffix is read as plain text. All is
    read in a process of its own, for at most `settings.read_seconds` of computing. Articles of JSON Lines are yielded
    one by one, without holding the others in memory. Raises StoppedError once `stop` is set.
    """
    try:
        document, kind = _open(source, settings)
        yield from read_apart(document, kind, settings.read_seconds, stop)
    except ReadError as error:
        yield error


def _open(source: str, settings: Settings) -> tuple[Document, str]:
    if not is_url(source):
        document = Document.at_path(source, settings)
        return document, _kind_of_file(document)
    # httpx takes a tenth of a second to import, and most libraries never see an address.
    from qa_bot.read.fetch import fetch

    page = fetch(source, settings)
    if not page.data:
        raise FetchError(f"{source}: the answer is empty")
    return Document(source, page.data, page.url, page.charset), kind_of_page(page.url, page.media_type, page.data)


def _kind_of_file(document: Document) -> str:
    """Return the kind of a file: its suffix tells, or how it begins where that says little."""
    if why := advice(document.name):
        raise problem(document.name, why)
    kind = kind_of_name(document.name) or "text"
    if kind not in LOOKED_INTO:
        return kind
    with document.open() as stream:
        return kind_of_content(stream.read(1024)) or kind
