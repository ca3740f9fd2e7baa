"""Checking a source in the browser: the panel, its steps, its keyboard, its sheet on a phone."""

from __future__ import annotations

import pytest
from conftest import ask
from playwright.sync_api import Page, expect

from qa_bot import QABot

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "why did the US decline joint strikes?"
IN_VIEW = """mark => {
  const at = mark.getBoundingClientRect();
  const panel = document.querySelector("#qa-source").getBoundingClientRect();
  return at.top >= panel.top && at.bottom <= Math.min(panel.bottom, innerHeight) && at.right <= innerWidth;
}"""


def test_a_click_on_a_number_shows_the_quoted_words_in_the_article(page: Page, browser_bot: QABot) -> None:
    ask(page, QUESTION)
    wanted = browser_bot.ask(QUESTION).to_dict()["citations"]
    assert page.locator(".qa-quote").all_text_contents() == [each["quote"] for each in wanted]
    for number, citation in enumerate(wanted):
        page.locator(".qa-cite").nth(number).click()
        chosen = page.locator(f"#quote-{citation['id']}")
        expect(chosen).to_be_focused()
        assert chosen.text_content() == citation["quote"]
        assert chosen.evaluate(IN_VIEW)
        expect(page.locator("#qa-source h2")).to_have_text(citation["article"]["title"])
        expect(page.locator(".qa-opened")).to_have_count(1)


def test_other_quotations_of_the_article_are_lighter_and_one_step_away(page: Page) -> None:
    ask(page, QUESTION)
    quotes = page.locator(".qa-quote").all_text_contents()
    assert len(quotes) > 1
    page.locator(".qa-cite").first.click()
    expect(page.locator("#qa-source mark:not(.qa-chosen)")).to_have_count(len(quotes) - 1)
    colours = "each => getComputedStyle(each).backgroundColor"
    assert page.locator(".qa-chosen").evaluate(colours) != page.locator("mark:not(.qa-chosen)").first.evaluate(colours)
    expect(page.get_by_role("button", name="Previous quotation")).to_be_disabled()
    page.get_by_role("button", name="Next quotation").click()
    expect(page.locator(".qa-steps")).to_contain_text(f"Quotation 2 of {len(quotes)}")
    expect(page.locator(".qa-chosen")).to_have_text(quotes[1])
    expect(page.locator(".qa-opened .qa-cite")).to_have_text("[2]")
    page.get_by_role("button", name="Previous quotation").click()
    expect(page.locator(".qa-chosen")).to_have_text(quotes[0])


def test_the_original_opens_at_the_quoted_words(page: Page) -> None:
    ask(page, "How many euros were raised for the lantern?")
    page.locator(".qa-cite").first.click()
    original = page.get_by_role("link", name="Original")
    assert (original.get_attribute("href") or "").startswith("https://example.org/lighthouse#:~:text=")
    assert original.get_attribute("rel") == "noopener noreferrer"


def test_the_keyboard_alone_asks_opens_and_comes_back(page: Page) -> None:
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".qa-actions").wait_for()
    first = page.locator(".qa-cite").first
    for _ in range(40):
        if first.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    assert first.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".qa-chosen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#qa-panel")).to_be_hidden()
    expect(first).to_be_focused()


def test_on_a_phone_the_source_is_a_sheet_over_the_chat(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 740})
    panel = page.locator("#qa-panel")
    expect(panel).to_be_hidden()
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    first = page.locator(".qa-cite").first
    first.click()
    expect(page.locator(".qa-chosen")).to_be_in_viewport()
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 740}
    assert panel.get_attribute("role") == "dialog"
    page.get_by_role("button", name="Close the article").click()
    expect(panel).to_be_hidden()
    expect(first).to_be_focused()


def test_on_a_tablet_held_upright_the_source_leaves_a_strip_that_closes_it(page: Page) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    ask(page, QUESTION)
    page.locator(".qa-cite").first.click()
    panel = page.locator("#qa-panel")
    expect(page.locator(".qa-chosen")).to_be_in_viewport()
    at = panel.bounding_box() or {}
    assert (at["x"] > 100, at["x"] + at["width"], at["height"]) == (True, 768, 1024)
    page.mouse.click(40, 500)
    expect(panel).to_be_hidden()


def test_what_can_be_done_with_an_answer_never_stands_alone_on_a_line(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Good answer").click()
    expect(page.locator(".qa-thanks")).to_be_visible()
    again, up = (page.get_by_role("button", name=name) for name in ("Ask again", "Good answer"))
    for width in (320, 375, 414, 768, 1024):
        page.set_viewport_size({"width": width, "height": 740})
        assert (again.bounding_box() or {})["y"] == (up.bounding_box() or {})["y"]
    up.click()
    expect(up).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("width", [320, 375, 768, 1024, 1280, 1920])
def test_nothing_reaches_beyond_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    ask(page, QUESTION)
    page.locator(".qa-cite").first.click()
    page.locator(".qa-chosen").wait_for()
    for view in ("chat", "articles", "settings"):
        page.evaluate(f"location.hash = '{view}'")
        expect(page.locator(f"#qa-view-{view}")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wide = """view => [...document.querySelectorAll(`#qa-view-${view} *`)].filter(each => {
          const at = each.getBoundingClientRect();
          return at.width && at.height && at.right > innerWidth + 1;
        }).map(each => each.outerHTML.slice(0, 80))"""
        assert page.evaluate(wide, view) == []
