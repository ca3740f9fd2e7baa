"""Answers for tests of what is made of them, and HTML read as a browser reads it."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from fakes import texts
from hypothesis import strategies as st

from qa_bot.model import Answer, Article, Citation, Direct, Reason, Span

VOID = {"br", "img", "input", "hr"}
HOSTILE = (
    """<img src=x onerror="alert(1)"> </mark><script>alert('2')</script> &amp; &lt; ${1} {{value}} ` ]] *x* [a](b)"""
)
ARTICLE = Article(
    "tower",
    "The tower & its builder",
    "The tower is 324 metres tall.\n\nIt was built by Eiffel's company. It opened in 1889.",
    published=date(2016, 6, 5),
    source="Test Wire",
    authors=("Ann Author",),
    url="https://example.org/tower?a=1&b=2",
)


class Elements(HTMLParser):
    """Reads HTML as a browser does: each element's name, attributes and text content."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.all: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs}, list[str]())
        self.all.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, _, text in self._open:
            text.append(data)

    def texts(self, tag: str, **attributes: str) -> list[str]:
        wanted = {("class" if name == "class_" else name): value for name, value in attributes.items()}
        return ["".join(text) for name, has, text in self.all if name == tag and wanted.items() <= has.items()]

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _, _ in self.all}

    @property
    def attributes(self) -> set[str]:
        return {name for _, has, _ in self.all for name in has}


def cite(article: Article, words: str, n: int = 1) -> Citation:
    start = article.text.index(words)
    return Citation(article, Span(start, start + len(words)), n=n)


def answer(*citations: Citation, text: str = "", reason: Reason | None = None, direct: Direct | None = None) -> Answer:
    nearest, cited = (citations, ()) if reason else ((), citations)
    return Answer("How tall?", "How tall?", 0.8312, "test", text, reason, cited, nearest, direct=direct)


def direct(article: Article, words: str, n: int = 1) -> Direct:
    return Direct(article, cite(article, words).span, n=n, probability=0.9)


@st.composite
def cited_articles(draw: st.DrawFn) -> tuple[Article, list[Citation]]:
    """Articles in hard Unicode and in HTML, with citations that may touch, overlap and hold each other."""
    text = draw(texts()) + draw(st.sampled_from(["", HOSTILE, "<mark>", "&#13;", "\r\r\n"])) + draw(texts(most=5))
    article = Article("a", draw(texts(most=3)), text)
    offset = st.integers(0, len(text))
    bounds = draw(st.lists(st.tuples(offset, offset).filter(lambda two: two[0] != two[1]), min_size=1, max_size=5))
    spans = dict.fromkeys(Span(min(two), max(two)) for two in bounds)
    return article, [Citation(article, span, n=n) for n, span in enumerate(spans, start=1)]
