"""Read JSON: lines of objects, a list of them, a list under a name, or SQuAD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.sets import squad
from qa_bot.evaluation.sets.entry import Entry, from_json, read_text

_LISTS = ("questions", "goldens", "samples", "examples", "data", "test_cases")


def lines(path: Path) -> Iterator[Entry]:
    """Yield the lines of a file of JSON Lines."""
    # Not splitlines(): a JSON string may hold U+2028 and other characters that it takes for the end of a line.
    for line, text in enumerate(read_text(path).split("\n"), 1):
        if text.strip():
            yield from_json(f"line {line}", f"q{line}", text)


def document(path: Path) -> Iterator[Entry]:
    """Yield the questions of a file that is one JSON value; JSON Lines under this name are read as such."""
    text = read_text(path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if _is_lines(text):
            yield from lines(path)
            return
        raise QuestionSetError(f"{path} line {error.lineno}: not JSON, {error.msg}") from None
    except (ValueError, RecursionError):
        raise QuestionSetError(f"{path}: JSON with too long a number or too deep a nesting") from None
    if squad.is_squad(value):
        yield from squad.entries(value)
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
