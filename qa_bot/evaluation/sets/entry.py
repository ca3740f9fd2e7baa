"""Hold one entry of a file as its reader found it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qa_bot.errors import QuestionSetError


@dataclass(frozen=True, slots=True)
class Entry:
    """Fields with our names, or a problem where the entry is not readable.

    `where` says where it stands in its file, `key` is an id for it if it has none of its own. `names` has what the
    file calls a field, where that is not our name, `notes` what a person should know of it.
    """

    where: str
    key: str
    fields: object = None
    problem: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def from_json(where: str, key: str, text: str) -> Entry:
    """Return the entry that a piece of JSON is."""
    try:
        return Entry(where, key, json.loads(text))
    except json.JSONDecodeError as error:
        return Entry(where, key, problem=f"not JSON, {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError):
        return Entry(where, key, problem="JSON with too long a number or too deep a nesting")


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without a byte order mark; raise QuestionSetError if there is none."""
    if path.exists() and not path.is_file():
        raise QuestionSetError(f"{path}: is no file of questions")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise QuestionSetError(f"{path}: there is no such file") from None
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror})") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise QuestionSetError(f"{path} line {line}: not UTF-8; save the file in this encoding") from None
