"""Read plain text: one article, or the several that a press database (Nexis, Factiva) wrote into a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa_bot.errors import ReadError
from qa_bot.read.build import ArticleDraft, found
from qa_bot.read.dates import understood_date
from qa_bot.read.decode import decode
from qa_bot.read.document import Document, FoundArticle

_NEXIS = re.compile(r"^[ \t]*\d+ of \d+ DOCUMENTS?[ \t]*$", re.M)
_NEXIS_FIELD = re.compile(r"^([A-Z][A-Z -]{2,30}): ?(.*)$")
_NEXIS_END = re.compile(
    r"^(?:LOAD-DATE:|LANGUAGE:|PUBLICATION-TYPE:|[ \t]*Copyright \d{4}|[ \t]*All Rights Reserved)", re.M
)
_FACTIVA_END = re.compile(r"^Document [A-Z][A-Za-z0-9]{10,40}[ \t]*$", re.M)
_LENGTH = re.compile(r"^[\d,.]+ (?:words|mots|Wörter|palabras)$", re.M)


def press_articles(text: str) -> list[ArticleDraft]:
    """Return the articles that a file of a press database holds, with their papers and days; none if it is none."""
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    if len(parts := _NEXIS.split(text)) > 1:
        return [draft for part in parts[1:] if (draft := _nexis(part))]
    *parts, _ = _FACTIVA_END.split(text)
    return [draft for part in parts if (draft := _factiva(part))]


def _nexis(part: str) -> ArticleDraft | None:
    """Return an article of Nexis: its paper, its day, its headline, its fields and its text, paragraphs apart."""
    head, *paragraphs = [each for each in re.split(r"\n\s*\n", _body(part)) if each.strip()] or [""]
    lines = [" ".join(each.split()) for each in (head, *paragraphs)]
    day = next((number for number, line in enumerate(lines[:4]) if understood_date(line)), None)
    if day is None:
        return None
    fields = {match[1]: match[2] for line in lines if (match := _NEXIS_FIELD.match(line))}
    rest = [line for line in lines[day + 1 :] if not _NEXIS_FIELD.match(line)]
    title = fields.get("HEADLINE") or (rest.pop(0) if rest else None)
    authors = tuple(filter(None, [fields.get("BYLINE")]))
    text = "\n\n".join(rest)
    return ArticleDraft(text, title=title, published=lines[day], source=lines[0] if day else None, authors=authors)


def _body(part: str) -> str:
    end = _NEXIS_END.search(part)
    return part[: end.start()] if end else part


def _factiva(part: str) -> ArticleDraft | None:
    """Return an article of Factiva: headline, author, length, day and paper a line each, then its paragraphs."""
    length = _LENGTH.search(part)
    if not length:
        return None
    title, *authors = [line.strip() for line in part[: length.start()].split("\n") if line.strip()][-2:] or [""]
    about, _, text = part[length.end() :].strip("\n").partition("\n\n")
    lines = [line.strip() for line in about.split("\n")]
    days = [number for number, line in enumerate(lines) if understood_date(line)]
    source = lines[days[0] + 1] if days and days[0] + 1 < len(lines) else None
    day = lines[days[0]] if days else None
    return ArticleDraft(text, title=title, published=day, source=source, authors=tuple(authors))


def read_text(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article; its title is the headline in the text, else the file's name made readable.

    A file name with a date in it does not date the article: who named the file is not known.
    """
    text = decode(document.read(), document.name, document.charset)
    articles = press_articles(text)
    for number, draft in enumerate(articles, 1):
        origin = f"{document.name}#{number}"
        yield from found(origin, replace(draft, path=document.path), f"{document.name} article {number}")
    if articles:
        return
    draft = ArticleDraft(text, fallback=document.stem, url=document.url, path=document.path)
    yield from found(document.name, draft, document.name)
