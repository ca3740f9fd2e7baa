"""The day on which a web page says it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice

from lxml.html import HtmlElement

from qa_bot.readers.dates import stated_date

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
_VISIBLE = re.compile(r"(?:^|[\s_-])(?:pub(?:lished|date)?|date|dateline|posted|timestamp|time)(?:$|[\s_-])", re.I)
_LABEL = re.compile(r"^(?:first\s+)?(?:published|posted|date)\s*(?:on\b|:)?\s*:?\s*", re.I)
_ELSEWHERE = re.compile(r"comment|related|teaser|sidebar|promo|modified|updated", re.I)
_ASIDE = frozenset({"aside", "nav", "footer"})
_MOST_CHARACTERS = 80
_MOST_ELEMENTS = 300


def published(page: HtmlElement) -> date | None:
    """Return the date of publication that an lxml page states in full, None if it states none.

    It is looked for in JSON-LD, meta elements, time elements and elements marked as dates, in this order. Nothing is
    guessed: not from a copyright line, an address, a month, a date of change or a date in running text.
    """
    return next((day for text in _candidates(page) if (day := stated_date(text))), None)


def _candidates(page: HtmlElement) -> Iterator[str]:
    for script in page.xpath('//script[@type="application/ld+json"]'):
        yield from (match[1] for match in _JSON_LD.finditer(script.text or ""))
    yield from _meta(page)
    marked = page.xpath('//*[@itemprop="datePublished"] | //time[@pubdate]')
    elements = chain(marked, page.xpath("//time"), filter(_is_marked, page.xpath("//*[@class or @id]")))
    for element in islice(elements, _MOST_ELEMENTS):
        text = " ".join("".join(element.itertext()).split())
        if len(text) <= _MOST_CHARACTERS and not _is_elsewhere(element):
            yield element.get("datetime") or element.get("content") or _LABEL.sub("", text)


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
        if place.tag in ("p", "li") and len("".join(place.itertext())) > _MOST_CHARACTERS:
            return True
    return False
