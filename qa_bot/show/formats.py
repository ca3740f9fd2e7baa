"""The formats to take answers along in, by name and by the ending of a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qa_bot.errors import ExportError
from qa_bot.files import replacing
from qa_bot.model import Answer
from qa_bot.show.answers import Answers
from qa_bot.show.bibliography import to_bibtex, to_csl_json
from qa_bot.show.document import to_html
from qa_bot.show.markdown import to_footnotes, to_markdown
from qa_bot.show.text import to_text

Format = Literal["text", "markdown", "footnotes", "html", "json", "bibtex", "csl"]


@dataclass(frozen=True, slots=True)
class _Way:
    ending: str
    media_type: str
    write: Callable[[Answers], str]


def to_json(answers: Answers) -> str:
    """Return the one JSON shape of an answer, or a list of such for a sequence of answers."""
    shape = answers.to_dict() if isinstance(answers, Answer) else [each.to_dict() for each in answers]
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[Format, _Way] = {
    "text": _Way(".txt", "text/plain", to_text),
    "markdown": _Way(".md", "text/markdown", to_markdown),
    "footnotes": _Way(".footnotes.md", "text/markdown", to_footnotes),
    "html": _Way(".html", "text/html", to_html),
    "json": _Way(".json", "application/json", to_json),
    "bibtex": _Way(".bib", "application/x-bibtex", to_bibtex),
    "csl": _Way(".csl.json", "application/vnd.citationstyles.csl+json", to_csl_json),
}
"""Each format with the ending of its files, its media type and what writes it."""


def export(answers: Answers, form: Format) -> str:
    """Return the answers in a format."""
    return FORMATS[form].write(answers)


def format_of(file: str | Path) -> Format:
    """Return the format that the ending of a file says; raise ExportError for another."""
    name = Path(file).name.lower()
    found = [form for form, way in FORMATS.items() if name.endswith(way.ending)]
    if not found:
        endings = ", ".join(way.ending for way in FORMATS.values())
        raise ExportError(f"{file}: the ending of the file says in which format to write; take one of {endings}")
    return max(found, key=lambda form: len(FORMATS[form].ending))


def save(answers: Answers, file: str | Path) -> Path:
    """Write the answers to a file, whole or not at all, in the format that its ending says, and return its path.

    Raises ExportError for an unknown ending or a file that cannot be written.
    """
    target = Path(file)
    text = export(answers, format_of(target))
    try:
        with replacing(target, errors="replace") as stream:
            stream.write(text)
    except OSError as error:
        raise ExportError(f"{target} cannot be written ({error.strerror}); name another file") from error
    return target
