"""Find the title of a text that does not name one."""

from __future__ import annotations

import re
import textwrap
from itertools import takewhile

from qa_bot.english.clutter import is_dateline
from qa_bot.read.dates import stated_date

MOST_TITLE_CHARACTERS = 200
FEWEST_HEADLINE_WORDS = 4
MOST_OPENING_CHARACTERS = 80

_MOST_PARAGRAPHS = 50
_MOST_LINES = 200
"""A title does not stand below more."""

# What programs write where a title should be (nothing, a name of a file or of a template), and for an author.
NO_TITLE = re.compile(
    r"\s*|.*untitled.*|(microsoft )?(word|powerpoint|excel) - .*|.*\.\w{2,5}|(title|document\d*)", re.I
)
NO_AUTHOR = re.compile(r"\s*|(user|admin|administrator|unknown|author|owner|anonymous|python-docx|.*@.*)", re.I)

_SENTENCE_END = re.compile(r"[.!…:;,][\"'”\u2019»)\]]*$")
_BYLINE = re.compile(r"by(?:[\s,]+[A-Z][\w.'\u2019-]*)+$", re.IGNORECASE)


def headline(text: str) -> str | None:
    """Return the line of a normalised text that serves as its title, or None if none does.

    It is the first line before the first long paragraph that has at least four words and does not end like a
    sentence (a question may be a headline), else the first short line that is no date or byline.
    """
    lines = [line for line in _first_lines(text)[:_MOST_LINES] if re.search(r"\w", line) and not _is_credit(line)]
    return next((line for line in lines if _is_headline(line)), lines[0] if lines else None)


def without_title(text: str, title: str) -> str:
    """Return a normalised text without its first line, if that is its title: a title is no sentence to be quoted.

    What ends like a sentence is one, and stays; so does a line that nothing follows, or that the next one goes on.
    """
    first, _, rest = text.lstrip().partition("\n")
    is_title = " ".join(first.split()) == title and not _SENTENCE_END.search(first)
    stands_alone = rest.startswith("\n") or len(rest.partition("\n")[0]) > MOST_TITLE_CHARACTERS
    return rest.lstrip() if is_title and stands_alone and re.search(r"\w", rest) else text


def opening(text: str) -> str:
    """Return the first words of a text, to stand for a title."""
    first = text[:MOST_TITLE_CHARACTERS].split("\n", 1)[0]
    words = textwrap.shorten(first, MOST_OPENING_CHARACTERS, placeholder=" …")
    return words if words != "…" else text[: MOST_OPENING_CHARACTERS - 1] + "…"


def _first_lines(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n", _MOST_PARAGRAPHS)[:_MOST_PARAGRAPHS]:
        inside = paragraph.split("\n")
        # Lines of a paragraph that is broken by hand are no titles; short lines above a long one may be.
        if len(paragraph) > MOST_TITLE_CHARACTERS and max(map(len, inside)) <= MOST_TITLE_CHARACTERS:
            return lines
        short = list(takewhile(lambda line: len(line) <= MOST_TITLE_CHARACTERS, inside))
        lines += [line.strip() for line in short]
        if len(short) < len(inside):
            return lines
    return lines


def _is_headline(line: str) -> bool:
    return len(line.split()) >= FEWEST_HEADLINE_WORDS and not _SENTENCE_END.search(line)


def _is_credit(line: str) -> bool:
    return _BYLINE.match(line) is not None or stated_date(line) is not None or is_dateline(line)
