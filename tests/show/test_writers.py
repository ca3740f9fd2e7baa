from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import ARTICLE, HOSTILE, Elements, answer, cite, cited_articles, direct
from markdown_it import MarkdownIt

from qa_bot.model import Article, Citation, Direct, Filters, Span
from qa_bot.show.document import answer_html, article_html, mark_id
from qa_bot.show.links import link
from qa_bot.show.markdown import answer_markdown, escape_markdown
from qa_bot.show.text import answer_text
from qa_bot.show.words import summary, sureness


@given(cited_articles(), st.data())
def test_the_highlighted_text_is_the_quotation_to_the_character(
    made: tuple[Article, list[Citation]], data: st.DataObject
) -> None:
    article, citations = made
    chosen = data.draw(st.sampled_from(citations))
    read = Elements(article_html(article, citations, chosen))
    assert read.texts("mark", id=mark_id(chosen)) == [chosen.quote]
    assert read.texts("div", class_="qa-text") == [article.text]
    alone = [each for each in citations if not any(each.span.overlaps(o.span) for o in citations if o is not each)]
    for citation in alone:
        assert read.texts("mark", **{"data-citation": citation.id}) == [citation.quote]


@given(cited_articles())
def test_the_quotations_of_an_answer_are_verbatim_in_html(made: tuple[Article, list[Citation]]) -> None:
    article, citations = made
    read = Elements(answer_html(answer(*citations)))
    assert read.texts("blockquote") == [citation.quote for citation in citations]
    assert read.texts("cite") == [article.title] * len(citations)


@given(cited_articles())
def test_the_quotations_of_an_answer_have_the_same_words_in_markdown(made: tuple[Article, list[Citation]]) -> None:
    article, citations = made
    read = Elements(MarkdownIt("commonmark").render(answer_markdown(answer(*citations))))
    wanted = [f"[{each.n}] {each.quote} — {article.title}".split() for each in citations]
    assert [text.split() for text in read.texts("blockquote")] == wanted
    assert read.tags <= {"blockquote", "p", "strong"}


@pytest.mark.parametrize(
    "text",
    [
        "“We [the R&D unit] spent $5 on snake_case,” he said – 3 > 2, a | b, ~10 %, #1, 1.5 - 2 = -0.5!",
        "It rose by 3.5 (of 7). Well: “No.”",
    ],
)
def test_words_that_mean_nothing_in_markdown_are_copied_as_they_are(text: str) -> None:
    assert escape_markdown(text) == text
    assert Elements(MarkdownIt("commonmark").render(text)).texts("p") == [text]


@pytest.mark.parametrize(
    "text",
    ["*a* _b_ `c` <i>", "[a](b) [c][d]", "[a]: b", "&amp; &#65;", "- a", "1. a", "1) a", "# a", "> a", "a\n---", "a\n=",
     "\\*a", "a\\", "~~a~~", "***", "+ a", "-", "_ _ _", "- - -", "| a |\n|---|"],
)  # fmt: skip
def test_what_means_something_in_markdown_is_read_back_as_it_was(text: str) -> None:
    read = Elements(MarkdownIt("gfm-like", {"linkify": False}).render(escape_markdown(text)))
    assert [each.split() for each in read.texts("p")] == [text.split()]
    assert read.tags <= {"p", "br"}


@given(cited_articles(), st.data())
def test_a_direct_answer_is_marked_and_the_quotation_stays_verbatim(
    made: tuple[Article, list[Citation]], data: st.DataObject
) -> None:
    article, citations = made
    held = data.draw(st.sampled_from(citations))
    start = data.draw(st.integers(held.span.start, held.span.end - 1))
    where = Span(start, data.draw(st.integers(start + 1, held.span.end)))
    shown = answer(*citations, direct=Direct(article, where, n=held.n, probability=0.9))
    read = Elements(answer_html(shown))
    assert read.texts("blockquote") == [citation.quote for citation in citations]
    assert read.texts("strong", class_="qa-direct-mark") == [where.of(article.text)]
    assert read.texts("p", class_="qa-direct") == [f"{where.of(article.text)} [{held.n}]"]
    answer_text(shown)
    answer_markdown(shown)


