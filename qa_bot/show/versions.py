"""What was changed from one version of an article to another, for a person to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from qa_bot.model import Version
from qa_bot.news import changes
from qa_bot.show.text import WIDTH, marked_paragraph
from qa_bot.show.words import REST_UNCHANGED, SAME_TEXT, more_characters, one_line, plain, revised, title_changed

_LONGEST = 5000
"""Characters of a stretch that are shown: only one in which texts have little in common is longer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that one of two versions has: what was taken away, or what came; `kept` stands for all between."""

    kind: Literal["kept", "removed", "added"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What was changed from one version to another: a line that says of which, and the changed sentences in order.

    `title` says what the title was and is, empty if it is the same.
    """

    heading: str
    title: str
    lines: tuple[Line, ...]


def revisions(versions: Sequence[Version], most: int | None = None) -> tuple[Revision, ...]:
    """Return what each version changed of the one before, the newest first, `most` of them at the most."""
    pairs = [*pairwise(versions)][::-1]
    return tuple(revision(before, after) for before, after in pairs[:most])


def revision(before: Version, after: Version) -> Revision:
    """Return what was changed from one version to another; a changed sentence is one that went and one that came."""
    old, new = before.article.text, after.article.text
    lines: list[Line] = []
    for each in changes(old, new):
        if each.kind == "kept":
            lines.append(Line("kept"))
            continue
        if each.before:
            lines.append(Line("removed", _shown(each.before.of(old))))
        if each.after:
            lines.append(Line("added", _shown(each.after.of(new))))
    return Revision(revised(before, after), title_changed(before.article, after.article), tuple(lines))


def _shown(stretch: str) -> str:
    text = plain(stretch).strip()
    rest = len(text) - _LONGEST
    return f"{text[:_LONGEST]} {more_characters(rest)}" if rest > 0 else text


def revision_text(found: Revision, width: int = WIDTH) -> str:
    """Return what was changed as plain text: a minus before what went, a plus before what came."""
    signs = {"kept": REST_UNCHANGED, "removed": "- ", "added": "+ "}
    said = [found.heading, *([f"  {found.title}"] if found.title else [])]
    if all(each.kind == "kept" for each in found.lines):
        return "\n".join([*said, f"  {SAME_TEXT}"])
    said += [
        f"  {signs[each.kind]}"
        if each.kind == "kept"
        else marked_paragraph(one_line(each.text), signs[each.kind], width)
        for each in found.lines
    ]
    return "\n".join(said)
