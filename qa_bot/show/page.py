"""Answers and articles for the page."""

from __future__ import annotations

from collections.abc import Iterable

from qa_bot.model import Answer, Article, Citation
from qa_bot.show.blocks import blocks
from qa_bot.show.html import Markup, render
from qa_bot.show.marks import apart, lay_out


def answer_html(answer: Answer) -> Markup:
    """Return an answer as an HTML fragment; the text of each `.qa-quote` is the quotation, to the character.

    A button with `data-citation` stands before each quotation, for a page to open the source with. A direct answer
    stands before them all, and is marked in its quotation.
    """
    return render("show/answer.html", {"blocks": blocks(answer)})


def article_html(article: Article, citations: Iterable[Citation] = (), chosen: Citation | None = None) -> Markup:
    """Return an article as HTML, with the chosen citation in `<mark id>` and others of the same article marked lighter.

    The link to the original leads to the chosen words, where the browser finds them.

    The text of the chosen mark is its quotation, to the character, and so is that of every mark that overlaps no
    other; line breaks are those of the text, for `white-space: pre-wrap`.
    """
    here = {each.id: each for each in citations if each.article.id == article.id}
    if chosen:
        here[chosen.id] = chosen
    others = [(name, each.span) for name, each in here.items() if each is not chosen]
    marks = apart(others, (chosen.id, chosen.span) if chosen else None)
    values = {"article": article, "pieces": lay_out(article.text, marks), "citations": here, "chosen": chosen}
    return render("show/article.html", {**values, "mark_id": mark_id})


def mark_id(citation: Citation) -> str:
    """Return the id of the element that highlights a citation in its article."""
    return f"quote-{citation.id}"
