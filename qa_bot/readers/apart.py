"""Read documents in a process of their own; what it answers are articles and errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import Event
from typing import Any

from qa_bot.apart import ApartError, work_apart
from qa_bot.errors import ReadError
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.parse import parse
from qa_bot.readers.wire import decode, encode


def read_apart(document: Document, kind: str, seconds: float, stop: Event | None = None) -> Iterator[Found | ReadError]:
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
            yield from map(decode, answers)
    except ApartError as error:
        yield problem(document.name, str(error))


def parse_given(given: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what is in a document, in the process that reads it."""
    document = Document(given["name"], None if given["is_file"] else data, given["url"], given["charset"])
    yield from map(encode, parse(document, given["kind"]))
