"""Parts of an answer as HTML, for documents and notebooks; every string that comes from outside is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa_bot.model import Answer, Article
from qa_bot.render import escape, link, struck_html, time_html
from qa_bot.text.fragment import with_text_fragment
from qa_bot.wording import scope

_NUMBER = re.compile(r"\[(\d+)\]")


def notes(answer: Answer) -> list[str]:
    """Return sentences, not escaped, on how a question was understood and which articles might answer it."""
    understood = answer.standalone_question
    said = [] if understood == answer.question else [f"Understood as: {understood}"]
    only = "" if answer.reason == "outside_dates" else scope(answer.filters)
    return [*said, only] if only else said


def words_html(answer: Answer, numbers: Mapping[int, str]) -> str:
    """Return what an engine says beyond its quotations, struck claims as such, with each [n] as `numbers` has it."""

    def numbered(text: str) -> str:
        return _NUMBER.sub(lambda found: numbers.get(int(found[1]), found[0]), escape(text))

    if not answer.claims:
        return numbered(answer.text)
    return " ".join(numbered(each.marked) if each.supported else struck_html(each) for each in answer.claims)


def source_html(article: Article) -> str:
    """Return title, source and day of an article."""
    return " · ".join(filter(None, (f"<cite>{escape(article.title)}</cite>", published_html(article))))


def original_html(article: Article, quotation: str = "") -> str:
    """Return a link to the original, at the words of a quotation if one is given; nothing where there is no address."""
    url = link(article.url)
    if not url:
        return ""
    leads = escape(with_text_fragment(url, quotation))
    return f'<a href="{leads}" target="_blank" rel="noopener noreferrer">Original</a>'


def published_html(article: Article) -> str:
    """Return source and day of an article, as far as they are known."""
    return " · ".join(filter(None, (escape(article.source or ""), time_html(article.published))))
