"""Tell whether two articles are one: papers print what the same agency sends them, and texts are mended."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from urllib.parse import urlsplit

from qa_bot.model import Article


def is_of_other_paper(article: Article, stored: Article) -> bool:
    """Say whether an article is the text of a stored one in another paper: both name one, and these differ."""
    is_named_after_text = article.id == hashlib.sha256(article.text.encode()).hexdigest()[:12]
    both_name_one = paper(article) and paper(stored)
    return bool(is_named_after_text and both_name_one and paper(article) != paper(stored))


def paper(article: Article) -> str:
    """Return what tells the paper of an article from others: its source, else the host of its address, or ""."""
    host = urlsplit(article.url or "").hostname or ""
    return (article.source or host.removeprefix("www.")).casefold()


def is_version(text: str, other: str) -> bool:
    """Say whether a text is another version of the other: most pairs of words of the shorter stand in both."""
    pairs, others = (set(pairwise(each.casefold().split())) for each in (text, other))
    return 2 * len(pairs & others) > min(len(pairs), len(others))
