"""Show what stands around the views, and the source panel, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from qa_bot.ask import MAX_QUESTION
from qa_bot.feedback import FILE
from qa_bot.history import Exchange
from qa_bot.model import Article, Citation
from qa_bot.show.document import article_html
from qa_bot.show.html import Markup, render

_count = count(1)


def fresh(html: str) -> str:
    """Return HTML as a value that was not there before: Gradio shows one again only if it differs, and the page may
    have emptied the place meanwhile."""
    return f"{html}<!--{next(_count)}-->"


def top_bar(views: Sequence[tuple[str, str]]) -> str:
    """Return the bar: what this is, and a way to each view, given as (name, label)."""
    return str(render("web/bar.html", {"views": views}))


def composer(sources: Sequence[str], collections: Iterable[str] = (), *, is_empty: bool = False) -> str:
    """Return the question box with its filters; of an empty library nothing can be asked."""
    values = {"sources": sources, "collections": list(collections), "is_empty": is_empty, "most": MAX_QUESTION}
    return str(render("web/composer.html", values))


def settings(user: str | None, feedback: int, engine: Markup | None = None) -> str:
    """Return what a visitor can set; `feedback` counts the answers that people judged, `engine` is the model's part."""
    return str(render("web/settings.html", {"user": user, "feedback": feedback, "engine": engine, "file": FILE}))


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


def article_opened(article: Article) -> str:
    """Return an article from its beginning."""
    values = {"article": article, "chosen": None, "marked": set_by_hand(article.set_by_hand)}
    return str(render("web/source.html", {**values, "text": article_html(article)}))


def article_gone() -> str:
    """Return what is shown for an article that is no longer there."""
    return str(render("web/source.html", {"article": None, "chosen": None}))
