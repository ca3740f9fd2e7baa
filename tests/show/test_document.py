"""The HTML document that answers are taken along in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import ARTICLE, HOSTILE, Elements, answer, cite, cited_articles, direct

from qa_bot.model import Answer, Article, Citation, Claim, Direct, Filters, Span
from qa_bot.show import to_html

BUILT = cite(ARTICLE, "It was built by Eiffel's company.", 2)
TALL = cite(ARTICLE, "The tower is 324 metres tall.")


def read(html: str) -> Elements:
    return Elements(
        html.removeprefix("<!doctype html>").replace("<meta charset", "<br charset").replace("<meta ", "<br ")
    )


def marked(shown: Elements, place: str) -> str:
    """Return what is marked for the quotation at a place such as 1-2."""
    return "".join(
        "".join(text) for tag, has, text in shown.all if tag == "mark" and f"in-{place}" in has["class"].split()
    )


def ids(shown: Elements) -> list[str]:
    return [has["id"] for _, has, _ in shown.all if "id" in has]


def targets(shown: Elements) -> list[str]:
    return [has["href"][1:] for tag, has, _ in shown.all if tag == "a" and has["href"].startswith("#")]


@settings(max_examples=20)
@given(cited_articles(), st.data())
def test_quotations_and_their_marks_are_verbatim(made: tuple[Article, list[Citation]], data: st.DataObject) -> None:
    article, citations = made
    held = data.draw(st.sampled_from(citations))
    where = Direct(article, held.span, n=held.n, probability=0.9)
    shown = read(to_html(answer(*citations, direct=where)))
    assert shown.texts("blockquote") == [citation.quote for citation in citations]
    for citation in citations:
        assert marked(shown, f"1-{citation.n}") == citation.quote
    backs = "".join(shown.texts("a", class_="back"))
    assert len(shown.texts("div", class_="text")[0]) == len(article.text) + len(backs)


@settings(max_examples=15)
@given(st.lists(cited_articles(), min_size=1, max_size=4))
def test_every_link_leads_to_one_place(made: list[tuple[Article, list[Citation]]]) -> None:
    shown = read(to_html([answer(*citations) for _, citations in made if citations]))
    assert len(ids(shown)) == len(set(ids(shown)))
    assert sorted(targets(shown)) == sorted(ids(shown))


def test_hostile_strings_become_text() -> None:
    article = Article(
        f'<id"{HOSTILE}',
        HOSTILE,
        HOSTILE,
        source=HOSTILE,
        authors=(HOSTILE,),
        language='en" onclick="1',
        url="javascript:x",
    )
    citation = Citation(article, Span(0, len(HOSTILE)), n=1)
    filters = Filters(source=HOSTILE)
    answered = replace(answer(citation, text=f"{HOSTILE} [1]"), question=HOSTILE, filters=filters)
    refused = replace(answer(citation, reason="not_stated"), question=HOSTILE, standalone_question=f"{HOSTILE}?")
    for html in (to_html(answered), to_html(refused), to_html([answered, refused], title=HOSTILE)):
        shown = read(html)
        assert not shown.tags & {"img", "script"}
        assert not {name for name in shown.attributes if name.startswith("on")}
        assert "javascript" not in html
        assert set(shown.texts("cite")) == {HOSTILE}


def test_a_document_needs_nothing_from_elsewhere() -> None:
    html = to_html([answer(TALL, BUILT), answer(BUILT, reason="not_stated")])
    shown = read(html)
    assert "default-src 'none'" in html
    assert shown.tags.isdisjoint({"script", "link", "img", "iframe"})
    assert "url(" not in html
    assert "@import" not in html


def test_a_document_of_one_answer() -> None:
    shown = read(to_html(answer(TALL, BUILT, text="It is tall [1], not [7].", direct=direct(ARTICLE, "324 metres"))))
    assert shown.texts("title") == shown.texts("h1") == ["How tall?"]
    assert shown.texts("h2") == ["Articles"]
    assert shown.texts("p", class_="direct") == ["324 metres [1]"]
    assert shown.texts("p", class_="words") == ["It is tall [1], not [7]."]
    assert shown.texts("strong", class_="qa-direct-mark") == ["324 metres"]
    assert shown.texts("p", class_="sureness") == ["Confident (0.83)"]
    assert shown.texts("a", href="https://example.org/tower?a=1&b=2") == ["Original"]
    words = "https://example.org/tower?a=1&b=2#:~:text=The%20tower%20is%20324%20metres%20tall."
    assert shown.texts("a", href=words, rel="noopener noreferrer") == ["Original"]
    assert shown.texts("a", href="#quote-1-2") == ["[2]"]
    assert shown.texts("article", lang="en") == []


def test_a_conversation_numbers_its_questions_and_shows_an_article_once() -> None:
    second = Answer("And?", "How tall is it?", 0.1, "test", reason="not_stated", nearest=(BUILT,))
    shown = read(to_html([answer(TALL), second]))
    assert shown.texts("h1") == ["Conversation of 2 questions"]
    assert shown.texts("h2") == ["Q1 How tall?", "Q2 And?", "Articles"]
    assert len(shown.texts("article")) == 1
    assert shown.texts("a", class_="back") == ["Q1 [1]", "Q2 [2]"]
    assert shown.texts("p", class_="note") == ["Understood as: How tall is it?"]
    assert shown.texts("p", class_="refusal") == ["No answer. The articles speak of this, but do not say."]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(source="Wire"), "Only articles of Wire."),
        (Filters(after=date(2016, 1, 1), before=date(2016, 12, 31)), "Only articles from 2016."),
        (Filters(source="Wire", after=date(2016, 5, 3)), "Only articles of Wire from 3 May 2016 or later."),
        (
            Filters(after=date(2016, 6, 1), before=date(2016, 6, 30), inferred="in June"),
            "Only articles from June 2016 (“in June” in your question).",
        ),
    ],
)
def test_a_document_says_what_was_asked_of_which_articles(filters: Filters, said: str) -> None:
    assert read(to_html(replace(answer(TALL), filters=filters))).texts("p", class_="note") == [said]


def test_a_refusal_without_evidence_has_no_articles() -> None:
    shown = read(to_html(answer(reason="empty_library")))
    assert shown.texts("article") == []
    assert shown.texts("p", class_="refusal") == ["No answer. There are no articles yet."]


def test_what_a_model_wrote_is_linked_and_what_is_struck_says_why() -> None:
    claims = (Claim("It is tall.", (1,)), Claim("It is <green>.", (1,), why="no quotation says so"))
    shown = replace(answer(TALL, text="It is tall. [1]"), claims=claims, notice="One sentence was struck out.")
    for html in (to_html(shown), shown._repr_html_()):
        elements = read(html)
        assert elements.texts("del") == ["It is <green>."]
        assert "One sentence was struck out." in elements.texts("p")
    words = read(to_html(shown)).texts("p", class_="words")
    assert words == ["It is tall. [1] It is <green>. (Struck out: no quotation says so)"]
    assert read(to_html(shown)).texts("a", href="#source-1-1") == ["[1]", "[1]"]
