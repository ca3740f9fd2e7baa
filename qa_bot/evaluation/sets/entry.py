"""Hold one entry of a file as its reader found it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


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
