"""Find the day on which a web page says it was published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice

from lxml.html import HtmlElement

from qa_bot.readers.dates import understood_date
from qa_bot.readers.page_tree import text_up_to

# Names of meta elements, surest first. Dates of changes are not among them.
_META = (
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
)
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{1,60})"')
_OF_OTHERS = frozenset({"comment", "comments", "review", "reviews", "mentions", "ispartof", "haspart", "author"})
_VISIBLE = re.compile(r"(?:^|[\s_-])(?:pub(?:lished|date)?|date|dateline|posted|timestamp|time)(?:$|[\s_-])", re.I)
_LABEL = re.compile(r"^(?:first\s+)?(?:published|posted|date)\s*(?:on(?:line)?\b|:)?\s*:?\s*", re.I)
_PUBLISHED = re.compile(r"\b(?:published|posted|veröffentlicht|publié|publicado|pubblicato|опубликовано)\b", re.I)
_OTHER_LABEL = re.compile(
    r"\b(?:received|accepted|revised|submitted|updated|modified|changed|edited|amended|corrected|expires|event"
    r"|aktualisiert|geändert|mis à jour|modifié|actualizado|aggiornato|обновлено)\b",
    re.I,
)
_MOST_LABEL_CHARACTERS = 40
_ELSEWHERE = re.compile(r"comment|repl(?:y|ies)\b|respon[ds]|related|teaser|sidebar|promo|modified|updated", re.I)
_ASIDE = frozenset({"aside", "nav", "footer"})
_MOST_CHARACTERS = 80
_MOST_ELEMENTS = 300


def published(page: HtmlElement) -> date | str | None:
    """Return the date of publication that an lxml page states in full, None if it states none.

    A date that its head states but that is not understood is returned as it stands.

    It is looked for in JSON-LD, meta elements, time elements and elements marked as dates, in this order. Nothing is
    guessed: not from a copyright line, an address, a month, a date of change or a date in running text.
    """
    stated = list(_head(page))
    in_head = next((day for text in stated if (day := understood_date(text))), None)
    in_body = in_head or next((day for text in _body(page) if (day := understood_date(text))), None)
    return in_body or next((text for text in stated if re.search(r"\d", text)), None)


def _head(page: HtmlElement) -> Iterator[str]:
    for script in page.xpath('//script[@type="application/ld+json"]'):
        yield from _in_json_ld(script.text or "")
    yield from _meta(page)


def _in_json_ld(text: str) -> Iterator[str]:
    """Yield the dates of publication in JSON-LD, the outermost first, without those of comments and the like."""
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        yield from (match[1] for match in _JSON_LD.finditer(text))
        return
    for value in waiting:  # grows while it is gone through
        if isinstance(value, dict):
            stated = value.get("datePublished")
            yield from [stated] if isinstance(stated, str) else []
            waiting += [part for name, part in value.items() if name.lower() not in _OF_OTHERS]
        elif isinstance(value, list):
            waiting += value


def _body(page: HtmlElement) -> Iterator[str]:
    marked = page.xpath('//*[@itemprop="datePublished"] | //time[@pubdate]')
    elements = chain(marked, page.xpath("//time"), filter(_is_marked, page.xpath("//*[@class or @id]")))
    near = [element for element in islice(elements, _MOST_ELEMENTS) if not _is_elsewhere(element)]
    labels = [_label(element) for element in near]
    first = [element for element, label in zip(near, labels, strict=True) if _PUBLISHED.search(label)]
    rest = [element for element, label in zip(near, labels, strict=True) if not _OTHER_LABEL.search(label)]
    for element in (*first, *rest):
        text = text_up_to(element, _MOST_CHARACTERS)
        if len(text) <= _MOST_CHARACTERS:
            yield element.get("datetime") or element.get("content") or _LABEL.sub("", text)


def _label(element: HtmlElement) -> str:
    """Return the words that say what a date is: those in the element, and before it in what it stands in."""
    before, parent = element.getprevious(), element.getparent()
    words = (parent.text if before is None else before.tail) or ""
    if not words.strip() and before is not None:
        beside = text_up_to(before, _MOST_LABEL_CHARACTERS)
        words = "" if re.search(r"\d", beside) else beside
    return f"{words[-_MOST_LABEL_CHARACTERS:]} {text_up_to(element, _MOST_CHARACTERS)}"


def _meta(page: HtmlElement) -> Iterator[str]:
    stated: dict[str, str] = {}
    for element in page.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        stated.setdefault(name.lower(), element.get("content"))
    yield from (stated[name] for name in _META if name in stated)


def _is_marked(element: HtmlElement) -> bool:
    return _VISIBLE.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _is_elsewhere(element: HtmlElement) -> bool:
    """Say whether an element speaks of something else than the page: a comment, a teaser, a sentence, a change."""
    for place in (element, *element.iterancestors()):
        if place.tag in _ASIDE or _ELSEWHERE.search(f"{place.get('class', '')} {place.get('id', '')}"):
            return True
        if place.tag in ("p", "li") and len(text_up_to(place, _MOST_CHARACTERS)) > _MOST_CHARACTERS:
            return True
    return False
