"""Read news as RSS and Atom feeds have it, and as agencies send it: NITF and NewsML-G2."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator

import feedparser
from feedparser import FeedParserDict
from lxml import etree

from qa_bot.errors import ReadError
from qa_bot.read.build import ArticleDraft, found
from qa_bot.read.dates import feed_date
from qa_bot.read.document import Document, FoundArticle, problem
from qa_bot.read.office import parse_xml, stated
from qa_bot.read.page_blocks import fragment_text

_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)\b", re.I)


def read_feed(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article of each entry, and an error for each entry without text."""
    headers = {"content-type": f"application/xml; charset={document.charset}"} if document.charset else {}
    if document.url:
        headers["content-location"] = document.url
    # A stream, because feedparser would fetch a string that looks like an address. Markup is not cleaned, which is
    # slow: only the words are taken.
    data = document.read()
    feed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    if not feed.version and not feed.entries:
        what = (
            "is a list of addresses; add these"
            if _SITEMAP.search(data[:2048])
            else "is neither an RSS nor an Atom feed"
        )
        raise problem(document.name, what)
    if not feed.entries:
        raise problem(document.name, "the feed has no entries")
    seen: set[str] = set()
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield from _read_entry(entry, number, feed.feed, document, seen)
        except ReadError as error:
            yield error


def _read_entry(
    entry: FeedParserDict, number: int, feed: FeedParserDict, document: Document, seen: set[str]
) -> Iterator[FoundArticle | ReadError]:
    where = f"{document.name} entry {number}"
    texts = [content.get("value", "") for content in entry.get("content", [])] + [entry.get("summary", "")]
    text = next((words for html in texts if (words := fragment_text(html))), None)
    if text is None:
        raise problem(where, "has neither content nor a summary")
    draft = ArticleDraft(
        text=text,
        title=fragment_text(entry.get("title", "")),
        published=_date(entry),
        source=fragment_text(feed.get("title", "")),
        authors=tuple(author.get("name", "") for author in entry.get("authors", [])),
        url=entry.get("link"),
        path=document.path,
        language=feed.get("language"),
    )
    yield from found(f"{document.name}#{_key(entry, text, seen)}", draft, where)


def _date(entry: FeedParserDict) -> object:
    """Return the date of an entry, else that of its last change, as it is understood or else as it is stated."""
    stated = next((text for name in ("published", "updated") if (text := dict.get(entry, name))), None)
    return (feed_date(stated) or stated) if stated else None


def _key(entry: FeedParserDict, text: str, seen: set[str]) -> str:
    """Return what names an entry in its feed: its id, its link or its content, each of them once."""
    content = hashlib.sha256(text.encode()).hexdigest()[:12]
    names = (entry.get("id"), entry.get("link"), content, f"{content}-{len(seen)}")
    key = next(name for name in names if name and name not in seen)
    seen.add(key)
    return str(key)


_LEFT_OUT = ("media-metadata", "media-reference", "media-producer", "body.end", "note", "head", "title")
_RENAMED = {
    **{"hl1": "h1", "hl2": "h2", "bq": "blockquote", "media-caption": "figcaption", "block": "div"},
    **dict.fromkeys(_LEFT_OUT, "del"),
}
_BY = re.compile(r"\s*(?:by|von|par|por|di)\s+", re.IGNORECASE)
_WITHDRAWN = re.compile(r"(?:canceled|withheld)$")


def read_agency(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article of each item, and an error for each without text or that its agency has withdrawn."""
    root = parse_xml(document.read(), document.name)
    items = list(root.iter("{*}newsItem")) or list(root.iter("{*}nitf"))
    if not items:
        raise problem(document.name, "holds no item of news")
    for number, item in enumerate(items, 1):
        several = f"{document.name} item {number}" if len(items) > 1 else document.name
        try:
            draft = _item(item, document, several) if _name(item) == "newsItem" else _nitf(item, document)
            yield from found(_origin(item, number, len(items), document), draft, several)
        except ReadError as error:
            yield error


def _origin(item: etree._Element, number: int, count: int, document: Document) -> str:
    return f"{document.name}#{item.get('guid') or number}" if count > 1 else document.name


def _nitf(item: etree._Element, document: Document) -> ArticleDraft:
    days = (("date.issue", "norm"), ("date.release", "norm"), ("pubdata", "date.publication"))
    content = next(item.iter("{*}body.content"), None)
    publication = next(item.iter("{*}pubdata"), None)
    return ArticleDraft(
        text=_words(content),
        title=stated(item, "hl1") or stated(item, "title"),
        fallback=document.stem,
        published=next(
            (day for name, key in days for each in item.iter(f"{{*}}{name}") if (day := each.get(key))), None
        ),
        source=(publication.get("name") if publication is not None else None) or stated(item, "distributor"),
        authors=_authors(stated(item, "byline")),
        path=document.path,
    )


def _item(item: etree._Element, document: Document, where: str) -> ArticleDraft:
    status = next(item.iter("{*}pubStatus"), None)
    if status is not None and _WITHDRAWN.search(status.get("qcode") or status.get("uri") or ""):
        raise problem(where, "its agency has withdrawn it")
    language = next((tag for each in item.iter("{*}language") if (tag := each.get("tag"))), None)
    inner = next((each for each in item.iter("{*}inlineXML", "{*}inlineData") if len(each) or each.text), None)
    return ArticleDraft(
        text=_words(inner),
        title=stated(item, "headline"),
        fallback=document.stem,
        published=stated(item, "contentCreated") or stated(item, "firstCreated") or stated(item, "versionCreated"),
        source=_called(item, "infoSource") or _called(item, "provider"),
        authors=_authors(stated(item, "by")) or tuple(filter(None, [_called(item, "creator")])),
        path=document.path,
        language=language or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _called(item: etree._Element, name: str) -> str | None:
    """Return the name of a party: its own element, else what stands in an attribute."""
    party = next(item.iter(f"{{*}}{name}"), None)
    return None if party is None else stated(party, "name") or party.get("literal")


def _authors(byline: str | None) -> tuple[str, ...]:
    names = re.split(r"\s*(?:,|\band\b)\s*", _BY.sub("", " ".join((byline or "").split()), count=1))
    return tuple(filter(None, names))


def _words(content: etree._Element | None) -> str:
    """Return the words of a piece of NITF or HTML, whose elements are renamed; plain text has its own paragraphs."""
    if content is None or not len(content):
        return (content.text or "") if content is not None else ""
    for each in content.iter():
        if isinstance(each.tag, str):
            each.tag = _RENAMED.get(_name(each), _name(each))
    return fragment_text(etree.tostring(content, encoding="unicode", method="html"))


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
