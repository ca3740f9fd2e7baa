"""Answers as one HTML document: the quotations, and beside them their articles with the quotations marked.

It needs no script and no other file: a quotation's number leads to its place in the article, and from there back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_bot.export.gather import Answers, listed, quoted, shown_articles, title_of
from qa_bot.export.marks import Piece, lay_out
from qa_bot.export.parts import notes, original_html, published_html, source_html, words_html
from qa_bot.model import Answer, Article, Citation, Direct
from qa_bot.render import NEAREST, escape, quote_html, said_by_html, sureness
from qa_bot.wording import refusal

_STYLE = (Path(__file__).parent / "document.css").read_text(encoding="utf-8")
_CONTENT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation stands in the document: as quotation `n` of a question, and in its article.

    `name` is unique in the document; `question` is the number of the question, None if there is but one.
    """

    citation: Citation
    name: str
    question: int | None

    @property
    def number_html(self) -> str:
        """Return the link from the quotation to the article."""
        label = escape(f"Quotation {self.citation.n}: show it in {self.citation.article.title}")
        return f'<a class="number" href="#source-{self.name}" aria-label="{label}">[{self.citation.n}]</a>'

    @property
    def back_html(self) -> str:
        """Return the link from the article to the quotation."""
        shown = f"Q{self.question} [{self.citation.n}]" if self.question else f"[{self.citation.n}]"
        return f'<a class="back" href="#quote-{self.name}" aria-label="Back to quotation {shown}">{shown}</a>'


def to_html(answers: Answers, *, title: str | None = None) -> str:
    """Return a whole HTML document, light or dark as its reader's system is.

    The heading is `title`, or else the question if there is but one. The text of each
    quotation, and that of its marks in the article, is the quotation to the character.
    """
    each = listed(answers)
    places = _places(each)
    heading = escape(title or title_of(each))
    headed = len(each) > 1 or bool(title)
    shown = "".join(_answer(*pair, places=places, headed=headed) for pair in enumerate(each, 1))
    articles = "".join(_article(article, places) for article in shown_articles(each))
    beside = (
        f'<section class="articles" aria-label="Articles"><h2>Articles</h2>{articles}</section>' if articles else ""
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_CONTENT}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f"<title>{heading}</title><style>{_STYLE}{_targets(places)}</style></head>\n"
        f'<body><main><section class="answers"><h1 dir="auto">{heading}</h1>{shown}'
        '<p class="made">Each quotation is a piece of its article, to the letter. Made with QA Bot.</p></section>'
        f"{beside}</main></body></html>\n"
    )


def _places(answers: Sequence[Answer]) -> list[Place]:
    several = len(answers) > 1
    return [
        Place(citation, f"{at}-{citation.n}", at if several else None)
        for at, answer in enumerate(answers, 1)
        for citation in quoted(answer)
    ]


def _targets(places: Sequence[Place]) -> str:
    """Return the rules that light up all pieces of the quotation that was followed to."""
    return "".join(f"#source-{each.name}:target~.in-{each.name}{{background:var(--chosen)}}" for each in places)


def _answer(at: int, answer: Answer, *, places: Sequence[Place], headed: bool) -> str:
    own = {each.citation.n: each for each in places if each.name.startswith(f"{at}-")}
    number = f'<span class="count">Q{at}</span> ' if any(each.question for each in own.values()) else ""
    heading = f'<h2 dir="auto">{number}{escape(answer.question)}</h2>' if headed else ""
    noted = "".join(f'<p class="note" dir="auto">{escape(note)}</p>' for note in notes(answer))
    said = _refusal(answer, own) if answer.reason else _said(answer, own)
    notice = f'<p class="note" dir="auto">{escape(answer.notice)}</p>' if answer.notice else ""
    return f'<section class="answer">{heading}{noted}{said}{notice}</section>'


def _said(answer: Answer, own: Mapping[int, Place]) -> str:
    direct = answer.direct
    lead = _direct(direct, own) if direct else ""
    words = f'<p class="words" dir="auto">{words_html(answer, _links(own))}</p>' if answer.text or answer.claims else ""
    sure = f'<p class="sureness">{sureness(answer.confidence)} ({answer.confidence:.2f})</p>'
    return lead + words + _quotations(answer, own) + sure


def _direct(direct: Direct, own: Mapping[int, Place]) -> str:
    said = f"{own[direct.n].number_html}{said_by_html(direct)}"
    return f'<p class="direct"><strong dir="auto">{escape(direct.text)}</strong> {said}</p>'


def _refusal(answer: Answer, own: Mapping[int, Place]) -> str:
    near = f"<h3>{NEAREST}</h3>{_quotations(answer, own)}" if own else ""
    return f'<p class="refusal"><strong>No answer.</strong> {escape(refusal(answer))}</p>{near}'


def _quotations(answer: Answer, own: Mapping[int, Place]) -> str:
    return f'<ol class="quotations">{"".join(_quotation(each, answer) for each in own.values())}</ol>'


def _quotation(place: Place, answer: Answer) -> str:
    citation = place.citation
    about = filter(None, (source_html(citation.article), original_html(citation.article, citation.quote)))
    return (
        f'<li id="quote-{place.name}">{place.number_html}'
        f'<blockquote dir="auto">{quote_html(citation, answer.direct)}</blockquote>'
        f'<p class="source" dir="auto">{" · ".join(about)}</p></li>'
    )


def _links(own: Mapping[int, Place]) -> dict[int, str]:
    return {n: place.number_html for n, place in own.items()}


def _article(article: Article, places: Sequence[Place]) -> str:
    here = {each.name: each for each in places if each.citation.article.id == article.id}
    pieces = lay_out(article.text, {name: place.citation.span for name, place in here.items()})
    text = "".join(_piece(piece, article, here) for piece in pieces)
    authors = escape(", ".join(article.authors))
    about = " · ".join(filter(None, (published_html(article), authors, original_html(article))))
    language = f' lang="{escape(article.language)}"' if article.language else ""
    return (
        f'<article{language}><h3 dir="auto">{escape(article.title)}</h3>'
        f'<p class="source" dir="auto">{about}</p>'
        f'<div class="text" dir="auto">{text}</div></article>'
    )


def _piece(piece: Piece, article: Article, here: Mapping[str, Place]) -> str:
    words = escape(piece.span.of(article.text))
    if piece.covering:
        words = f'<mark class="{" ".join(f"in-{name}" for name in piece.covering)}">{words}</mark>'
    anchors = "".join(f'<span class="anchor" id="source-{name}"></span>' for name in piece.begins)
    return anchors + words + "".join(here[name].back_html for name in piece.ends)
