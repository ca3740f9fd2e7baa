"""What a person sets of articles in the browser: singly and for many, marked as such, with a way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ask, open_page, served, show, wait_until_ready
from fakes import HashingEmbedder, make_article
from playwright.sync_api import BrowserContext, Page, expect

from qa_bot import QABot, Settings

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture
def village_bot(tmp_path: Path) -> Iterator[QABot]:
    """Return a bot with three articles that state no date and no source."""
    with QABot.open(tmp_path / "village", embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(*(make_article(f"Village number {n} has {n} sheep.", f"a{n}", title=f"Village {n}") for n in range(3)))
        yield bot


@pytest.fixture
def articles(village_bot: QABot, window: BrowserContext) -> Iterator[Page]:
    """Return the page with the list of articles."""
    for address in served(village_bot):
        page = open_page(window, address)
        show(page, "articles")
        yield page


def test_several_are_set_at_once_and_set_back(articles: Page, village_bot: QABot) -> None:
    articles.get_by_label("Choose Village 0").check()
    articles.get_by_label("Search articles").fill("village 1")
    articles.get_by_label("Choose Village 1").check()
    expect(articles.locator(".qa-chosen-bar b")).to_have_text("2 chosen")
    articles.get_by_role("button", name="Set details").click()
    form = articles.locator("#qa-details-many")
    expect(form.get_by_label("Title")).to_be_hidden()
    form.get_by_label("Date").fill("2016-06-15")
    form.get_by_label("Source").fill("River Gazette")
    form.get_by_role("button", name="Set").click()
    toast = articles.locator("#qa-toast")
    expect(toast).to_contain_text("Set for 2 articles.")
    articles.get_by_label("Search articles").fill("")
    said = "River Gazette · 15 June 2016 · Ann Author · set by hand: date, source"
    expect(articles.locator("[data-article=a0] small")).to_have_text(said)
    expect(articles.get_by_label("Choose Village 1")).to_be_checked()
    expect(articles.locator("[data-article=a2] small")).to_have_text("Ann Author")
    toast.get_by_role("button", name="Undo").click()
    expect(articles.locator("[data-article=a0] small")).to_have_text("Ann Author")
    assert village_bot.library.sources() == []


def test_all_that_are_shown_are_chosen(articles: Page) -> None:
    articles.get_by_label("Choose all that are shown").check()
    expect(articles.locator(".qa-chosen-bar b")).to_have_text("3 chosen")
    articles.get_by_role("button", name="Choose none").click()
    expect(articles.locator(".qa-chosen-bar")).to_be_hidden()
    expect(articles.get_by_label("Choose Village 0")).not_to_be_checked()


def test_one_is_mended_beside_its_text(articles: Page, village_bot: QABot) -> None:
    articles.get_by_role("button", name="Village 2").first.click()
    panel = articles.locator("#qa-panel")
    panel.get_by_role("button", name="Set details").click()
    panel.get_by_label("Title").fill("The village <b>Marwick</b>")
    panel.get_by_label("Authors").fill("Ann Author; Ben Both")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(panel.locator("h2")).to_have_text("The village <b>Marwick</b>")
    expect(panel.locator(".qa-about")).to_have_text("Ann Author, Ben Both")
    panel.get_by_role("button", name="Set details").click()
    expect(panel.locator(".qa-hint")).to_have_text("Set by hand: title, authors.")
    panel.get_by_label("Authors").fill("")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(panel.locator(".qa-about")).to_have_text("")
    article = village_bot.library.article("a2")
    assert article
    assert (article.title, article.authors) == ("The village <b>Marwick</b>", ())


def test_a_date_is_set_beside_a_quotation(articles: Page) -> None:
    show(articles, "chat")
    ask(articles, "How many sheep has village number 1?")
    articles.locator(".qa-cite").first.click()
    panel = articles.locator("#qa-panel")
    panel.get_by_role("button", name="Set details").click()
    panel.get_by_label("Date").fill("2016-06-15")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(panel.locator(".qa-about time")).to_have_text("15 June 2016")
    expect(panel.locator("mark.qa-chosen")).to_be_visible()


def test_articles_that_are_ticked_are_asked_alone(articles: Page) -> None:
    articles.get_by_label("Choose Village 0").check()
    articles.get_by_label("Choose Village 2").check()
    articles.get_by_role("button", name="Ask these").click()
    expect(articles.locator(".qa-active button")).to_have_text(["Articles 2 chosen ×"])
    ask(articles, "How many sheep has a village?")
    expect(articles.locator("[data-chip=articles]")).to_contain_text("2 chosen")
    assert set(articles.locator(".qa-source cite").all_text_contents()) <= {"Village 0", "Village 2"}
    articles.locator("[data-chip=articles] [data-act=drop-chip]").click()
    expect(articles.locator(".qa-exchange")).to_have_attribute("data-state", "answered")
    expect(articles.locator("[data-chip=articles]")).to_have_count(0)


def test_a_collection_is_made_listed_asked_and_linked(articles: Page, village_bot: QABot) -> None:
    articles.get_by_label("Choose Village 0").check()
    articles.get_by_label("Choose Village 1").check()
    articles.get_by_role("button", name="Add to a collection").click()
    articles.get_by_label("Collection, a new one").fill("North & <b>east</b>")
    articles.locator("#qa-collect").get_by_role("button", name="Add").click()
    expect(articles.locator("#qa-toast")).to_contain_text("2 articles in “North & <b>east</b>”.")
    articles.get_by_label("Collection", exact=True).select_option("North & <b>east</b>")
    expect(articles.locator(".qa-count")).to_have_text("2 of 3 articles")
    articles.get_by_role("button", name="Ask this collection").click()
    expect(articles.locator(".qa-active button")).to_have_text(["Collection North & <b>east</b> ×"])
    ask(articles, "How many sheep has a village?")
    expect(articles.locator("[data-chip=collection]")).to_contain_text("North & <b>east</b>")
    link = articles.locator("[data-act=link]").get_attribute("data-link") or ""
    articles.goto(articles.url.split("?")[0].split("#")[0] + link)
    expect(articles.locator("[data-chip=collection]")).to_contain_text("North & <b>east</b>")
    show(articles, "articles")
    articles.get_by_label("Collection", exact=True).select_option("North & <b>east</b>")
    articles.get_by_label("Choose all that are shown").check()
    articles.get_by_role("button", name="Take out of this collection").click()
    expect(articles.locator("#qa-toast")).to_contain_text("taken out of")
    assert village_bot.library.collections() == {}


def test_several_sources_are_asked(articles: Page, village_bot: QABot) -> None:
    for n, source in enumerate(("Gazette", "Post", "Wire")):
        village_bot.library.set(f"a{n}", source=source)
    show(articles, "chat")
    articles.reload()
    wait_until_ready(articles)
    articles.get_by_role("button", name="Filters: dates and source").click()
    articles.get_by_label("Only this source").select_option("Gazette")
    articles.get_by_label("Only this source").select_option("Wire")
    expect(articles.locator(".qa-active button")).to_have_text(["Source Gazette ×", "Source Wire ×"])
    ask(articles, "How many sheep has a village?")
    expect(articles.locator("[data-chip=sources]")).to_contain_text("Gazette or Wire")
    assert set(articles.locator(".qa-source cite").all_text_contents()) <= {"Village 0", "Village 2"}
