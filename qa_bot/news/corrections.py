"""Find the note in which an article says of itself that it was corrected.

A note has a heading ("Correction: ..."), or stands at an edge of the article and speaks of it; it is rather missed than
made up.
"""

from __future__ import annotations

import re
from dataclasses import replace

from qa_bot.model import Citation, Span
from qa_bot.news.days import dated
from qa_bot.text.sentences import lines

_FIRST, _LAST = 3, 10
"""Paragraphs at the beginning and at the end of an article in which a note without a heading stands."""

_LONGEST = 600
"""Characters of a note that is shown."""

_PIECE = r"(?:article|story|report|piece|post|column|page|item|headline|dispatch|news alert|photo caption|caption)"
_KINDS = r"(?:C(?:orrections?|ORRECTIONS?|orrected|ORRECTED|larifications?|LARIFICATIONS?)|Correction [Nn]otice)"
_HEADING = re.compile(
    rf"[\s*_#>(\[•·†]*(?:{_KINDS}(?: ?(?:and|AND|&|/) ?(?:[Cc]larifications?|CLARIFICATIONS?))?"
    r"|Editor[’']s [Cc]orrection)"
    r"(?:,? \(?[A-Z0-9][\w., /:]{0,40}\)?)?[*_]*(?:\s?[:—–]|\s-\s|[\s*_)\]]*$)"
)
"""A line that begins with "Correction:", "CORRECTION (3 June 2021):", or is that alone."""

_AMENDED = re.compile(
    rf"\b[Tt]his {_PIECE} (?:was|has(?: also| since| later)? been)(?: also| since| later| subsequently)?"
    r" (?:corrected|clarified|amended|(?:updated|edited|changed|revised) to (?:correct|clarify|fix|remove an error))\b"
)
_EARLIER = re.compile(
    r"\b(?:[Aa]n? (?:earlier|previous|prior)|[Tt]he (?:original|earlier|previous)|[Ee]arlier|[Pp]revious)"
    rf" versions? of this {_PIECE}\b"
)
_LAW = re.compile(r"\bby (?:[Aa]rt|Act|Law|[Tt]he|[Aa]mendment|[Pp]arliament|[Rr]eferendum)\b")
_OPENING = re.compile(r"[\s*_#>(\[•·†—–-]*(?:Editor[’']s [Nn]ote|EDITOR[’']S NOTE|Note|NOTE)?[\s*_:—–,-]*$")
"""What may stand on a line before the note: nothing, "Editor's note:", a bracket."""

_SENTENCE_END = re.compile(r"[.!?][”\"’)]?\s+(?=\S)")


def correction(text: str) -> Span | None:
    """Return where an article says that it was corrected or clarified, None if it does not; see docs/news.md."""
    found = lines(text)
    for at, line in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        is_edge = at < _FIRST or at >= len(found) - _LAST
        if note := _headed(text, line, following) or (is_edge and _plain(text, line)):
            return note
    return None


def annotated(citation: Citation) -> Citation:
    """Return a citation with the times that it names, and the note in which its article says that it was corrected."""
    return replace(dated(citation), correction=correction(citation.article.text))


def _headed(text: str, line: Span, following: Span | None) -> Span | None:
    """Return a paragraph that is a note by its heading, with the next one if it is no more than that."""
    heading = _HEADING.match(text, line.start, min(line.end, line.start + _LONGEST))
    if heading is None:
        return None
    if text[heading.end() : line.end].strip():
        return _trimmed(text, line.start, line.end)
    return _trimmed(text, line.start, following.end) if following else None


def _plain(text: str, line: Span) -> Span | None:
    """Return the part of a paragraph that is a note, from the sentence on that says so."""
    words = line.of(text)
    for found in (*_AMENDED.finditer(words), *_EARLIER.finditer(words)):
        start = _begin(words, found.start())
        if start is not None and not _LAW.match(words[found.end() :].lstrip()):
            return _trimmed(text, line.start + start, line.end)
    return None


def _begin(words: str, at: int) -> int | None:
    """Return where the sentence begins that has a phrase at `at`, None if it does not begin with it."""
    before = words[max(0, at - _LONGEST) : at]
    ends = [each.end() for each in _SENTENCE_END.finditer(f"{before}x")]
    start = ends[-1] if ends else 0
    return at - len(before) + start if _OPENING.fullmatch(before[start:]) else None


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without blanks around it, cut behind a sentence where it is too long."""
    words = text[start:end].rstrip()
    if len(words) > _LONGEST:
        ends = [each.end() for each in _SENTENCE_END.finditer(words[:_LONGEST])]
        words = words[: ends[-1]].rstrip() if ends else words[:_LONGEST].rsplit(" ", 1)[0]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
