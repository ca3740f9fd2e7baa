"""The kinds of document that can be read, and how to tell which one a document is."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

# A kind is the name of the module here that reads it. Modules are imported when a document of their kind comes by,
# because most of them rest on a library that takes a tenth of a second or more to import.
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}

MEDIA_TYPES = {
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/json": "json",
    "application/ld+json": "json",
    "text/json": "json",
    "application/jsonl": "jsonl",
    "application/x-jsonlines": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
}

# What servers send for many kinds, or when they do not know.
_VAGUE_TYPES = frozenset(
    {"", "text/plain", "text/xml", "application/xml", "application/octet-stream", "binary/octet-stream"}
)
_XHTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)


def is_url(source: str) -> bool:
    """Say whether `source` is an http or https address."""
    return re.match(r"\s*https?://", source, re.IGNORECASE) is not None


def is_readable_type(media_type: str) -> bool:
    """Say whether something sent as `media_type` can be read."""
    return media_type in MEDIA_TYPES or media_type in _VAGUE_TYPES


def kind_of_name(name: str) -> str | None:
    """Return the kind that the suffix of a file name or of an address's path stands for, or None."""
    path = urlsplit(name).path if is_url(name) else name
    return SUFFIXES.get(os.path.splitext(path)[1].lower())


def kind_of_page(url: str, media_type: str, data: bytes) -> str:
    """Return the kind of a fetched document: what the server says, else what it begins with, else its suffix."""
    if media_type in MEDIA_TYPES:
        return MEDIA_TYPES[media_type]
    return _kind_of_bytes(data) or kind_of_name(url) or "text"


def _kind_of_bytes(data: bytes) -> str | None:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:rdf")):
        return "html" if _XHTML.search(head) else "feed"
    return None
