"""Hand a document to the reader of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from qa_bot.errors import ReadError
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem

MOST_PROBLEMS = 100
"""What is wrong with more parts of a document than these is counted, not told."""


class _Reader(Protocol):
    def read(self, document: Document) -> Iterator[Found | ReadError]: ...


def parse(document: Document, kind: str) -> Iterator[Found | ReadError]:
    """Yield the articles of a document, and an error for each part of it that is none; bad input raises nothing."""
    problems = 0
    try:
        reader = cast(_Reader, import_module(f"qa_bot.readers.{kind}"))
        for item in reader.read(document):
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