def test_hostile_strings_become_text() -> None:
    article = Article("<id>", HOSTILE, HOSTILE, source=HOSTILE, authors=(HOSTILE,), language='en" onclick="1')
    citation = Citation(article, Span(0, len(HOSTILE)), n=1)
    for html in (
        article_html(article, [citation], citation),
        answer_html(answer(citation, text=f"{HOSTILE} [1]")),
        answer_html(answer(citation, reason="no_match")),
        answer_html(answer(citation, direct=Direct(article, citation.span, n=1, probability=0.9))),
    ):
        read = Elements(html)
        assert not read.tags & {"img", "script", "a"}
        assert not {name for name in read.attributes if name.startswith("on")}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "//x.org",
        "x.org",
        "https://",
        "http://[",
        "",
        None,
    ],
)
def test_an_address_that_a_browser_must_not_follow_is_no_link(url: str | None) -> None:
    assert link(url) is None
    assert "<a " not in article_html(Article("a", "T", "x", url=url))
    assert "](" not in answer_markdown(answer(cite(Article("a", "T", "x", url=url), "x")))


def test_an_article_names_what_is_known_and_links_to_the_original() -> None:
    read = Elements(article_html(ARTICLE))
    assert read.texts("h2") == ["The tower & its builder"]
    assert read.texts("p") == ["Test Wire · 5 June 2016 · Ann Author Original"]
    assert read.texts("a", href="https://example.org/tower?a=1&b=2", rel="noopener noreferrer") == ["Original"]
    assert "mark" not in read.tags


def test_the_chosen_mark_stays_whole_where_another_overlaps_it() -> None:
    before, chosen = cite(ARTICLE, "is 324 metres tall"), cite(ARTICLE, "metres tall.\n\nIt was", 2)
    inside, behind = cite(ARTICLE, "tall", 3), cite(ARTICLE, "was built by", 4)
    html = article_html(ARTICLE, [before, chosen, inside, behind], chosen)
    assert Elements(html).texts("mark") == ["is 324 ", "metres tall.\n\nIt was", " built by"]


def test_marks_may_touch() -> None:
    first, second = cite(ARTICLE, "The tower "), cite(ARTICLE, "is 324 metres tall.", 2)
    assert Elements(article_html(ARTICLE, [second, first], second)).texts("mark") == [first.quote, second.quote]


def test_citations_of_another_article_are_not_marked() -> None:
    other = cite(Article("other", "T", "The tower"), "The tower")
    assert "<mark" not in article_html(ARTICLE, [other])


def test_answer_as_markdown() -> None:
    shown = answer_markdown(answer(cite(ARTICLE, "The tower is 324 metres tall.\n\nIt was built")))
    assert shown == (
        "> **[1]** The tower is 324 metres tall.\n"
        ">\n"
        "> It was built\n"
        ">\n"
        "> — [The tower & its builder](<https://example.org/tower?a=1&b=2>), Test Wire, 5 June 2016\n"
        "\n"
        "Confident (0.83).\n"
    )


def test_an_answer_leads_with_the_direct_answer() -> None:
    tall, built = cite(ARTICLE, "The tower is 324 metres tall."), cite(ARTICLE, "It was built by Eiffel's company.", 2)
    shown = answer(tall, built, direct=direct(ARTICLE, "324 metres"))
    assert answer_markdown(shown).startswith("**324 metres** [1]\n\n> **[1]** The tower is 324 metres tall.\n")
    assert answer_text(shown).startswith("324 metres [1]\n\n[1] The tower is 324 metres tall.\n")
    assert summary(shown) == "324 metres. Answered with 2 quotations from 1 article. Confident."


def test_a_direct_answer_stands_on_one_line_in_plain_text() -> None:
    article = Article("a", "T", "said Orm\nSta*al, who")
    shown = answer(cite(article, article.text), direct=direct(article, "Orm\nSta*al"))
    assert answer_text(shown).startswith("Orm Sta*al [1]\n")
    assert answer_markdown(shown).startswith("**Orm Sta\\*al** [1]\n")


def test_refusal_as_markdown() -> None:
    assert answer_markdown(answer(cite(ARTICLE, "It opened in 1889."), reason="not_stated")).startswith(
        "**No answer.** The articles speak of this, but do not say.\n\n"
        "### Nearest passages, which do not answer the question\n\n"
        "> **[1]** It opened in 1889.\n"
    )


def test_answer_in_a_terminal() -> None:
    shown = answer_text(answer(cite(ARTICLE, "It was built by Eiffel's company. It opened in 1889.")), width=40)
    assert shown == (
        "[1] It was built by Eiffel's company. It\n"
        "    opened in 1889.\n"
        "    -- The tower & its builder, Test\n"
        "    Wire, 5 June 2016\n"
        "\n"
        "Confident (0.83).\n"
    )


