"""An answer says how many independent sources it quotes, and in which other papers their text stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import make_article
from made import Elements, answer, cite

from qa_bot.model import Citation, Copy
from qa_bot.show.document import answer_html, to_html
from qa_bot.show.markdown import answer_markdown
from qa_bot.show.notebook import notebook_html
from qa_bot.show.text import answer_text
from qa_bot.show.words import also_in, sources

COPIES = tuple(Copy(name.lower(), "A ferry", name) for name in ("Herald", "Times", "Echo"))


def quoted(name: str, source: str | None, n: int, *copies: Copy) -> Citation:
    article = replace(make_article(f"It rained on {name}.", name), source=source)
    return replace(cite(article, article.text, n), copies=copies)


POST, COAST = quoted("post", "Post", 1, *COPIES), quoted("coast", "Coast", 2)
HERALD = quoted("herald", "Herald", 3, Copy("post", "A ferry", "Post"))


@pytest.mark.parametrize(
    ("citations", "said"),
    [
        ([POST, COAST], "2 independent sources (one also in 3 other papers)."),
        ([POST], "1 independent source (also in 3 other papers)."),
        ([POST, HERALD], "1 independent source (also in 3 other papers)."),
        ([COAST, quoted("coast-2", "coast", 4)], "1 independent source."),
        ([COAST, quoted("echo", "Echo", 4)], "2 independent sources."),
        ([COAST, quoted("unknown", None, 4)], ""),
        ([COAST], ""),
    ],
)
def test_copies_and_articles_of_one_paper_are_one_source(citations: list[Citation], said: str) -> None:
    assert sources(answer(*citations)) == said


def test_sources_are_told_by_the_numbers_of_their_quotations_in_json() -> None:
    assert answer(POST, COAST, HERALD).to_dict()["sources"] == [[2], [1, 3]]


def test_the_other_papers_are_named_on_every_surface() -> None:
    one = answer(POST, COAST)
    said = also_in(POST)
    assert said == "The same text in Herald, Times and Echo."
    assert f"    {said}\n" in answer_text(one)
    assert f"> {said}\n" in answer_markdown(one)
    for html in (answer_html(one), to_html(one).partition("<body>")[2].partition("</body>")[0], notebook_html(one)):
        read = Elements(str(html))
        assert read.texts("p", class_="qa-also") == [said]
        assert "2 independent sources (one also in 3 other papers)." in str(html)
    assert "2 independent sources (one also in 3 other papers)." in answer_text(one)
    assert "2 independent sources (one also in 3 other papers)." in answer_markdown(one)
