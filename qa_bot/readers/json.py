"""Read JSON: a list of records, one record, or an object with a list of records in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qa_bot.errors import ReadError
from qa_bot.readers import jsonl
from qa_bot.readers.decode import decode
from qa_bot.readers.document import Document
from qa_bot.readers.fields import NAMES
from qa_bot.readers.found import Found, problem
from qa_bot.readers.record import is_question, not_articles, read_records


def read(document: Document) -> Iterator[Found | ReadError]:
    """Yield the articles of the file, and an error for each record that is none; JSON Lines are read as such."""
    text = decode(document.read(), document.name, document.charset)
    try:
        value = json.loads(text)
    except RecursionError:
        raise problem(document.name, "is nested too deeply") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:
            yield from jsonl.read(document)
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
