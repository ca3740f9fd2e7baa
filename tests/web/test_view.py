from __future__ import annotations

from datetime import date

import pytest
from fakes import STORIES

from qa_bot.errors import QuestionError
from qa_bot.model import Article
from qa_bot.web import view
from qa_bot.web.examples import Example
from qa_bot.web.exchanges import Exchange, Exchanges
from qa_bot.web.uploads import Upload

HOSTILE = """<img src=x onerror='hit()'><script>hit()</script>" onclick="hit()"""
ARTICLE = Article(HOSTILE, HOSTILE, HOSTILE, source=HOSTILE, path=f"/x/{HOSTILE}")


@pytest.mark.parametrize(
    "html",
    [
        view.article_list([ARTICLE]),
        view.welcome(1, [Example(HOSTILE, ARTICLE)]),
        view.conversation(Exchanges((Exchange(HOSTILE),)), HOSTILE),
        view.conversation(Exchanges((Exchange(HOSTILE, error=QuestionError(HOSTILE)),))),
        view.uploading(0, 1, HOSTILE),
        view.report([Upload(HOSTILE, HOSTILE, (HOSTILE,))]),
    ],
)
def test_strings_from_outside_are_escaped(html: str) -> None:
    assert "<img" not in html
    assert "<script" not in html
    assert '" onclick' not in html


def test_articles_are_listed_newest_first_and_undated_last() -> None:
    old = Article("old", "Old", "x", published=date(1999, 1, 1))
    html = view.article_list([old, *STORIES])
    titles = ["The lighthouse of", "Observatory counts", "Old", "General sees"]
    assert sorted(titles, key=html.index) == titles
    assert ">4 articles<" in html


def test_an_empty_library_explains_how_to_add() -> None:
    assert "There are no articles yet" in view.welcome(0)
    assert "qa-bot add PATH" in view.welcome(0)


def test_an_error_is_a_sentence_and_is_announced() -> None:
    html = view.conversation(Exchanges((Exchange("", error=QuestionError("the question is empty")),)))
    assert '<p class="qa-error">The question is empty.</p>' in html
    assert 'data-announce="The question is empty."' in html


def test_the_last_question_says_what_is_being_done() -> None:
    html = view.conversation(Exchanges((Exchange("Who?"),)), view.searching(32))
    assert '<p class="qa-pending">Searching 32 articles …</p>' in html
    assert "Searching 1 article …" in view.searching(1)


def test_failures_stand_first_in_the_report() -> None:
    html = view.report([Upload("a.txt", "added"), Upload("b.pdf", "not added", ("it is encrypted",))])
    assert html.index("b.pdf") < html.index("a.txt")
    assert "It is encrypted." in html
