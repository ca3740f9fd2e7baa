"""Answers as one HTML document: the quotations, and beside them their articles with the quotations marked.

It needs no script and no other file: a quotation's number leads to its place in the article, and from there back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa_bot.model import Answer, Article, Citation
from qa_bot.show.answers import Answers, listed, quoted, shown_articles, title_of
from qa_bot.show.blocks import Blocks, Piece, apart, blocks, lay_out
from qa_bot.show.html import Markup, render


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation stands in the document: as quotation `n` of a question, and in its article.

    `name` is unique in the document; `question` is the number of the question, None if there is but one.
    """

    citation: Citation
    name: str
    question: int | None

    @property
    def label(self) -> str:
        """Return what leads from the article back to the quotation."""
        return f"Q{self.question} [{self.citation.n}]" if self.question else f"[{self.citation.n}]"


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question with what is shown of its answer, and where its citations stand, by their numbers."""

    answer: Answer
    blocks: Blocks
    places: dict[int, Place]


@dataclass(frozen=True, slots=True)
class _Marked:
    """An article in pieces, and the places that are marked in it, by their names."""

    article: Article
    pieces: tuple[Piece, ...]
    places: dict[str, Place]


def to_html(answers: Answers, *, title: str | None = None) -> str:
    """Return a whole HTML document, light or dark as its reader's system is.

    The heading is `title`, or else the question if there is but one. The text of each
    quotation, and that of its marks in the article, is the quotation to the character.
    """
    each = listed(answers)
    answered = [_answered(at, answer, is_one_of_several=len(each) > 1) for at, answer in enumerate(each, 1)]
    places = [place for one in answered for place in one.places.values()]
    values = {
        "heading": title or title_of(each),
        "is_headed": len(each) > 1 or bool(title),
        "answered": answered,
        "places": places,
        "articles": [_marked(article, places) for article in shown_articles(each)],
    }
    return str(render("show/document.html", values))


def _answered(at: int, answer: Answer, *, is_one_of_several: bool) -> _Answered:
    number = at if is_one_of_several else None
    return _Answered(answer, blocks(answer), {n.n: Place(n, f"{at}-{n.n}", number) for n in quoted(answer)})


def _marked(article: Article, places: Sequence[Place]) -> _Marked:
    here = {each.name: each for each in places if each.citation.article.id == article.id}
    return _Marked(article, tuple(lay_out(article.text, [(name, e.citation.span) for name, e in here.items()])), here)


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
