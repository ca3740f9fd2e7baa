"""What a reading process is asked and what it answers, as lines of JSON; unlike a pickle, they cannot run code."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import IO, Any

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, NotArticlesError

END = b"{}\n"
"""After the last answer about a document."""


def send_request(stream: IO[bytes], document: Document, kind: str, seconds: float) -> None:
    """Write which document to read; the bytes of a fetched one follow the line."""
    asked = {
        "name": document.name,
        "url": document.url,
        "charset": document.charset,
        "size": None if document.data is None else len(document.data),
        "kind": kind,
        "seconds": seconds,
    }
    stream.write(json.dumps(asked).encode() + b"\n" + (document.data or b""))
    stream.flush()


def receive_request(stream: IO[bytes]) -> tuple[Document, str, float] | None:
    """Return a document, its kind and how long reading may take, None if nothing more is asked."""
    line = stream.readline()
    if not line:
        return None
    asked: dict[str, Any] = json.loads(line)
    data = None if asked["size"] is None else stream.read(asked["size"])
    return Document(asked["name"], data, asked["url"], asked["charset"]), asked["kind"], asked["seconds"]


def encode(item: Found | ReadError) -> bytes:
    """Return the line of an article or an error."""
    if isinstance(item, ReadError):
        value: dict[str, Any] = {"error": str(item), "other": isinstance(item, NotArticlesError)}
    else:
        value = asdict(item)
    return json.dumps(value, default=date.isoformat).encode() + b"\n"


def decode(line: bytes) -> Found | ReadError:
    """Return what a line holds."""
    value: dict[str, Any] = json.loads(line)
    if "error" in value:
        return (NotArticlesError if value["other"] else ReadError)(value["error"])
    known = value["article"]
    published = date.fromisoformat(known["published"]) if known["published"] else None
    article = Article(**{**known, "published": published, "authors": tuple(known["authors"])})
    return Found(value["origin"], article, tuple(value["also"]), stated=value["stated"])
