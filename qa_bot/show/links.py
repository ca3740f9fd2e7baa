"""Link an answer to the originals of its articles, at the quoted words."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from qa_bot.model import Article

_WHOLE = 10
_EDGE = 5


def with_text_fragment(url: str, quotation: str) -> str:
    """Return a link to the words of a quotation on a page: all of a short one, else from its first to its last words.

    A browser that does not know text fragments, or does not find the words, opens the page at its beginning.
    """
    words = quotation.split()
    if not words:
        return url
    parts = [words] if len(words) <= _WHOLE else [words[:_EDGE], words[-_EDGE:]]
    directive = ",".join(map(_encoded, parts))
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _encoded(words: list[str]) -> str:
    """Return words for a directive, in which dashes and commas have a meaning of their own."""
    return quote(" ".join(words), safe="").replace("-", "%2D")


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
