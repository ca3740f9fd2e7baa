"""Find the title of a text that does not name one."""

from __future__ import annotations

import re
import textwrap

from qa_bot.readers.dates import stated_date

MOST_TITLE_CHARACTERS = 200
FEWEST_HEADLINE_WORDS = 4
MOST_OPENING_CHARACTERS = 80

_MOST_PARAGRAPHS = 50
"""A title does not stand below more."""

_SENTENCE_END = re.compile(r"[.!…:;,][\"'”\u2019»)\]]*$")
_BYLINE = re.compile(r"by(?:[\s,]+(?:and|[A-Z][\w.'\u2019-]*))+$", re.IGNORECASE)


def headline(text: str) -> str | None:
    """Return the line of a normalised text that serves as its title, or None if none does.

    It is the first line before the first long paragraph that has at least four words and does not end like a
    sentence (a question may be a headline), else the first short line that is no date or byline.
    """
    lines = [line for line in _first_lines(text) if re.search(r"\w", line) and not _is_credit(line)]
    return next((line for line in lines if _is_headline(line)), lines[0] if lines else None)


def opening(text: str) -> str:
    """Return the first words of a text, to stand for a title."""
    words = textwrap.shorten(text.split("\n", 1)[0], MOST_OPENING_CHARACTERS, placeholder=" …")
    return words if words != "…" else text[: MOST_OPENING_CHARACTERS - 1] + "…"


def _first_lines(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n", _MOST_PARAGRAPHS)[:_MOST_PARAGRAPHS]:
        for line in paragraph.split("\n"):
            if len(line) > MOST_TITLE_CHARACTERS:
                return lines
            # Lines of a paragraph that is broken by hand are no titles; short lines above a long one may be.
            if len(paragraph) > MOST_TITLE_CHARACTERS and max(map(len, paragraph.split("\n"))) <= MOST_TITLE_CHARACTERS:
                return lines
            lines.append(line.strip())
    return lines


def _is_headline(line: str) -> bool:
    return len(line.split()) >= FEWEST_HEADLINE_WORDS and not _SENTENCE_END.search(line)


def _is_credit(line: str) -> bool:
    return _BYLINE.match(line) is not None or stated_date(line) is not None
