"""Read RSS and Atom feeds: every entry with text is an article."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator

import feedparser
from feedparser import FeedParserDict

from qa_bot.errors import ReadError
from qa_bot.readers.build import Draft, found
from qa_bot.readers.dates import feed_date
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.fragment import fragment_text

_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)\b", re.I)


def read(document: Document) -> Iterator[Found | ReadError]:
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
) -> Iterator[Found | ReadError]:
    where = f"{document.name} entry {number}"
    texts = [content.get("value", "") for content in entry.get("content", [])] + [entry.get("summary", "")]
    text = next((words for html in texts if (words := fragment_text(html))), None)
    if text is None:
        raise problem(where, "has neither content nor a summary")
    draft = Draft(
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
