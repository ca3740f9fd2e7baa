"""Values in a notebook: HTML that is verbatim, escaped and needs nothing else, and a repr that can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import STORIES
from hypothesis import given, settings
from made import ARTICLE, HOSTILE, Elements, answer, cite, cited_articles, direct

from qa_bot import Answer, Article, Citation, QABot, Span
from qa_bot.library import AddReport

TALL = cite(ARTICLE, "The tower is 324 metres tall.")


def read(value: object) -> Elements:
    return Elements(value._repr_html_())  # type: ignore[attr-defined]


@settings(max_examples=25)
@given(cited_articles())
def test_quotations_and_their_highlights_are_verbatim(made: tuple[Article, list[Citation]]) -> None:
    _, citations = made
    for shown in (read(answer(*citations)), read(answer(*citations, reason="not_stated"))):
        assert shown.texts("blockquote") == [each.quote for each in citations]
        assert shown.texts("mark") == [each.quote for each in citations]


def test_an_answer_shows_what_it_says_and_from_where() -> None:
    shown = read(answer(TALL, text="It is tall [1].", direct=direct(ARTICLE, "324 metres")))
    assert shown.texts("p") == [
        "324 metres [1]",
        "It is tall [1].",
        "[1] The tower & its builder · Test Wire · 5 June 2016 · Original",
        "Confident (0.83)",
    ]
    assert shown.texts("details") == [f"In the article{ARTICLE.text}"]


def test_a_refusal_does_not_look_like_an_answer() -> None:
    shown = read(replace(answer(TALL, reason="not_stated"), standalone_question="How tall is it?"))
    assert shown.texts("p", class_="qab-no") == ["No answer. The articles speak of this, but do not say."]
    assert shown.texts("p")[0] == "Understood as: How tall is it?"
    assert "Nearest passages, which do not answer the question" in shown.texts("strong")


def test_of_a_long_article_the_surroundings_are_shown() -> None:
    text = "word " * 500 + "The end came soon." + " more" * 500
    article = Article("long", "Long", text)
    shown = read(cite(article, "The end came soon.")).texts("div", class_="qab-text")[0]
    assert shown.startswith("… word word")
    assert shown.endswith("more more …")
    assert 1000 < len(shown) < 1300
    shown = read(Article("long", "Long", "x" * 100_000))
    assert shown.texts("div", class_="qab-text") == ["x" * 20_000]
    assert shown.texts("p")[-1] == "80,000 more characters are in .text"


def test_an_article_shows_what_is_known_of_it() -> None:
    shown = read(ARTICLE)
    assert shown.texts("p") == ["The tower & its builder", "Test Wire · 5 June 2016 · Ann Author · Original"]
    assert shown.texts("div", class_="qab-text") == [ARTICLE.text]


def test_a_report_says_what_failed_and_why() -> None:
    report = AddReport(added=("a", "b"), failed=(f"x.pdf: {HOSTILE}",), skipped=("y.png: no kind of text",))
    shown = read(report)
    assert shown.texts("p") == ["2 added, 1 skipped, 1 failed"]
    assert shown.texts("li") == [f"failed x.pdf: {HOSTILE}", "skipped y.png: no kind of text"]
    many = read(AddReport(failed=tuple(f"{n}.pdf: empty" for n in range(70))))
    assert len(many.texts("li")) == 50
    assert many.texts("p")[-1] == "and 20 more, in .failed and .skipped"


def test_a_conversation_shows_its_questions_and_answers(bot: QABot) -> None:
    bot.add(*STORIES)
    conversation = bot.conversation()
    assert read(conversation).texts("p") == ["Nothing has been asked yet."]
    conversation.ask("How many meteors were counted?")
    conversation.ask("Who counted <them>?")
    asked = [text for text in read(conversation).texts("strong") if text.endswith("?")]
    assert asked == ["How many meteors were counted?", "Who counted <them>?"]
    assert [each.question for each in conversation.answers] == asked
    assert repr(conversation) == "<Conversation of 2 questions>"
    assert "How many meteors were counted?" in str(conversation)
    assert "Who counted \\<them>?" in conversation.to_markdown()


@pytest.mark.parametrize("reason", [None, "not_stated"])
def test_hostile_strings_become_text(reason: str | None) -> None:
    article = Article("a", HOSTILE, HOSTILE, source=HOSTILE, authors=(HOSTILE,), url="javascript:alert(1)")
    citation = Citation(article, Span(0, len(HOSTILE)), n=1)
    shown = replace(answer(citation, text=HOSTILE, reason=reason), standalone_question=HOSTILE)  # type: ignore[arg-type]
    for value in (shown, citation, article):
        elements = read(value)
        assert not elements.tags & {"img", "script", "a"}
        assert not {name for name in elements.attributes if name.startswith("on")}


def test_nothing_in_it_needs_a_script_or_another_file_or_is_taken_for_a_formula() -> None:
    for value in (answer(TALL), TALL, ARTICLE, AddReport(added=("a",))):
        html = value._repr_html_()
        assert Elements(html).tags.isdisjoint({"script", "link", "img", "iframe"})
        assert "url(" not in html
        assert 'class="qa-bot tex2jax_ignore mathjax_ignore"' in html


def test_reprs_can_be_read() -> None:
    assert repr(ARTICLE) == "<Article tower: 'The tower & its builder', Test Wire, 2016-06-05, 83 characters>"
    assert repr(TALL) == "<Citation tower:0-29 'The tower is 324 metres tall.'>"
    assert repr(answer(TALL, direct=direct(ARTICLE, "324 metres"))) == (
        "<Answer to 'How tall?': '324 metres'; [1] 'The tower is 324 metres tall.' (tower); confidence 0.83>"
    )
    assert repr(answer(reason="no_match")) == "<Answer to 'How tall?': refused, no_match>"
    assert repr(Article("a", "x\n" * 200, "yy")) == f"<Article a: '{'x ' * 39}x…', 2 characters>"


def test_an_answer_prints_as_in_a_terminal() -> None:
    shown: Answer = answer(TALL)
    assert str(shown).startswith("[1] The tower is 324 metres tall.\n    -- The tower & its builder, Test Wire")
