"""The form that sets title, date, source and authors of articles."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.model import Article
from qa_bot.show.html import text as escape

NAMES = {"title": "title", "published": "date", "source": "source", "authors": "authors"}


def by_hand(fields: Sequence[str]) -> str:
    """Return a line on what a person set of an article, or nothing."""
    return f"set by hand: {', '.join(NAMES[each] for each in fields)}" if fields else ""


def one(article: Article) -> str:
    """Return the form for an article, with what is known of it; what is emptied is set to be unknown."""
    day = article.published.isoformat() if article.published else ""
    marked = by_hand(article.set_by_hand)
    hint = f'<p class="qa-hint">{marked[:1].upper()}{marked[1:]}.</p>' if marked else ""
    fields = _fields(article.title, day, article.source or "", "; ".join(article.authors))
    return _form(fields + hint, f' data-article="{escape(article.id)}" id="qa-details"')


def many() -> str:
    """Return the form for all articles that are chosen in the list; what stays empty is left as it is."""
    hint = '<p class="qa-hint">What you leave empty stays as it is.</p>'
    return _form(f"{_fields('', '', '', '')}{hint}", ' id="qa-details-many"')


def _form(fields: str, more: str) -> str:
    return (
        f'<form class="qa-details" data-form="details" hidden{more}>{fields}'
        '<p class="qa-line"><button class="qa-primary">Set</button>'
        '<button type="button" class="qa-quiet" data-act="close-details">Cancel</button></p></form>'
    )


def _fields(title: str, published: str, source: str, authors: str) -> str:
    return (
        f'<label>Title<input name="title" value="{escape(title)}" maxlength="1000" autocomplete="off"></label>'
        f'<label>Date<input type="date" name="published" value="{published}"></label>'
        f'<label>Source<input name="source" value="{escape(source)}" maxlength="1000" autocomplete="off"'
        ' list="qa-sources"></label>'
        "<label>Authors, a semicolon between"
        f'<input name="authors" value="{escape(authors)}" autocomplete="off"></label>'
    )
