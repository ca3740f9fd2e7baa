"""The days that are meant stand beside a quotation on every surface, and never in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fakes import make_article
from made import Elements, answer, cite, direct

from qa_bot.model import Answer, Citation
from qa_bot.news import dated
from qa_bot.show.document import answer_html, to_html
from qa_bot.show.markdown import answer_markdown
from qa_bot.show.notebook import notebook_html
from qa_bot.show.text import answer_text, timeline_text
from qa_bot.show.words import as_of

PASSED = "The council passed the bill on Tuesday."
ARTICLE = replace(
    make_article(f"{PASSED} It was drafted in May 2021. The mayor will sign it tomorrow.", "a"),
    published=date(2022, 8, 4),
)
LATE = replace(ARTICLE, text="It passed.\n\nUpdated Aug. 9, 2022, with an answer.")


def shown(citation: Citation) -> Answer:
    return answer(dated(citation))


def body(document: str) -> str:
    return document.partition("<body>")[2].partition("</body>")[0]


def test_the_terminal_and_markdown_have_the_day_on_a_line_of_its_own() -> None:
    assert f"[1] {PASSED}\n    (Tuesday: 2 August 2022)\n    -- " in answer_text(shown(cite(ARTICLE, PASSED)))
    assert "> (Tuesday: 2 August 2022)\n" in answer_markdown(shown(cite(ARTICLE, PASSED)))


def test_the_page_the_document_and_the_notebook_have_the_day_and_the_quotation_as_it_is() -> None:
    one = shown(cite(ARTICLE, PASSED))
    for html in (answer_html(one), body(to_html(one)), notebook_html(one)):
        read = Elements(str(html))
        assert read.texts("p", class_="qa-told") == ["Tuesday: 2 August 2022"]
        assert read.texts("blockquote") == [PASSED]


def test_a_short_answer_has_the_day_beside_it() -> None:
    one = replace(shown(cite(ARTICLE, PASSED)), direct=direct(ARTICLE, "Tuesday"))
    assert answer_text(one).startswith("Tuesday (2 August 2022) [1]\n")
    assert answer_markdown(one).startswith("**Tuesday** (2 August 2022) [1]\n")
    assert Elements(str(answer_html(one))).texts("span", class_="qa-day") == [" (2 August 2022)"]


def test_what_names_its_year_needs_no_day_beside_it() -> None:
    assert "qa-told" not in answer_html(shown(cite(ARTICLE, "It was drafted in May 2021.")))


def test_an_article_that_tells_of_what_is_later_than_its_date_is_warned_about() -> None:
    one = shown(cite(LATE, "It passed."))
    said = "Dated 4 August 2022, the article tells of 9 August 2022 (“Aug. 9, 2022”)."
    assert f"! {said}" in answer_text(one)
    assert f"⚠ {said}" in answer_markdown(one)
    for html in (answer_html(one), body(to_html(one)), notebook_html(one)):
        assert Elements(str(html)).texts("p", class_="qa-warned") == [said]
    assert one.to_dict()["citations"][0]["later"]["first"] == "2022-08-09"


def test_an_answer_on_how_things_are_says_of_which_day_it_is() -> None:
    old = replace(cite(ARTICLE, PASSED, 2), article=replace(ARTICLE, published=date(2020, 1, 1)))
    one = replace(answer(cite(ARTICLE, PASSED), old), of_now=True)
    assert one.to_dict()["as_of"] == "2022-08-04"
    assert as_of(one) == "As of 4 August 2022."
    assert as_of(replace(one, today=date(2022, 8, 20))) == "As of 4 August 2022."
    assert as_of(replace(one, today=date(2022, 11, 5))) == "As of 4 August 2022, 3 months before this was asked."
    assert as_of(replace(one, today=date(2026, 8, 5))) == "As of 4 August 2022, 4 years before this was asked."
    assert as_of(replace(one, of_now=False)) == ""
    for text in (answer_text(one), answer_markdown(one), answer_html(one), to_html(one), notebook_html(one)):
        assert "As of 4 August 2022." in text


def test_a_timeline_has_each_sentence_that_tells_of_a_time_by_time() -> None:
    one = shown(cite(ARTICLE, ARTICLE.text))
    assert [each.text for each in one.timeline] == [
        "It was drafted in May 2021.",
        PASSED,
        "The mayor will sign it tomorrow.",
    ]
    assert one.to_dict()["timeline"][1] == {
        "first": "2022-08-02",
        "last": "2022-08-02",
        "quote": PASSED,
        "start": 0,
        "end": len(PASSED),
        "citation": 1,
    }
    assert timeline_text(one).startswith(
        "Timeline:\n\nMay 2021\n    It was drafted in May 2021. [1]\n\n2 August 2022\n"
    )
    assert "No sentence" in timeline_text(answer(cite(ARTICLE, PASSED)))


def test_a_day_that_lacks_its_year_alone_is_not_said_twice() -> None:
    text = "The bill passed on 2 August after it was changed on Monday."
    one = shown(cite(replace(ARTICLE, text=text), text))
    assert "    (2 August 2022; Monday: 1 August 2022)\n" in answer_text(one)
