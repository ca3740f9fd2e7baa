"""Read one source: find out its kind and have it read."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING

from qa_bot.errors import FetchError, ReadError
from qa_bot.readers.apart import read_apart
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.kinds import LOOKED_INTO, advice, is_url, kind_of_content, kind_of_name, kind_of_page

if TYPE_CHECKING:
    # pydantic takes a fifth of a second to import.
    from qa_bot.settings import Settings


def read(source: str, settings: Settings, stop: Event | None = None) -> Iterator[Found | ReadError]:
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
    from qa_bot.readers.fetch import fetch

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
