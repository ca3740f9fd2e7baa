"""Web pages after real structures (pages/): ⟦ and ⟧ stand around what belongs to the article."""

from collections.abc import Callable

import pytest

from benchmarks.extraction import REFUSED, Page, missing, ours, pages, wrongly_kept
from qa_bot.model import Article

ARTICLES = [page for page in pages() if not page.name.startswith(REFUSED)]


def test_there_are_enough_pages() -> None:
    assert len(ARTICLES) >= 40


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
def test_every_sentence_of_the_article_is_kept_whole_and_no_other(page: Page) -> None:
    text = ours(page.source)
    assert (missing(page, text), wrongly_kept(page, text)) == ([], [])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "bot-wall",
            "the site asks for a browser instead of sending the article; save the page in one and add the file",
        ),
        ("bot-wall-denied", "the site asks for a browser instead of"),
        ("consent", "only asks for consent to cookies; open it in a browser"),
        ("index", "is a list of articles, not an article; add the pages that it leads to"),
        ("index-cards", "is a list of articles, not an article"),
        ("not-found", "the site says that there is no such page"),
        ("paywall", "holds only the beginning of its article, the rest is for subscribers"),
        ("paywall-german", "holds only the beginning of its article"),
        ("scripts", "no text is in the page; if scripts make it in the browser, save it as text"),
    ],
)
def test_a_page_that_is_no_article_is_named_as_what_it_is(read_error: Callable[..., str], name: str, why: str) -> None:
    (page,) = (page for page in pages() if page.name == REFUSED + name)
    assert read_error("a.html", page.source).startswith(f"a.html: {why}")


NEWS = "The council met on Tuesday and decided to close the old bridge over the river for repairs."
MORE = "The ferry will carry people and bicycles across the river until the bridge is open again."


def body(inner: str) -> str:
    return f"<title>A bridge is closed</title><h1>A bridge is closed</h1><p>{NEWS}</p>{inner}<p>{MORE}</p>"


INLINE = """a abbr acronym b bdi bdo big button cite code data dfn em font i ins kbd label mark math nobr output samp
small span strong sub sup time tt u var x-unknown"""


@pytest.mark.parametrize("tag", INLINE.split())
@pytest.mark.parametrize("place", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<table><tr><td>{}</td></tr></table>"])
def test_no_element_within_a_sentence_is_lost(read_article: Callable[..., Article], tag: str, place: str) -> None:
    inner = f"The gate will be <{tag}>closed on <i>two</i> days</{tag}> in May, the keeper said."
    text = read_article("a.html", body(place.format(inner))).text
    assert text == f"{NEWS}\n\nThe gate will be closed on two days in May, the keeper said.\n\n{MORE}"


@pytest.mark.parametrize(
    "tag", ["p", "dd", "td", "li", "blockquote", "figcaption", "pre", "h3", "div", "address", "dt"]
)
def test_a_sentence_is_kept_in_every_kind_of_block(read_article: Callable[..., Article], tag: str) -> None:
    outer = {"dd": "dl", "dt": "dl", "li": "ol", "figcaption": "figure"}.get(tag, "section")
    inner = f"<{tag}>On <time>3 May</time> it opens.</{tag}>"
    inner = f"<table><tr>{inner}</tr></table>" if tag == "td" else f"<{outer}>{inner}</{outer}>"
    assert "\n\nOn 3 May it opens.\n\n" in read_article("a.html", body(inner)).text


def test_marks_of_quotations_are_kept_and_what_is_struck_out_is_not(read_article: Callable[..., Article]) -> None:
    inner = "<p>He spoke of <q>a <b>bad</b> day</q> and of <q></q><del>four</del> <s>five</s> six votes.</p>"
    assert "\n\nHe spoke of “a bad day” and of “” six votes.\n\n" in read_article("a.html", body(inner)).text


def test_a_name_of_a_class_hides_no_article(read_article: Callable[..., Article]) -> None:
    page = f'<div class="comments-on related sidebar">{body("")}</div>'
    assert read_article("a.html", page).text == f"{NEWS}\n\n{MORE}"
    page = f'<title>A bridge</title><div class="comments"><p>{NEWS}</p><p>{MORE}</p></div>'
    assert read_article("a.html", page).text == f"{NEWS}\n\n{MORE}"


def test_an_article_may_speak_of_cookies_and_stand_in_a_part_named_comment(
    read_article: Callable[..., Article],
) -> None:
    text = "“We use cookies to store your preferences,” the firm said, and that your privacy is safe with it."
    page = f'<title>A bridge</title><p>{MORE}</p><article class="content--comment"><p>{NEWS}</p><p>{text}</p></article>'
    assert text in read_article("a.html", page).text


def test_a_page_that_is_hidden_until_its_scripts_run_is_read(read_article: Callable[..., Article]) -> None:
    page = f'<html><head><title>A bridge is closed</title></head><body style="display:none">{body("")}</body></html>'
    assert read_article("a.html", page).text == f"{NEWS}\n\n{MORE}"


@pytest.mark.parametrize("tag", ["div", "span", "ul><li", "table><tr><td", "sup"])
def test_reading_deep_and_broad_pages_takes_no_longer_than_they_are_long(
    read_back: Callable[..., list[object]], tag: str
) -> None:
    assert len(read_back("a.html", f"<{tag} class=meta>" * 4_000 + NEWS)) == 1
    assert len(read_back("a.html", f"<{tag} class=meta>{NEWS}</{tag.split('>')[0]}>" * 800)) == 1
