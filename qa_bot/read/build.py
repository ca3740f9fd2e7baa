"""Make an Article: the one place that does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qa_bot.errors import PartError, QABotError, ReadError
from qa_bot.model import SETTABLE, Article, Version
from qa_bot.printing import one_line
from qa_bot.read.dates import stated_date, understood_date
from qa_bot.read.document import FoundArticle, problem
from qa_bot.read.title import headline, opening, without_title

# UTF-8 that was read as Windows-1252 and written as UTF-8 again.
_MOJIBAKE = re.compile(r"Ã[¤¶¼Ÿ©¨ª«¢§±³¡]|â€[™œ˜“”¦]")
_MANY_MOJIBAKE = 3

MOST_ID_CHARACTERS = 200
MOST_LINE_CHARACTERS = 1000
"""Of a title and a name; every question looks at those of the articles that it finds."""

MOST_ADDRESS_CHARACTERS = 8000
MOST_AUTHORS = 200
MOST_TEXT_CHARACTERS = 5_000_000
"""Some eight hundred thousand words; a longer text is no article, and would take hours to add."""


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What a reader knows about an article, as the source has it.

    `published` is the date or what the source says of it, `notes` is what else it says that is not understood.
    `fallback` is the title if there is neither one nor a headline in the text; without it, the text's first words are.
    """

    text: str
    title: str | None = None
    fallback: str = ""
    published: object = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    path: str | None = None
    language: str | None = None
    id: str | None = None
    set_by_hand: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def found(origin: str, draft: ArticleDraft, where: str) -> Iterator[FoundArticle | PartError]:
    """Yield the article that a draft makes as found at `origin`, and an error for each part that is not understood."""
    yield FoundArticle(origin, build(draft, where))
    yield from unclear(draft, where)


def unclear(draft: ArticleDraft, where: str) -> Iterator[PartError]:
    """Yield an error for each thing that a draft states and that is not understood."""
    if draft.published not in (None, "") and understood_date(draft.published) is None:
        stated = _line(str(draft.published))
        yield PartError(one_line(f'{where}: its date "{stated}" is not understood; best is one such as 2016-06-15'))
    if len(_MOJIBAKE.findall(draft.text)) >= _MANY_MOJIBAKE:
        example = re.sub(r"\s+", " ", next(re.finditer(rf"\S*(?:{_MOJIBAKE.pattern})\S*", draft.text))[0])
        yield PartError(one_line(f'{where}: its text looks wrongly encoded ("{_line(example)[:40]}"); save it anew'))
    for note in draft.notes:
        yield PartError(one_line(f"{where}: {note}"))


def build(draft: ArticleDraft, where: str) -> Article:
    """Return the article that a draft makes; raise ReadError, naming `where`, if no word is in it.

    Without an id of its own an article gets the first 12 hex digits of the sha256 of its text: the same text
    is the same article wherever it is found.
    """
    text = normalise(draft.text)
    title = _line(draft.title) or _line(headline(text)) or _line(draft.fallback) or opening(text)
    text = without_title(text, title)
    if not any(character.isalnum() for character in text):
        raise problem(where, "no word is in its text")
    _check_length(text, where)
    id_ = _whole_line(draft.id) or hashlib.sha256(text.encode()).hexdigest()[:12]
    if len(id_) > MOST_ID_CHARACTERS:
        raise problem(where, f"its id has {len(id_)} characters, {MOST_ID_CHARACTERS} are the most")
    return Article(
        id=id_,
        title=title,
        text=text,
        published=understood_date(draft.published),
        source=_line(draft.source) or None,
        authors=_names(draft.authors),
        url=_address(draft.url),
        path=draft.path or None,
        language=_line(draft.language) or None,
        set_by_hand=_settable(draft.set_by_hand),
    )


def given(article: Article, versions: tuple[Version, ...] = ()) -> FoundArticle | ReadError:
    """Return an article that a program made as reading it would have; an error if its text is too long.

    `versions` are its earlier ones, if it has been in a library before.
    """
    origin, text = f"id:{article.id}", normalise(article.text)
    try:
        _check_length(text, origin)
    except ReadError as error:
        return error
    by_hand = _settable(article.set_by_hand)
    read = replace(article, title=_line(article.title), text=text, set_by_hand=by_hand)
    return FoundArticle(origin, read, versions=versions)


def checked_values(
    title: str | None, published: date | str | None, source: str | None, authors: Sequence[str] | None
) -> dict[str, Any]:
    """Return what is to be set of an article, as reading would have it; None is not to be set, "" and () are absent.

    Raises QABotError for an empty title and for a date that is not one.
    """
    day = stated_date(published) if published else None
    if title is not None and not _line(title):
        raise QABotError("an article has a title; give it one that is not empty")
    if published and not day:
        raise QABotError(f'"{_line(str(published))}" is no date stated in full; write it as 2016-06-15')
    given = {
        "title": title and _line(title),
        "published": "" if published == "" else day,
        "source": source and _line(source),
        "authors": None if authors is None else _names(authors),
    }
    return {name: value if value != "" else None for name, value in given.items() if value is not None}


def _check_length(text: str, where: str) -> None:
    if len(text) > MOST_TEXT_CHARACTERS:
        raise problem(where, f"its text has {len(text):,} characters, {MOST_TEXT_CHARACTERS:,} are the most; split it")


def _line(text: str | None) -> str:
    """Return a title or a name on one line; what is much longer is neither, and is cut."""
    line = _whole_line(text)
    return line if len(line) <= MOST_LINE_CHARACTERS else line[: MOST_LINE_CHARACTERS - 1].rstrip() + "…"


def _whole_line(text: str | None) -> str:
    return " ".join(normalise(text or "").split())


def _names(authors: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for author in authors if (name := _line(author))))[:MOST_AUTHORS]


def _settable(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in SETTABLE if each in names)


def _address(url: str | None) -> str | None:
    """Return the url, or None for one that a browser would run rather than visit, such as javascript:."""
    url = _whole_line(url)
    if len(url) > MOST_ADDRESS_CHARACTERS:
        return None
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?!\d)", url, re.IGNORECASE)
    return url if url and (not scheme or scheme[1].lower() in ("http", "https")) else None


_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_REMOVED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n{3,}")


def normalise(text: str) -> str:
    """Return `text` with plain line ends, without control characters and with at most one blank line in a row.

    Line ends of every kind become newlines, tabs spaces, lone surrogates replacement characters; byte-order marks,
    blanks at the ends of lines and around the whole are removed. All else stays as its author wrote it, typographic
    quotation marks, no-break spaces, soft hyphens and combining marks too: quotations must be true to the source.
    Normalising twice changes nothing.
    """
    text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    text = _SURROGATES.sub("\ufffd", text).replace("\t", " ")
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()
