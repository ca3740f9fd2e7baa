"""RSS and Atom feeds: every entry with text is an article."""

from __future__ import annotations

import io
from collections.abc import Iterator

import feedparser
from feedparser import FeedParserDict

from qa_bot.errors import ReadError
from qa_bot.readers.build import Draft, build
from qa_bot.readers.dates import stated_date
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.fragment import fragment_text


def read(document: Document) -> Iterator[Found | ReadError]:
    """Yield the article of each entry, and an error for each entry without text."""
    headers = {"content-type": f"application/xml; charset={document.charset}"} if document.charset else {}
    if document.url:
        headers["content-location"] = document.url
    # A stream, because feedparser would fetch a string that looks like an address. Markup is not cleaned, which is
    # slow: only the words are taken.
    feed = feedparser.parse(io.BytesIO(document.read()), response_headers=headers, sanitize_html=False)
    if not feed.version and not feed.entries:
        raise problem(document.name, "is neither an RSS nor an Atom feed")
    if not feed.entries:
        raise problem(document.name, "the feed has no entries")
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield _read_entry(entry, number, feed.feed, document)
        except ReadError as error:
            yield error


def _read_entry(entry: FeedParserDict, number: int, feed: FeedParserDict, document: Document) -> Found:
    where = f"{document.name} entry {number}"
    texts = [content.get("value", "") for content in entry.get("content", [])] + [entry.get("summary", "")]
    text = next((words for html in texts if (words := fragment_text(html))), None)
    if text is None:
        raise problem(where, "has neither content nor a summary")
    draft = Draft(
        text=text,
        title=fragment_text(entry.get("title", "")),
        published=stated_date(entry.get("published")),
        source=fragment_text(feed.get("title", "")),
        authors=tuple(author.get("name", "") for author in entry.get("authors", [])),
        url=entry.get("link"),
        path=document.path,
        language=feed.get("language"),
    )
    key = entry.get("link") or entry.get("id") or number
    return Found(f"{document.name}#{key}", build(draft, where))
