"""Where somebody is stands in the address: Back goes one step back, and a copied address opens the same."""

from __future__ import annotations

import re

import pytest
from conftest import ask, open_page, show
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.model]

METEORS = "How many meteors were counted?"
EUROS = "How many euros were raised?"


@pytest.fixture(params=[1440, 375])
def sized(window: BrowserContext, address: str, request: pytest.FixtureRequest) -> Page:
    """Return the page on a wide screen and on a phone."""
    page = open_page(window, address)
    page.set_viewport_size({"width": request.param, "height": 800})
    return page


def _choose_chat(page: Page, words: str) -> None:
    if page.locator(".qa-drawer").is_visible():
        page.locator(".qa-drawer").click()
    page.locator(".qa-conversations .qa-open", has_text=words).first.click()


def _new_chat(page: Page) -> None:
    if page.locator(".qa-drawer").is_visible():
        page.locator(".qa-drawer").click()
    page.get_by_role("button", name="New chat").click()


def test_back_closes_the_panel_then_changes_tab_then_chat_and_forward_returns(sized: Page) -> None:
    panel, question = sized.locator("#qa-panel"), sized.locator(".qa-question")
    ask(sized, METEORS)
    _new_chat(sized)
    ask(sized, EUROS)
    show(sized, "articles")
    show(sized, "chat")
    sized.locator(".qa-cite").first.click()
    expect(sized.locator(".qa-chosen")).to_be_visible()
    sized.go_back()
    expect(panel).to_be_hidden()
    expect(question).to_have_text([EUROS])
    sized.go_back()
    expect(sized.locator("#qa-view-articles")).to_be_visible()
    sized.go_back()
    expect(sized.locator("#qa-view-chat")).to_be_visible()
    expect(question).to_have_text([EUROS])
    sized.go_back()
    expect(sized.locator(".qa-welcome")).to_be_visible()
    sized.go_back()
    expect(question).to_have_text([METEORS])
    expect(sized.locator(".qa-quote").first).to_contain_text("812 meteors")
    sized.go_back()
    expect(sized.locator(".qa-welcome")).to_be_visible()
    for _ in range(6):
        sized.go_forward()
    expect(sized.locator(".qa-chosen")).to_contain_text("240,000 euros")
    expect(question).to_have_text([EUROS])


def test_the_steps_within_the_panel_are_one_and_closing_it_leaves_none_behind(sized: Page) -> None:
    panel = sized.locator("#qa-panel")
    ask(sized, "why did the US decline joint strikes?")
    at = sized.evaluate("history.length")
    sized.locator(".qa-cite").first.click()
    sized.get_by_role("button", name="Next quotation").click()
    expect(sized.locator(".qa-steps")).to_contain_text("Quotation 2 of")
    assert sized.evaluate("history.length") == at + 1
    sized.get_by_role("button", name="Close the article").click()
    expect(panel).to_be_hidden()
    expect(sized).not_to_have_url(re.compile("quote="))
    sized.locator(".qa-cite").nth(1).click()
    expect(panel).to_be_visible()
    sized.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    sized.go_back()
    expect(sized.locator(".qa-welcome")).to_be_visible()


def test_a_chat_that_is_chosen_while_the_panel_is_open_is_one_step(sized: Page) -> None:
    ask(sized, METEORS)
    _new_chat(sized)
    ask(sized, EUROS)
    _choose_chat(sized, METEORS)
    expect(sized.locator(".qa-question")).to_have_text([METEORS])
    show(sized, "articles")
    sized.locator(".qa-articles .qa-open").first.click()
    expect(sized.locator("#qa-source .qa-article")).to_be_visible()
    sized.go_back()
    expect(sized.locator("#qa-panel")).to_be_hidden()
    expect(sized.locator("#qa-view-articles")).to_be_visible()
    sized.go_back()
    sized.go_back()
    expect(sized.locator(".qa-question")).to_have_text([EUROS])


def test_a_copied_address_opens_the_same_chat_with_its_source(sized: Page) -> None:
    ask(sized, METEORS)
    sized.locator(".qa-cite").first.click()
    chosen = sized.locator(".qa-chosen").text_content() or "-"
    other = sized.context.new_page()
    other.goto(sized.url)
    expect(other.locator(".qa-question")).to_have_text([METEORS])
    expect(other.locator(".qa-chosen")).to_have_text(chosen)
    other.get_by_role("button", name="Close the article").click()
    expect(other.locator("#qa-panel")).to_be_hidden()
    expect(other).to_have_url(re.compile(r"\?chat=[\w-]+$"))


def test_a_copied_address_opens_the_same_article_in_the_same_view(page: Page) -> None:
    show(page, "articles")
    page.locator(".qa-articles .qa-open", has_text="Observatory").click()
    expect(page.locator("#qa-source h2")).to_contain_text("Observatory counts more meteors")
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("#qa-source h2")).to_contain_text("Observatory counts more meteors")
    expect(page.locator("#qa-view-articles")).to_be_visible()


def test_the_address_of_somebody_elses_chat_shows_none_of_it(page: Page, chromium: Browser) -> None:
    ask(page, METEORS)
    page.locator(".qa-cite").first.click()
    expect(page.locator(".qa-chosen")).to_be_visible()
    stranger = chromium.new_context()
    theirs = stranger.new_page()
    theirs.goto(page.url)
    expect(theirs.locator(".qa-nothing")).to_contain_text("This conversation is not here")
    expect(theirs.locator("#qa-source")).to_contain_text("This article is no longer in the library")
    assert "meteors" not in theirs.locator("body").inner_text()
    theirs.get_by_role("button", name="Close the article").click()
    theirs.get_by_role("button", name="Start a new one").click()
    expect(theirs.locator(".qa-welcome")).to_be_visible()
    theirs.go_back()
    expect(theirs.locator(".qa-nothing")).to_be_visible()
    stranger.close()


def test_a_place_that_is_none_is_the_chat(page: Page) -> None:
    page.goto(f"{page.url}?quote=nonsense#elsewhere")
    expect(page.locator("#qa-view-chat")).to_be_visible()
    expect(page.locator("#qa-source")).to_contain_text("This article is no longer in the library")
