"""Read records, each an article: JSON, JSON Lines and tables."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from qa_bot.errors import PartError, ReadError
from qa_bot.model import Version
from qa_bot.printing import one_line
from qa_bot.read.build import build, unclear
from qa_bot.read.decode import decode, utf16
from qa_bot.read.document import Document, FoundArticle, NotArticlesError, problem
from qa_bot.read.fields import NAMES, Fields

MOST_VERSIONS = 21
"""Of an article that are read: as many as are kept, and the newest."""

_QUESTION_NAMES = ("question", "user_input")


def read_records(
    values: Iterable[tuple[str, Any] | ReadError], document: Document
) -> Iterator[FoundArticle | ReadError]:
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


def _read_record(
    record: object, place: str, document: Document, seen: dict[str, str]
) -> Iterator[FoundArticle | ReadError]:
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
    try:
        versions = _versions(record, where) if stated else ()
    except (KeyError, TypeError, ValueError, ReadError) as error:
        versions = ()
        yield PartError(one_line(f"{where}: its earlier versions are not understood ({error}); they are left out"))
    yield FoundArticle(origin, article, tuple(also), stated=bool(stated), versions=versions)
    yield from unclear(draft, where)


def _versions(record: Mapping[str, Any], where: str) -> tuple[Version, ...]:
    """Return the versions that a record of an export states, oldest first; each is read as an article is."""
    found: dict[int, Version] = {}
    for each in record.get("versions", ())[-MOST_VERSIONS:]:
        added = datetime.fromisoformat(each["added"])
        draft = Fields.of(each["article"], where).draft(path=None, url=None)
        found[each["number"]] = Version(int(each["number"]), build(draft, where), added)
    return tuple(found[number] for number in sorted(found))


_LARGEST_FIELD = 10_000_000


def read_csv(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article of each row, an error for each that is none; commas, semicolons or tabs set fields apart."""
    csv.field_size_limit(_LARGEST_FIELD)
    text = decode(document.read(), document.name, document.charset)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # Excel says so what it sets fields apart with
        text, first = rest, rest.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    records = (
        (f"row {number}", {name: value for name, value in row.items() if name}) for number, row in enumerate(rows, 2)
    )
    try:
        yield from read_records(records, document)
    except csv.Error as error:
        raise problem(document.name, f"is no table of articles: {error}") from None


# A file whose first lines are all wrong is not JSON Lines; a report of every line would help nobody.
_MOST_WRONG_LINES = 10


def read_jsonl(document: Document) -> Iterator[FoundArticle | ReadError]:
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


def read_json(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the articles of the file, and an error for each record that is none; JSON Lines are read as such."""
    text = decode(document.read(), document.name, document.charset)
    try:
        value = json.loads(text)
    except RecursionError:
        raise problem(document.name, "is nested too deeply") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:
            yield from read_jsonl(document)
            return
        raise problem(f"{document.name} line {error.lineno}", f"not JSON: {error.msg}") from None
    except ValueError as error:
        raise problem(document.name, f"not JSON: {error}") from None
    if _is_squad(value):
        yield not_articles(document)
        return
    records = _records(value)
    if not records:
        raise problem(document.name, "holds no article: it should be a list of objects with text, or one such object")
    yield from read_records(((f"entry {number}", record) for number, record in enumerate(records, 1)), document)


def _records(value: object) -> list[Any] | None:
    """Return the records: the list itself, the one object if it has text, else the only list or object of objects."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    if is_question(value) or any(isinstance(value.get(name), str) for name in value if name.lower() in NAMES["text"]):
        return [value]
    inner = [list(part.values()) if isinstance(part, dict) else part for part in value.values()]
    lists = [part for part in inner if isinstance(part, list) and part and all(isinstance(x, dict) for x in part)]
    if len(lists) == 1:
        return lists[0]
    # The Guardian has its results within a "response", Elasticsearch its hits within "hits".
    within = [part for part in value.values() if isinstance(part, dict)]
    return _records(within[0]) if len(within) == 1 and not lists else None


def _is_squad(value: object) -> bool:
    data = value.get("data") if isinstance(value, dict) else None
    return isinstance(data, list) and bool(data) and isinstance(data[0], dict) and "paragraphs" in data[0]