def test_refusal_in_a_terminal() -> None:
    assert answer_text(answer(reason="empty_library")) == "No answer. There are no articles yet.\n"
    shown = answer_text(answer(cite(ARTICLE, "It opened in 1889."), reason="no_match"))
    assert shown.startswith(
        "No answer. None of the articles is about this.\n\n"
        "Nearest passages, which do not answer the question:\n\n"
        "[1] It opened in 1889.\n"
    )


def test_an_inferred_filter_stands_above_the_answer() -> None:
    filters = Filters(date(1889, 1, 1), date(1889, 12, 31), inferred="in 1889")
    filtered = replace(answer(cite(ARTICLE, "It opened in 1889.")), filters=filters)
    line = "Only articles from 1889 (“in 1889” in your question)."
    assert answer_text(filtered).startswith(f"{line}\n\n[1] ")
    assert answer_markdown(filtered).startswith(f"*{line}*\n\n> ")
    assert Elements(answer_html(filtered)).texts("p", class_="qa-filter") == [line]
    refused = replace(answer(cite(ARTICLE, "It opened in 1889."), reason="not_stated"), filters=filters)
    assert Elements(answer_html(refused)).texts("p", class_="qa-filter") == [line]


def test_a_refusal_for_its_dates_says_which_days_there_are() -> None:
    filters = Filters(after=date(1889, 1, 1), source=HOSTILE)
    covered = (date(2016, 1, 1), date(2016, 6, 5))
    refused = replace(answer(reason="outside_dates"), filters=filters, covered=covered)
    said = f"No article of {HOSTILE} is from 1 January 1889 or later."
    said += f" Those of {HOSTILE} are from 1 January to 5 June 2016."
    assert summary(refused) == f"No answer. {said}"
    assert Elements(answer_html(refused)).texts("p") == [f"No answer. {said}"]
    assert Elements(MarkdownIt("commonmark").render(answer_markdown(refused))).texts("p") == [f"No answer. {said}"]
    assert " ".join(answer_text(refused).split()) == f"No answer. {said}"


def test_the_words_of_a_question_are_escaped_in_its_filter() -> None:
    filters = Filters(date(2016, 1, 1), date(2016, 6, 5), inferred=f"{HOSTILE}\x1b[31m")
    for made in (answer(cite(Article("a", "T", "1889"), "1889")), answer(reason="no_match")):
        filtered = replace(made, filters=filters)
        assert not Elements(answer_html(filtered)).tags & {"img", "script", "a", "mark"}
        assert not Elements(MarkdownIt("commonmark").render(answer_markdown(filtered))).tags & {"img", "script", "a"}
        assert "\x1b" not in answer_text(filtered)


def test_a_terminal_gets_no_control_characters() -> None:
    article = Article("a", "T\x1b]0;title\x07", "quiet \x1b[31mred\x9b text")
    shown = answer_text(answer(Citation(article, Span(0, len(article.text)), n=1)))
    assert not [character for character in shown if character != "\n" and not character.isprintable()]


def test_the_words_of_an_engine_are_shown_with_buttons_for_what_it_cites() -> None:
    citation = cite(ARTICLE, "It opened in 1889.")
    read = Elements(answer_html(answer(citation, text="In <1889> [1], not [2].")))
    assert read.texts("p", class_="qa-words") == ["In <1889> [1], not [2]."]
    assert read.texts("button", **{"data-citation": citation.id}) == ["[1]", "[1]"]


def test_confidence_is_in_words_with_the_number_on_hover() -> None:
    shown = [(tag, has) for tag, has, _ in Elements(answer_html(answer(cite(ARTICLE, "1889")))).all if "title" in has]
    assert [(tag, has["title"][:15]) for tag, has in shown] == [("p", "Confidence 0.83")]
    words = [sureness(value) for value in (1.0, 0.9, 0.76, 0.5, 0.1)]
    assert words == ["Very confident", "Very confident", "Confident", "Fairly confident", "Not sure"]


def test_summary_says_in_a_sentence_what_came_of_it() -> None:
    citation = cite(ARTICLE, "1889")
    assert summary(answer(citation)) == "Answered with 1 quotation from 1 article. Confident."
    assert summary(answer(reason="outside_dates")) == "No answer. There are no articles from these dates."
