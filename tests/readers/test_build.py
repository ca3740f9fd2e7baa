from datetime import date
from hashlib import sha256

import pytest

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.read.build import ArticleDraft, build


def test_everything_is_cleaned() -> None:
    draft = ArticleDraft(
        text="\ufeff It rained.\r\n",
        title="Rain\n again",
        published=date(2016, 6, 15),
        source=" The\tCourier ",
        authors=(" Jane  Roe", "", "Jane Roe", "John Doe"),
        url=" https://x.org/1 ",
        path="/a/b.txt",
        language=" en ",
        id=" 7 ",
    )
    assert build(draft, "here") == Article(
        id="7",
        title="Rain again",
        text="It rained.",
        published=date(2016, 6, 15),
        source="The Courier",
        authors=("Jane Roe", "John Doe"),
        url="https://x.org/1",
        path="/a/b.txt",
        language="en",
    )


def test_what_is_absent_is_none() -> None:
    article = build(ArticleDraft("It rained.", source=" ", url="", language="", path=""), "here")
    assert article == Article(id=sha256(b"It rained.").hexdigest()[:12], title="It rained.", text="It rained.")


def test_the_same_text_has_the_same_id() -> None:
    assert (
        build(ArticleDraft("It rained.\r\n", title="A"), "a").id
        == build(ArticleDraft(" It rained.", title="B"), "b").id
    )


@pytest.mark.parametrize("text", ["", " \n ", "\ufeff", "* * *", "—"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match=r"^here: no word is in its text$"):
        build(ArticleDraft(text), "here")


def test_too_long_an_id_is_refused() -> None:
    assert build(ArticleDraft("It rained.", id="x" * 200), "here").id == "x" * 200
    with pytest.raises(ReadError, match=r"^here: its id has 201 characters, 200 are the most$"):
        build(ArticleDraft("It rained.", id="x" * 201), "here")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "file:///etc/passwd"])
def test_an_address_that_is_no_web_page_is_dropped(url: str) -> None:
    assert build(ArticleDraft("It rained.", url=url), "here").url is None


@pytest.mark.parametrize("url", ["https://x.org/", "HTTP://x.org", "x.org/page", "localhost:8000/a"])
def test_an_address_of_a_web_page_stays(url: str) -> None:
    assert build(ArticleDraft("It rained.", url=url), "here").url == url
