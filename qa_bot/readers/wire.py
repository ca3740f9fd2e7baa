"""Write what a reading process answers as JSON; unlike a pickle, it cannot run code."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from qa_bot.errors import PartError, ReadError
from qa_bot.model import Article
from qa_bot.readers.found import Found, NotArticlesError

_KINDS = {kind.__name__: kind for kind in (NotArticlesError, PartError)}


def encode(item: Found | ReadError) -> dict[str, Any]:
    """Return an article or an error as JSON."""
    if isinstance(item, ReadError):
        return {"error": str(item), "kind": type(item).__name__}
    published = item.article.published
    value = asdict(item)
    return {**value, "article": {**value["article"], "published": published.isoformat() if published else None}}


def decode(value: dict[str, Any]) -> Found | ReadError:
    """Return what such JSON holds."""
    if "error" in value:
        return _KINDS.get(value["kind"], ReadError)(value["error"])
    known = value["article"]
    published = date.fromisoformat(known["published"]) if known["published"] else None
    names = {name: tuple(known[name]) for name in ("authors", "set_by_hand")}
    article = Article(**{**known, **names, "published": published})
    return Found(value["origin"], article, tuple(value["also"]), stated=value["stated"])
