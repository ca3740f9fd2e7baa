"""The source panel as HTML: an article, opened at a quotation, with a way to the next one."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.history import Exchange
from qa_bot.model import Article, Citation
from qa_bot.show.html import render
from qa_bot.show.page import article_html

_DETAILS = {"title": "title", "published": "date", "source": "source", "authors": "authors"}


def set_by_hand(fields: Sequence[str]) -> str:
    """Return a line on what a person set of an article, or nothing."""
    return f"set by hand: {', '.join(_DETAILS[each] for each in fields)}" if fields else ""


def cited(exchange: Exchange, chosen: Citation) -> str:
    """Return the article of a citation at the quoted words, the answer's others in it marked lighter."""
    quoted = exchange.quoted
    place = [each.id for each in quoted].index(chosen.id)
    steps = {
        "exchange": exchange.id,
        "chosen": chosen,
        "before": quoted[place - 1] if place else None,
        "after": quoted[place + 1] if place + 1 < len(quoted) else None,
        "place": place + 1,
        "of": len(quoted),
    }
    article = chosen.article
    values = {"article": article, "marked": set_by_hand(article.set_by_hand)}
    return str(render("web/source.html", {**values, **steps, "text": article_html(article, quoted, chosen)}))


def opened(article: Article) -> str:
    """Return an article from its beginning."""
    values = {"article": article, "chosen": None, "marked": set_by_hand(article.set_by_hand)}
    return str(render("web/source.html", {**values, "text": article_html(article)}))


def gone() -> str:
    """Return what is shown for an article that is no longer there."""
    return str(render("web/source.html", {"article": None, "chosen": None}))
