from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ask, open_page
from playwright.sync_api import Browser, BrowserContext, Page, expect

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
    assert "what was decided in the end was not to do joint air strikes" in " ".join(each["quote"] for each in wanted)
    assert page.locator(".qa-quote").all_text_contents() == [each["quote"] for each in wanted]
    for number, citation in enumerate(wanted):
        page.locator(".qa-cite").nth(number).click()
        chosen = page.locator(f"#quote-{citation['id']}")
        expect(chosen).to_be_focused()
        assert chosen.text_content() == citation["quote"]
        assert chosen.evaluate(IN_VIEW)
        expect(page.locator("#qa-source h2")).to_have_text(citation["article"]["title"])


def test_the_keyboard_alone_asks_opens_and_comes_back(page: Page) -> None:
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".qa-answer").wait_for()
    first = page.locator(".qa-cite").first
    for _ in range(30):
        if first.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".qa-chosen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()


def test_shift_enter_breaks_the_line_and_enter_sends(page: Page) -> None:
    page.keyboard.type("Who counted meteors,")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and when?")
    expect(page.locator("#qa-question textarea")).to_have_value("Who counted meteors,\nand when?")
    expect(page.locator(".qa-exchange")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".qa-question")).to_have_text("Who counted meteors,\nand when?")
    expect(page.locator("#qa-question textarea")).to_have_value("")
    page.locator(".qa-answer").wait_for()


def test_a_refusal_says_why_and_shows_what_is_nearest(page: Page) -> None:
    ask(page, "How many people live in Paris?")
    expect(page.locator(".qa-refusal .qa-reason")).to_have_text("No answer. None of the articles is about this.")
    expect(page.locator(".qa-refusal h3")).to_have_text("Nearest passages, which do not answer the question")
    page.locator(".qa-refusal .qa-cite").first.click()
    expect(page.locator(".qa-chosen")).to_have_text(page.locator(".qa-quote").first.text_content() or "-")


def test_what_came_of_a_question_is_announced_once(page: Page) -> None:
    ask(page, "How many people live in Paris?")
    expect(page.locator("#qa-status[role=status]")).to_have_text("No answer. None of the articles is about this.")


def test_an_error_is_a_sentence_in_the_chat(page: Page) -> None:
    ask(page, "x" * 3000)
    expect(page.locator(".qa-error")).to_contain_text("The question has 3,000 characters")


def test_an_article_that_attacks_is_only_text(page: Page) -> None:
    ask(page, "How many zebras did the zebra census of Marwick count near the lake?")
    for number in range(page.locator(".qa-cite").count()):
        page.locator(".qa-cite").nth(number).click()
        expect(page.locator(".qa-chosen")).to_be_focused()
    expect(page.locator("#qa-source")).to_contain_text("onerror=")
    expect(page.locator("#qa-source a")).to_have_count(0)
    page.locator(".qa-tabs [data-panel=articles]").click()
    page.locator(".qa-articles button", has_text="Zebra census").click()
    expect(page.locator("#qa-source h2")).to_contain_text("<script>")
    ask(page, "<img src=x onerror=\"window.attacked='question'\"> ${window.attacked='js'}")
    page.wait_for_timeout(300)
    assert page.evaluate("window.attacked") is None
    assert page.locator("#qa-main img").count() == 0


def test_on_a_phone_the_source_is_a_sheet_over_the_chat(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 740})
    panel = page.locator("#qa-panel")
    expect(panel).to_be_hidden()
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    first = page.locator(".qa-cite").first
    first.click()
    expect(panel).to_be_visible()
    expect(page.locator(".qa-chosen")).to_be_in_viewport()
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 740}
    page.get_by_role("button", name="Close the panel").click()
    expect(panel).to_be_hidden()
    expect(first).to_be_focused()
    page.get_by_role("button", name="4 articles").click()
    expect(page.locator(".qa-articles")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_examples_ask_and_a_new_chat_starts_anew(page: Page) -> None:
    example = page.locator(".qa-examples button").first
    example.wait_for()
    question = example.locator("span").text_content() or "-"
    example.click()
    expect(page.locator(".qa-question")).to_have_text(question)
    expect(page.locator(".qa-quotation").first).to_be_visible()
    expect(page.locator(".qa-welcome")).to_be_hidden()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".qa-exchange")).to_have_count(0)
    expect(page.locator(".qa-welcome")).to_be_visible()
    expect(page.locator("#qa-question textarea")).to_be_focused()


def test_each_visitor_has_a_conversation_of_their_own(page: Page, chromium: Browser, address: str) -> None:
    other = chromium.new_context()
    theirs = open_page(other, address)
    ask(page, "How many meteors were counted?")
    ask(theirs, "How many euros were raised?")
    expect(page.locator(".qa-question")).to_have_text(["How many meteors were counted?"])
    expect(theirs.locator(".qa-question")).to_have_text(["How many euros were raised?"])
    other.close()


def test_files_that_are_dropped_are_added_and_reported(page: Page, browser_bot: QABot, tmp_path: Path) -> None:
    good, bad = tmp_path / "ferry-timetable.txt", tmp_path / "empty & [b].txt"
    good.write_text(
        "The ferry to Oskholm leaves at noon and comes back at six, the company announced on Monday. In winter it waits"
        " for the bus from the station, which is often late, and on the day before a holiday it makes two journeys."
    )
    bad.write_bytes(b"")
    page.locator("#qa-files input[type=file]").set_input_files([good, bad])
    report = page.locator(".qa-report li")
    expect(report).to_have_count(2)
    expect(report.nth(0)).to_contain_text("empty & [b].txt not added")
    expect(report.nth(1)).to_have_text("ferry-timetable.txt added")
    expect(page.locator(".qa-count")).to_have_text("5 articles")
    ask(page, "When does the ferry to Oskholm leave?")
    expect(page.locator(".qa-source").first).to_contain_text("ferry timetable", ignore_case=True)
    (added,) = (each.id for each in browser_bot.articles() if "Oskholm" in each.text)
    browser_bot.remove(added)


def test_dark_follows_the_system(window: BrowserContext, address: str) -> None:
    page = open_page(window, address)
    colours = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colours)
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.wait_for_selector(".qa-articles")
    assert (light, page.evaluate(colours)) == ("rgb(247, 245, 240)", "rgb(22, 21, 19)")
