"""Read one source: find out its kind and have it read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa_bot.errors import FetchError, ReadError
from qa_bot.readers.apart import read_apart
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found
from qa_bot.readers.kinds import is_url, kind_of_name, kind_of_page
from qa_bot.readers.parse import parse

if TYPE_CHECKING:
    # pydantic takes a fifth of a second to import.
    from qa_bot.settings import Settings


def read(source: str, settings: Settings) -> Iterator[Found | ReadError]:
    """Yield the articles of one source, and an error for each that could not be read; bad input raises nothing.

    `source` is a path or an address as `find` lists them. A file with an unknown suffix is read as plain text. All
    but plain text is read in a process of its own, for at most `settings.read_seconds` of computing. Articles of JSON
    Lines are yielded one by one, without holding the others in memory.
    """
    try:
        document, kind = _open(source, settings)
        yield from parse(document, kind) if kind == "text" else read_apart(document, kind, settings.read_seconds)
    except ReadError as error:
        yield error


def _open(source: str, settings: Settings) -> tuple[Document, str]:
    if not is_url(source):
        return Document.at_path(source, settings), kind_of_name(source) or "text"
    # httpx takes a tenth of a second to import, and most libraries never see an address.
    from qa_bot.readers.fetch import fetch

    page = fetch(source, settings)
    if not page.data:
        raise FetchError(f"{source}: the answer is empty")
    return Document(source, page.data, page.url, page.charset), kind_of_page(page.url, page.media_type, page.data)
