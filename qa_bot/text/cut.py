"""Cut texts into sentences in a process of its own: the splitter would keep everybody else of this one waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import Event
from typing import Any

from qa_bot.apart import ApartError, work_apart
from qa_bot.model import Span
from qa_bot.text.sentences import split_sentences

_SECONDS = 120
"""Of computing, for the longest text; prose takes a quarter of it."""


def cut_apart(text: str, stop: Event | None = None) -> list[Span]:
    """Return the spans of the sentences; cut by punctuation alone should the splitter take too long or break down.

    Raises StoppedError once `stop` is set.
    """
    work = f"{cut_given.__module__}:{cut_given.__name__}"
    try:
        data = text.encode("utf-8", "surrogatepass")
        with closing(work_apart(work, {}, data, seconds=_SECONDS, stop=stop)) as answers:
            return [Span(start, end) for start, end in next(answers)]
    except ApartError:
        return split_sentences(text, by_punctuation=True)


def cut_given(given: dict[str, Any], data: bytes) -> Iterator[list[tuple[int, int]]]:
    """Yield where the sentences of a text begin and end, in the process that cuts it."""
    yield [(span.start, span.end) for span in split_sentences(data.decode("utf-8", "surrogatepass"))]
