"""Links from an answer to the originals of its articles."""

from __future__ import annotations

from urllib.parse import urlsplit

from qa_bot.model import Article
from qa_bot.text.fragment import with_text_fragment


def link(url: str | None) -> str | None:
    """Return the url if a browser may follow it: http or https with a host, and nothing else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def original(article: Article, quotation: str = "") -> str | None:
    """Return the link to an article's original, at the words of a quotation if one is given; None without an address.

    A browser that does not find the words opens the original at its beginning.
    """
    url = link(article.url)
    return with_text_fragment(url, quotation) if url else None
