"""Make an article of one value of a JSON file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qa_bot.errors import ReadError
from qa_bot.printing import one_line
from qa_bot.readers.build import build, unclear
from qa_bot.readers.document import Document
from qa_bot.readers.fields import NAMES, Fields
from qa_bot.readers.found import Found, NotArticlesError, problem

_QUESTION_NAMES = ("question", "user_input")


def read_records(values: Iterable[tuple[str, Any] | ReadError], document: Document) -> Iterator[Found | ReadError]:
    """Yield the articles of numbered JSON values such as ("line 3", {...}), and an error for each that is none.

    If the first value is a question, the whole is a question set: NotArticlesError, and no more.
    """
    seen: dict[str, str] = {}
    position = -1
    for position, value in enumerate(values):
        if isinstance(value, ReadError):
            yield value
            continue
        place, record = value
        if position == 0 and is_question(record):
            yield not_articles(document)
            return
        try:
            yield from _read_record(record, place, document, seen)
        except ReadError as error:
            yield error
    if position < 0:
        yield problem(document.name, "holds no articles, only blank lines")


def is_question(record: object) -> bool:
    """Say whether a JSON value asks a question and has no text that could answer it."""
    if not isinstance(record, dict):
        return False
    names = {str(name).lower() for name in record}
    return any(name in names for name in _QUESTION_NAMES) and names.isdisjoint(NAMES["text"])


def not_articles(document: Document) -> NotArticlesError:
    """Return the error for a question set."""
    return NotArticlesError(one_line(f"{document.name}: holds questions, not articles; use qa-bot eval with it"))


def _read_record(record: object, place: str, document: Document, seen: dict[str, str]) -> Iterator[Found | ReadError]:
    where = f"{document.name} {place}"
    if not isinstance(record, dict):
        raise problem(where, "is not an object with the fields of an article")
    fields = Fields.of(record, where)
    if not fields.has_text():
        raise problem(where, f"has no text, which should be in a field named {', '.join(NAMES['text'][:5])}")
    draft = fields.draft(path=document.path, url=None)
    article = build(draft, where)
    key = article.id if draft.id else place.split()[-1]
    if (first := seen.setdefault(key, place)) != place:
        raise problem(where, f'its id "{key}" is also that of {first}; ids must differ')
    stated = fields.names("origins")
    origin, *also = stated or (f"{document.name}#{key}",)
    yield Found(origin, article, tuple(also), stated=bool(stated))
    yield from unclear(draft, where)
