"""Know the values of a question set that mean that nothing is there, as pandas and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from qa_bot.evaluation.sets.entry import Entry
from qa_bot.readers.fields import is_absent

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
