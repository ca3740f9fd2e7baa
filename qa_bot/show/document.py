"""Answers as one HTML document: the quotations, and beside them their articles with the quotations marked.

It needs no script and no other file: a quotation's number leads to its place in the article, and from there back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.model import Answer, Article, Citation
from qa_bot.show.answers import Answers, listed, quoted, shown_texts, title_of
from qa_bot.show.blocks import Blocks, blocks
from qa_bot.show.html import render
from qa_bot.show.marks import Piece, lay_out


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
        "articles": [_marked(article, places) for article in shown_texts(each)],
    }
    return str(render("show/document.html", values))


def _answered(at: int, answer: Answer, *, is_one_of_several: bool) -> _Answered:
    number = at if is_one_of_several else None
    return _Answered(answer, blocks(answer), {n.n: Place(n, f"{at}-{n.n}", number) for n in quoted(answer)})


def _marked(article: Article, places: Sequence[Place]) -> _Marked:
    here = {each.name: each for each in places if _is_of(each.citation, article)}
    return _Marked(article, tuple(lay_out(article.text, [(name, e.citation.span) for name, e in here.items()])), here)


def _is_of(citation: Citation, article: Article) -> bool:
    return (citation.article.id, citation.article.text) == (article.id, article.text)
