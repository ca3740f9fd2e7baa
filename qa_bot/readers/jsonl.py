"""Read JSON Lines: a record a line, one by one."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from qa_bot.errors import ReadError
from qa_bot.readers.decode import decode, utf16
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.record import read_records

# A file whose first lines are all wrong is not JSON Lines; a report of every line would help nobody.
_MOST_WRONG_LINES = 10


def read(document: Document) -> Iterator[Found | ReadError]:
    """Yield the article of each line, or an error that names the line; blank lines are passed over."""
    return read_records(_values(document), document)


def _values(document: Document) -> Iterator[tuple[str, Any] | ReadError]:
    right = wrong = 0
    for number, line in _lines(document):
        try:
            if text := decode(line, f"{document.name} line {number}").strip():
                yield f"line {number}", json.loads(text)
                right += 1
        except (ValueError, RecursionError, ReadError) as error:
            wrong += 1
            yield error if isinstance(error, ReadError) else _not_json(error, document, number)
            if wrong == _MOST_WRONG_LINES and not right:
                yield problem(document.name, f"is no JSON Lines file, its first {wrong} lines are not JSON")
                return


def _lines(document: Document) -> Iterator[tuple[int, bytes]]:
    """Yield the lines with their numbers, as UTF-8 if they were UTF-16; U+2028 within a text ends no line."""
    with document.open() as stream:
        encoding = utf16(stream.read(4096))
        stream.seek(0)
        if encoding:
            with codecs.getreader(encoding)(stream, "replace") as reader:
                text = reader.read().removeprefix("\ufeff")
            yield from enumerate((line.encode("utf-8", "replace") for line in text.split("\n")), 1)
        else:
            yield from enumerate(stream, 1)


def _not_json(error: ValueError | RecursionError, document: Document, number: int) -> ReadError:
    if isinstance(error, RecursionError):
        why = "is nested too deeply"
    else:
        why = f"not JSON: {error.msg}" if isinstance(error, json.JSONDecodeError) else f"not JSON: {error}"
    return problem(f"{document.name} line {number}", why)
