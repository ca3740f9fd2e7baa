"""Hold the entry of a question set as its reader found it, and translate what other tools write into our fields.

These are ragas (old and new) and deepeval, and what pandas and spreadsheets write for nothing.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qa_bot.errors import QuestionSetError
from qa_bot.read.fields import is_absent


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


def entry_from_json(where: str, key: str, text: str) -> Entry:
    """Return the entry that a piece of JSON is."""
    try:
        return Entry(where, key, json.loads(text))
    except json.JSONDecodeError as error:
        return Entry(where, key, problem=f"not JSON, {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError):
        return Entry(where, key, problem="JSON with too long a number or too deep a nesting")


def text_of_file(path: Path) -> str:
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


_UNKNOWN = re.compile(
    r"\W*(?:i (?:do not|don['’]?t) know|unknown|no answer|not (?:stated|mentioned|known|available|given)"
    r"|(?:it )?cannot be (?:told|answered))\W*",
    re.IGNORECASE,
)


def without_absent(entry: Entry) -> Entry:
    """Return the entry without fields and items that are NaN, "", "None", "N/A" and the like, and notes of these.

    What is text may be meant, such as "None" for an answer, so that a note says what became of it.
    """
    if not isinstance(entry.fields, Mapping):
        return entry
    notes = [f'{name}: "{text}" is taken for absent' for name, text in _told(entry.fields)]
    return replace(entry, fields=_present(entry.fields), notes=tuple(dict.fromkeys(notes)))


def unknown_answers(answers: Iterable[str]) -> Iterator[str]:
    """Yield a note for each gold answer that says that there is none."""
    for answer in answers:
        if _UNKNOWN.fullmatch(answer):
            yield f'answers: "{answer}" is asked for word for word; if none is known, mark the question unanswerable'


def _present(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: kept for name, part in value.items() if not is_absent(kept := _present(part))}
    if isinstance(value, list):
        return [kept for part in value if not is_absent(kept := _present(part))]
    return value


def _told(value: object, name: str = "entry") -> Iterator[tuple[str, str]]:
    """Yield the names of fields, and their texts, that are taken for absent though they are there."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _told(part, str(key))
    elif isinstance(value, list):
        for part in value:
            yield from _told(part, name)
    elif isinstance(value, str) and value.strip() and is_absent(value):
        yield name, value


LONGEST_ANSWER = 6
"""Words; a longer gold answer is a sentence in somebody's words, which no quotation repeats: a reference."""

_RAGAS = ("user_input", "ground_truth", "ground_truths", "reference_contexts", "retrieved_contexts")
_NATIVE = ("answers", "evidence", "unanswerable")
_SPEAKERS = {"human": "user", "ai": "assistant"}


def to_native(entry: Entry) -> Entry:
    """Return the entry with our field names; one that has them already, or is no object, stays as it is."""
    fields = entry.fields
    if not isinstance(fields, Mapping) or any(name in fields for name in _NATIVE):
        return entry
    if any(name in fields for name in _RAGAS):
        return _translated(entry, _ragas(fields))
    if "turns" in fields and ("scenario" in fields or "expected_outcome" in fields):
        return _translated(entry, _conversation(fields))
    if "input" in fields and "question" not in fields:
        return _translated(entry, _golden(fields))
    if "answer" in fields:
        return _translated(entry, {**{name: name for name in fields if name != "answer"}, "answers": "answer"})
    return entry


def _translated(entry: Entry, names: Mapping[str, Any]) -> Entry:
    """Return the entry with the fields that `names` takes from it: a name in the file, or a value."""
    given: Mapping[str, Any] = entry.fields  # type: ignore[assignment]
    fields = {ours: given[theirs] if isinstance(theirs, str) else theirs for ours, theirs in names.items()}
    taken = {ours: theirs for ours, theirs in names.items() if isinstance(theirs, str) and theirs != ours}
    return replace(entry, fields=_with_gold(_with_messages(fields)), names=taken)


def _ragas(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return where ragas has what: reference (0.2 and later), ground_truth or ground_truths (before).

    Only contexts that are said to be gold are evidence: `reference_contexts`, and the `contexts` of a generated set of
    ragas 0.1, which has `evolution_type`; elsewhere `contexts` are what some retrieval found.
    """
    contexts = "contexts" if "evolution_type" in fields else "-"
    return _first(
        fields,
        question=("user_input", "question"),
        gold=("reference", "ground_truth", "ground_truths"),
        contexts=("reference_contexts", contexts),
        type=("synthesizer_name", "evolution_type", "type"),
        tags=("tags",),
        id=("id",),
    )


def _golden(fields: Mapping[str, Any]) -> dict[str, str]:
    return _first(
        fields,
        question=("input",),
        gold=("expected_output",),
        contexts=("context",),
        type=("type",),
        tags=("tags",),
        id=("id", "name"),
    )


def _conversation(fields: Mapping[str, Any]) -> dict[str, str]:
    return _first(fields, question=("turns",), gold=("expected_outcome",), contexts=("context",), id=("id", "name"))


def _first(fields: Mapping[str, Any], **names: Sequence[str]) -> dict[str, str]:
    found = {ours: next((name for name in theirs if fields.get(name)), None) for ours, theirs in names.items()}
    return {ours: theirs for ours, theirs in found.items() if theirs}


def _with_messages(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with a conversation made its last question and the history before it."""
    messages = fields.get("question")
    if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
        return fields
    turns = [
        {"role": _SPEAKERS.get(role := str(each.get("role") or each.get("type")), role), "text": each.get("content")}
        for each in messages
    ]
    last = max((at for at, turn in enumerate(turns) if turn["role"] == "user"), default=None)
    if last is None:
        return {name: value for name, value in fields.items() if name != "question"}
    return {**fields, "question": turns[last]["text"], "history": turns[:last]}


def _with_gold(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with the gold text as short answers or a reference, and contexts as evidence."""
    native = {name: value for name, value in fields.items() if name not in ("gold", "contexts")}
    texts = as_list(fields.get("gold"))
    short = [text for text in texts if not isinstance(text, str) or len(text.split()) <= LONGEST_ANSWER]
    if short:
        native["answers"] = short
    elif texts:
        native["reference"] = texts[0]
    if contexts := as_list(fields.get("contexts")):
        native["evidence"] = [{"quote": text} for text in contexts]
    return native


def as_list(value: object, separator: str = "") -> list[Any]:
    """Return a list, also of a cell that holds one as JSON or Python, or as pieces between separators."""
    if value is None or value == "":
        return []
    if not isinstance(value, str):
        return list(value) if isinstance(value, list | tuple) else [value]
    text = value.strip()
    if text.startswith("["):
        try:
            read = ast.literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return [text]
        return list(read) if isinstance(read, list) else [text]
    pieces = text.split(separator) if separator else [text]
    return [piece.strip() for piece in pieces if piece.strip()]
