"""Make links that open a web page at quoted words (https://wicg.github.io/scroll-to-text-fragment/)."""

from __future__ import annotations

from urllib.parse import quote

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
