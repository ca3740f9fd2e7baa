"""List the kinds of document that can be read, and tell which one a document is."""

from __future__ import annotations

import os
import re
from email.message import Message
from urllib.parse import urlsplit

READERS = {
    "agency": "feed",
    "archive": "archive",
    "csv": "records",
    "feed": "feed",
    "html": "html",
    "json": "records",
    "jsonl": "records",
    "mail": "mail",
    "markdown": "markdown",
    "office": "office",
    "pdf": "pdf",
    "rtf": "office",
    "text": "text",
    "warc": "archive",
}
"""Every kind with the module here that has its reader, a function such as `read_pdf`.

Modules are imported when a document of their kind comes by, because most of them rest on a library that takes a tenth
of a second or more to import.
"""

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
    ".csv": "csv",
    ".tsv": "csv",
    ".eml": "mail",
    ".mbox": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
    ".docx": "office",
    ".odt": "office",
    ".epub": "office",
    ".zip": "archive",
    ".gz": "archive",
    ".rtf": "rtf",
    ".warc": "warc",
    ".nitf": "agency",
}

# What people have and cannot be read, and what to do about it.
ADVICE = {
    **dict.fromkeys((".doc", ".pages", ".wpd"), "save it as .docx, .odt or .txt"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp"),
        "a picture; save it as .pdf, of which qa-bot[ocr] reads scans",
    ),
    **dict.fromkeys((".url", ".webloc"), "holds an address; add the address itself"),
    **dict.fromkeys((".wacz",), "unpack it and add the .warc.gz files in it"),
    **dict.fromkeys((".xls", ".xlsx", ".ods"), "save it as .csv"),
    **dict.fromkeys((".srt", ".vtt"), "subtitles; save them as .txt without their times"),
    **dict.fromkeys((".mobi", ".azw", ".azw3"), "save it as .epub"),
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
    "application/nitf+xml": "agency",
    "application/vnd.iptc.g2.newsitem+xml": "agency",
    "application/vnd.iptc.g2.newsmessage+xml": "agency",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/warc": "warc",
}

# What servers send for many kinds, or when they do not know.
_VAGUE_TYPES = frozenset(
    {"", "text/plain", "text/xml", "application/xml", "application/octet-stream", "binary/octet-stream"}
)
_XHTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_AGENCY = re.compile(rb"<(?:\w+:)?(?:nitf|newsitem|newsmessage)\b", re.IGNORECASE)
LOOKED_INTO = frozenset({"text", "feed"})
"""Kinds of which the name says little: how such a file begins tells more."""


def is_url(source: str) -> bool:
    """Say whether `source` is an http or https address."""
    return re.match(r"\s*https?://", source, re.IGNORECASE) is not None


def is_readable_type(media_type: str) -> bool:
    """Say whether something sent as `media_type` can be read."""
    return media_type in MEDIA_TYPES or media_type in _VAGUE_TYPES


def media_type_of(stated: str) -> tuple[str, str | None]:
    """Return the type and the encoding that a header Content-Type states."""
    message = Message()
    message["content-type"] = stated
    return message.get_content_type() if stated else "", message.get_content_charset()


def kind_of_name(name: str) -> str | None:
    """Return the kind that the suffix of a file name or of an address's path stands for, or None."""
    path = urlsplit(name).path if is_url(name) else name
    if path.lower().endswith(".warc.gz"):
        return "warc"
    return SUFFIXES.get(os.path.splitext(path)[1].lower())


def kind_of_page(url: str, media_type: str, data: bytes) -> str:
    """Return the kind of a fetched document: what the server says, else what it begins with, else its suffix."""
    if media_type in MEDIA_TYPES:
        return MEDIA_TYPES[media_type]
    return kind_of_content(data) or kind_of_name(url) or "text"


def advice(name: str) -> str:
    """Return what to do about a file that cannot be read, as the suffix of its name tells, or ""."""
    return ADVICE.get(os.path.splitext(name)[1].lower(), "")


def kind_of_content(data: bytes) -> str | None:
    """Return the kind that a document shows by how it begins, or None."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"warc/"):
        return "warc"
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:rdf", b"<nitf", b"<newsitem", b"<newsmessage")):
        return "agency" if _AGENCY.search(head) else "html" if _XHTML.search(head) else "feed"
    return None
