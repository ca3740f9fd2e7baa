"""The one place that makes an Article."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from qa_bot.model import Article
from qa_bot.readers.found import problem
from qa_bot.readers.normalise import normalise
from qa_bot.readers.title import headline, opening

MOST_ID_CHARACTERS = 200
MOST_TEXT_CHARACTERS = 5_000_000
"""Some eight hundred thousand words; a longer text is no article, and would take hours to add."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader knows about an article, as the source has it.

    `fallback` is the title if there is neither one nor a headline in the text; without it, the text's first words are.
    """

    text: str
    title: str | None = None
    fallback: str = ""
    published: date | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    path: str | None = None
    language: str | None = None
    id: str | None = None


def build(draft: Draft, where: str) -> Article:
    """Return the article that a draft makes; raise ReadError, naming `where`, if no word is in it.

    Without an id of its own an article gets the first 12 hex digits of the sha256 of its text: the same text
    is the same article wherever it is found.
    """
    text = normalise(draft.text)
    if not any(character.isalnum() for character in text):
        raise problem(where, "no word is in its text")
    if len(text) > MOST_TEXT_CHARACTERS:
        raise problem(where, f"its text has {len(text):,} characters, {MOST_TEXT_CHARACTERS:,} are the most; split it")
    id_ = _line(draft.id) or hashlib.sha256(text.encode()).hexdigest()[:12]
    if len(id_) > MOST_ID_CHARACTERS:
        raise problem(where, f"its id has {len(id_)} characters, {MOST_ID_CHARACTERS} are the most")
    return Article(
        id=id_,
        title=_line(draft.title) or _line(headline(text)) or _line(draft.fallback) or opening(text),
        text=text,
        published=draft.published,
        source=_line(draft.source) or None,
        authors=tuple(dict.fromkeys(name for author in draft.authors if (name := _line(author)))),
        url=_address(draft.url),
        path=draft.path or None,
        language=_line(draft.language) or None,
    )


def _line(text: str | None) -> str:
    return " ".join(normalise(text or "").split())


def _address(url: str | None) -> str | None:
    """Return the url, or None for one that a browser would run rather than visit, such as javascript:."""
    url = _line(url)
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?!\d)", url, re.IGNORECASE)
    return url if url and (not scheme or scheme[1].lower() in ("http", "https")) else None
