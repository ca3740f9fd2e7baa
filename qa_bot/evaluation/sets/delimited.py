"""Read CSV and TSV: a question a row, under a heading with the names of the fields."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.sets.dialects import as_list
from qa_bot.evaluation.sets.entry import Entry, read_text

SEPARATOR = "|"
"""Between the parts of a cell that holds several answers, quotations or tags."""

_FLAGS = {**dict.fromkeys(("true", "yes", "1", "x"), True), **dict.fromkeys(("false", "no", "0"), False)}
_LISTS = ("answers", "tags", "tag")
_MANY = ("ground_truths", "reference_contexts", "contexts", "context", "user_input", "turns")
_QUOTES = ("evidence", "quote", "quotes", "quotation")


def entries(path: Path) -> Iterator[Entry]:
    """Yield the rows of a file, empty cells being absent; a cell may hold several things, with | between or as JSON.

    `evidence` (or `quote`) goes with `article_id` and `speaker`, in the same order.
    """
    text = read_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(path, text))
    try:
        heading = [name.strip().lower() for name in next(reader, [])]
        if text.strip() and not {"question", "user_input", "input", "turns"} & set(heading):
            raise QuestionSetError(
                f"{path} line 1: the heading should name the columns: question, answers, evidence, article_id, "
                "unanswerable, type, tags (or those of ragas or deepeval)"
            )
        before = reader.line_num
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _entry(f"line {before + 1}", f"q{before + 1}", heading, row)
            before = reader.line_num
    except csv.Error as error:
        raise QuestionSetError(f"{path} line {reader.line_num}: {error}") from None


def _delimiter(path: Path, text: str) -> str:
    """Return a tab for TSV; else that of comma, semicolon and tab which the heading has most of."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    heading = text.split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _entry(where: str, key: str, heading: list[str], row: list[str]) -> Entry:
    if len(row) > len(heading) and any(cell.strip() for cell in row[len(heading) :]):
        return Entry(where, key, problem=f"has {len(row)} cells, but the heading has {len(heading)}")
    cells = {name: cell.strip() for name, cell in zip(heading, row, strict=False) if name and cell.strip()}
    return Entry(where, key, {name: value for name, value in _fields(cells).items() if value is not None})


def _fields(cells: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(cells)
    for name in _LISTS:
        if name in cells:
            fields[name] = as_list(cells[name], SEPARATOR)
    for name in _MANY:
        if cells.get(name, "").startswith("["):
            fields[name] = as_list(cells[name])
    for name in ("unanswerable", "draft"):
        if name in cells:
            fields[name] = _FLAGS.get(cells[name].lower(), cells[name])
    if "history" in cells:
        fields["history"] = _json(cells["history"]) or as_list(cells["history"], SEPARATOR)
    return {**fields, "evidence": _evidence(cells)}


def _evidence(cells: Mapping[str, str]) -> list[Any] | None:
    cell = next((cells[name] for name in _QUOTES if name in cells), "")
    if isinstance(read := _json(cell), list) and any(isinstance(each, dict) for each in read):
        return read
    quotes = as_list(cell, SEPARATOR)
    ids = as_list(cells.get("article_id") or cells.get("article_ids"), SEPARATOR)
    speakers = as_list(cells.get("speaker"), SEPARATOR)
    rows = [
        {"quote": _at(quotes, n, None), "article_id": _at(ids, n, _one(ids)), "speaker": _at(speakers, n, None)}
        for n in range(max(len(quotes), len(ids)))
    ]
    return [{name: value for name, value in row.items() if value is not None} for row in rows] or None


def _one(values: list[Any]) -> object:
    """Return the value that is meant for all, if there is only one."""
    return values[0] if len(values) == 1 else None


def _at(values: list[Any], n: int, otherwise: object) -> object:
    return values[n] if n < len(values) else otherwise


def _json(cell: str) -> object:
    try:
        return json.loads(cell) if cell.startswith("[") else None
    except (ValueError, RecursionError):
        return None
