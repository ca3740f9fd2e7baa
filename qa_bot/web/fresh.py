"""Make HTML that the page shows although it may be what it was shown last."""

from __future__ import annotations

from itertools import count

_count = count(1)


def fresh(html: str) -> str:
    """Return HTML as a value that was not there before: Gradio shows one again only if it differs, and the page may
    have emptied the place meanwhile."""
    return f"{html}<!--{next(_count)}-->"
