"""The source panel as HTML: an article, opened at a quotation, with a way to the next one."""

from __future__ import annotations

from qa_bot.history import Exchange
from qa_bot.model import Article, Citation
from qa_bot.show.html import text as escape
from qa_bot.show.page import article_html
from qa_bot.web import details_html
from qa_bot.web.icons import icon


def cited(exchange: Exchange, chosen: Citation) -> str:
    """Return the article of a citation at the quoted words, the answer's others in it marked lighter."""
    quoted = exchange.quoted
    place = [each.id for each in quoted].index(chosen.id)
    before = quoted[place - 1] if place else None
    after = quoted[place + 1] if place + 1 < len(quoted) else None
    steps = (
        f'<nav class="qa-steps" aria-label="Quotations">{_step(before, "left", "Previous quotation")}'
        f"<span>Quotation {place + 1} of {len(quoted)}</span>{_step(after, 'right', 'Next quotation')}</nav>"
    )
    return (
        f'<div class="qa-shelf" data-exchange="{escape(exchange.id)}" data-citation="{chosen.id}">{_bar(steps)}'
        f"{details_html.one(chosen.article)}{article_html(chosen.article, quoted, chosen)}</div>"
    )


def opened(article: Article) -> str:
    """Return an article from its beginning."""
    details = details_html.one(article)
    return f'<div class="qa-shelf" data-article="{escape(article.id)}">{_bar()}{details}{article_html(article)}</div>'


def gone() -> str:
    """Return what is shown for an article that is no longer there."""
    said = "This article is no longer in the library, or has changed since it was quoted."
    return f'<div class="qa-shelf">{_bar(details="")}<p class="qa-empty">{said}</p></div>'


_DETAILS = (
    '<button type="button" class="qa-tool" data-act="details" aria-expanded="false" aria-controls="qa-details"'
    f' aria-label="Set details" title="Set title, date, source, authors">{icon("edit")}</button>'
)


def _bar(steps: str = "<span>Article</span>", details: str = _DETAILS) -> str:
    close = (
        '<button type="button" class="qa-tool qa-close" data-act="close" aria-label="Close the article"'
        f' title="Close (Esc)">{icon("close")}</button>'
    )
    return f'<div class="qa-shelf-bar">{steps}<span class="qa-tools">{details}{close}</span></div>'


def _step(citation: Citation | None, drawn: str, label: str) -> str:
    where = f' data-step="{citation.id}"' if citation else " disabled"
    return f'<button type="button" class="qa-tool"{where} aria-label="{label}" title="{label}">{icon(drawn)}</button>'
