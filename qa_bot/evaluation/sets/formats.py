"""Read the entries of a question set from each format of file: JSON, JSON Lines, CSV, SQuAD and BEIR."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.sets.dialects import Entry, as_list, entry_from_json, text_of_file
from qa_bot.text.sentences import split_sentences

_SPLITS = ("test", "dev", "train")


def beir_entries(folder: Path) -> Iterator[Entry]:
    """Yield the queries that have relevant articles, those of the split test, else dev, else train, else the only one.

    A grade above 0 is relevant. The corpus itself is added with `qa-bot add FOLDER/corpus.jsonl`.
    """
    qrels = _choose(folder)
    relevant = _relevant(qrels)
    for line, text in enumerate(text_of_file(folder / "queries.jsonl").split("\n"), 1):
        if not text.strip():
            continue
        entry = entry_from_json(f"queries.jsonl line {line}", f"q{line}", text)
        if not isinstance(entry.fields, dict):
            yield entry
        elif ids := relevant.get(str(entry.fields.get("_id"))):
            evidence = [{"article_id": each} for each in ids]
            fields = {"id": entry.fields["_id"], "question": entry.fields.get("text"), "evidence": evidence}
            yield Entry(entry.where, entry.key, fields, names={"id": "_id", "question": "text"})


def _choose(folder: Path) -> Path:
    found = sorted((folder / "qrels").glob("*.tsv"))
    named = [path for split in _SPLITS for path in found if path.stem == split]
    if not found or not (folder / "queries.jsonl").is_file():
        raise QuestionSetError(
            f"{folder}: a folder is a question set if it holds queries.jsonl and qrels/*.tsv, as those of BEIR do"
        )
    if not named and len(found) > 1:
        raise QuestionSetError(f"{folder}: none of {', '.join(path.name for path in found)} is called test.tsv")
    return (named or found)[0]


def _relevant(path: Path) -> dict[str, list[str]]:
    """Return the relevant articles of each query; a first line without a grade is the heading."""
    found: dict[str, list[str]] = {}
    for line, row in enumerate(csv.reader(io.StringIO(text_of_file(path)), delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if not row or (line == 1 and not _is_grade(row[-1])):
            continue
        if len(row) < 3 or not _is_grade(row[-1]):
            raise QuestionSetError(f"{path} line {line}: should be query, article and grade with tabs between")
        if float(row[-1]) > 0:
            found.setdefault(row[0], []).append(row[-2])
    return found


def _is_grade(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def is_squad(value: object) -> bool:
    """Say whether a JSON value looks like a file of SQuAD."""
    data = value.get("data") if isinstance(value, dict) else None
    return isinstance(data, list) and any(isinstance(each, dict) and "paragraphs" in each for each in data)


def squad_entries(value: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield each question; its evidence are the sentences of the paragraph that hold an answer.

    The set does not say what its articles are called in a library, so evidence names no article.
    """
    for n, article in enumerate(value["data"]):
        for m, paragraph in enumerate(_list_at(article, "paragraphs")):
            for i, asked in enumerate(_list_at(paragraph, "qas")):
                where = f"data[{n}].paragraphs[{m}].qas[{i}]"
                if not isinstance(asked, dict):
                    yield Entry(where, where, asked)
                    continue
                yield Entry(where, where, _squad_fields(asked, str(paragraph.get("context", ""))))


def _squad_fields(asked: Mapping[str, Any], context: str) -> dict[str, Any]:
    answers = [each for each in _list_at(asked, "answers") if isinstance(each, dict)]
    impossible = asked.get("is_impossible", False)
    fields = {"id": asked.get("id"), "question": asked.get("question"), "unanswerable": impossible}
    if not impossible:
        fields["answers"] = list(dict.fromkeys(each.get("text") for each in answers))
        fields["evidence"] = [{"quote": quote} for quote in dict.fromkeys(_sentences(context, answers))]
    return fields


def _sentences(context: str, answers: list[dict[str, Any]]) -> Iterator[str]:
    spans = split_sentences(context)
    for answer in answers:
        start = answer.get("answer_start")
        if isinstance(start, int):
            yield from (span.of(context) for span in spans if span.start <= start < span.end)


def _list_at(value: object, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


_LISTS = ("questions", "goldens", "samples", "examples", "data", "test_cases")


def json_lines(path: Path) -> Iterator[Entry]:
    """Yield the lines of a file of JSON Lines."""
    # Not splitlines(): a JSON string may hold U+2028 and other characters that it takes for the end of a line.
    for line, text in enumerate(text_of_file(path).split("\n"), 1):
        if text.strip():
            yield entry_from_json(f"line {line}", f"q{line}", text)


def json_document(path: Path) -> Iterator[Entry]:
    """Yield the questions of a file that is one JSON value; JSON Lines under this name are read as such."""
    text = text_of_file(path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if _is_lines(text):
            yield from json_lines(path)
            return
        raise QuestionSetError(f"{path} line {error.lineno}: not JSON, {error.msg}") from None
    except (ValueError, RecursionError):
        raise QuestionSetError(f"{path}: JSON with too long a number or too deep a nesting") from None
    if is_squad(value):
        yield from squad_entries(value)
    elif isinstance(value, list):
        yield from _items(text, value)
    elif isinstance(value, dict) and (name := next((n for n in _LISTS if isinstance(value.get(n), list)), None)):
        yield from (Entry(f"{name}[{n}]", f"q{n + 1}", each) for n, each in enumerate(value[name]))
    elif isinstance(value, dict) and ({"question", "user_input", "input"} & set(value)):
        yield Entry("line 1", "q1", value)
    else:
        raise QuestionSetError(
            f"{path}: should be a list of questions, an object with one under {', '.join(_LISTS[:3])}, or SQuAD"
        )


def _is_lines(text: str) -> bool:
    """Say whether the first line is a whole object."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _items(text: str, values: list[object]) -> Iterator[Entry]:
    """Yield the items of a list, each with the line on which it begins."""
    decoder = json.JSONDecoder()
    at = line = 0
    start = text.index("[") + 1
    for n, value in enumerate(values, 1):
        while text[start] in " \t\r\n,":
            start += 1
        line += text.count("\n", at, start)
        at = start
        _, start = decoder.raw_decode(text, start)
        yield Entry(f"line {line + 1} (entry {n})", f"q{n}", value)


SEPARATOR = "|"
"""Between the parts of a cell that holds several answers, quotations or tags."""

_FLAGS = {**dict.fromkeys(("true", "yes", "1", "x"), True), **dict.fromkeys(("false", "no", "0"), False)}
_LIST_COLUMNS = ("answers", "tags", "tag")
_MANY = ("ground_truths", "reference_contexts", "contexts", "context", "user_input", "turns")
_QUOTES = ("evidence", "quote", "quotes", "quotation")


def table_entries(path: Path) -> Iterator[Entry]:
    """Yield the rows of a file, empty cells being absent; a cell may hold several things, with | between or as JSON.

    `evidence` (or `quote`) goes with `article_id` and `speaker`, in the same order.
    """
    text = text_of_file(path)
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
    for name in _LIST_COLUMNS:
        if name in cells:
            fields[name] = as_list(cells[name], SEPARATOR)
    for name in _MANY:
        if cells.get(name, "").startswith("["):
            fields[name] = as_list(cells[name])
    for name in ("unanswerable", "draft", "conflict"):
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
