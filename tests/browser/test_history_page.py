"""Chats that are kept, feedback, settings, and everything against axe-core, in the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ask, open_page, served, show, wait_until_ready
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from qa_bot import QABot
from qa_bot.evaluation import load_questions
from qa_bot.feedback import FILE

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_a_chat_survives_reload_and_restart_with_its_citations(window: BrowserContext, browser_bot: QABot) -> None:
    first = served(browser_bot)
    page = open_page(window, next(first))
    ask(page, "How many meteors were counted?")
    quotes = page.locator(".qa-quote").all_text_contents()
    page.reload()
    wait_until_ready(page)
    expect(page.locator(".qa-quote")).to_have_text(quotes)
    query = page.url.partition("?")[2]
    assert list(first) == []  # the server ends
    second = served(browser_bot)
    page.goto(f"{next(second)}/?{query}")
    wait_until_ready(page)
    expect(page.locator(".qa-quote")).to_have_text(quotes)
    page.locator(".qa-cite").first.click()
    expect(page.locator(".qa-chosen")).to_have_text(quotes[0])
    ask(page, "And what was the record before?")
    expect(page.locator(".qa-exchange")).to_have_count(2)
    list(second)


def test_two_visitors_at_once_see_only_their_own(page: Page, chromium: Browser, address: str) -> None:
    other = chromium.new_context()
    theirs = open_page(other, address)
    page.locator("#qa-ask").fill("How many meteors were counted?")
    theirs.locator("#qa-ask").fill("How many euros were raised?")
    page.locator("#qa-ask").press("Enter")
    theirs.locator("#qa-ask").press("Enter")
    expect(page.locator(".qa-quote").first).to_contain_text("meteors")
    expect(theirs.locator(".qa-quote").first).to_contain_text("euros")
    for one, question in ((page, "How many meteors were counted?"), (theirs, "How many euros were raised?")):
        expect(one.locator(".qa-question")).to_have_text([question])
        expect(one.locator(".qa-conversations .qa-open").first).to_have_text(question)
    theirs.goto(page.url)
    expect(theirs.locator(".qa-nothing")).to_contain_text("This conversation is not here")
    expect(theirs.locator(".qa-conversations .qa-open")).to_have_count(1)
    other.close()


def test_chats_are_opened_renamed_searched_and_deleted(page: Page) -> None:
    ask(page, "How many meteors were counted?")
    page.get_by_role("button", name="New chat").click()
    ask(page, "How many euros were raised?")
    chats = page.locator(".qa-conversations .qa-open")
    expect(chats).to_have_text(["How many euros were raised?", "How many meteors were counted?"])
    expect(chats.first).to_have_attribute("aria-current", "true")
    chats.nth(1).click()
    expect(page.locator(".qa-question")).to_have_text(["How many meteors were counted?"])
    expect(chats.nth(1)).to_have_attribute("aria-current", "true")
    chats.nth(1).hover()
    page.get_by_role("button", name="Rename How many meteors were counted?").click()
    page.get_by_label("Title of the chat").fill("Sky things")
    page.keyboard.press("Enter")
    expect(chats.nth(1)).to_have_text("Sky things")
    page.get_by_label("Search chats").fill("meteors")
    expect(chats).to_have_text(["Sky things"])
    page.get_by_label("Search chats").fill("")
    expect(chats).to_have_count(2)
    chats.nth(1).hover()
    page.get_by_role("button", name="Delete Sky things").click()
    page.get_by_role("button", name="Keep").click()
    expect(chats).to_have_count(2)
    chats.nth(1).hover()
    page.get_by_role("button", name="Delete Sky things").click()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "/queue/join" in request.url else None)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(chats).to_have_text(["How many euros were raised?"])
    expect(page.locator(".qa-welcome")).to_be_visible()
    page.wait_for_timeout(300)
    assert len(sent) == 1, "two events would answer in any order, and the list of before could come last"


def test_a_quotation_whose_article_was_removed_is_named_but_not_shown(page: Page, browser_bot: QABot) -> None:
    ask(page, "How many meteors were counted?")
    article = browser_bot.library.article("observatory")
    assert article
    browser_bot.library.remove("observatory")
    page.reload()
    wait_until_ready(page)
    expect(page.locator(".qa-lost")).to_contain_text("Observatory counts more meteors than ever")
    assert "812 meteors" not in page.locator("#qa-conversation").inner_text()
    browser_bot.add(article)


def test_thumbs_are_kept_as_a_question_set(page: Page, browser_bot: QABot) -> None:
    file = browser_bot.library.folder / FILE
    ask(page, "How many meteors were counted?")
    page.get_by_role("button", name="Good answer").click()
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    (line,) = load_questions(file)
    assert (line.question, line.tags) == ("How many meteors were counted?", ("good",))
    page.get_by_role("button", name="Bad answer").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    page.get_by_label("Right article, wrong quotation").check()
    page.get_by_label("What would be right").fill("The previous record, 640 meteors, dated from 1993.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    (line,) = load_questions(file)
    assert line.tags == ("wrong_quotation",)
    assert [each.article_id for each in line.evidence] == ["observatory"]
    page.reload()
    wait_until_ready(page)
    expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Good answer").click()
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Good answer").click()
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "false")
    assert not file.exists()


def test_light_and_dark_follow_the_system_unless_set(window: BrowserContext, address: str) -> None:
    page = open_page(window, address)
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(247, 245, 240)", "rgb(23, 22, 19)"
    assert page.evaluate(colour) == light
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{colour} === '{dark}'")
    show(page, "settings")
    page.get_by_label("Light", exact=True).check()
    assert page.evaluate(colour) == light
    page.reload()
    page.wait_for_selector("html[data-qa-ready]", state="attached")
    page.wait_for_function(f"{colour} === '{light}'")
    assert page.evaluate(colour) == light


def test_nothing_moves_for_those_who_want_it_still(page: Page) -> None:
    ask(page, "How many meteors were counted?")
    page.locator(".qa-cite").first.click()
    page.locator(".qa-chosen").wait_for()
    moving = """[...document.querySelectorAll("*")].filter(each => getComputedStyle(each).animationName !== "none"
      && each.getClientRects().length).map(each => each.className)"""
    assert page.evaluate(moving) == []


def _welcome(page: Page) -> None:
    page.locator(".qa-examples").wait_for()


def _answer(page: Page) -> None:
    ask(page, "How many meteors were counted in August 2019?")
    page.locator(".qa-cite").first.click()
    page.locator(".qa-chosen").wait_for()


def _refusal(page: Page) -> None:
    ask(page, "How many people live in Paris?")


def _forms(page: Page) -> None:
    ask(page, "What was counted in August 2019?")
    page.locator("[data-act=edit-chip]").first.click()
    page.get_by_role("button", name="Bad answer").click()
    page.get_by_role("button", name="Filters: dates and source").click()
    page.get_by_label("Published from").fill("2019-01-01")


def _articles(page: Page) -> None:
    show(page, "articles")
    page.get_by_text("Paste a text").click()
    page.locator(".qa-articles .qa-open").first.click()
    page.locator(".qa-article").wait_for()


def _settings(page: Page) -> None:
    show(page, "settings")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("state", [_welcome, _answer, _refusal, _forms, _articles, _settings])
def test_axe_finds_nothing_serious(
    window: BrowserContext, address: str, state: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = open_page(window, address)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    state(page)
    found = Axe().run(page).response["violations"]
    serious = {
        each["id"]: [node["html"][:160] for node in each["nodes"]]
        for each in found
        if each["impact"] in ("serious", "critical")
    }
    assert serious == {}


def test_everything_is_reached_by_keyboard_with_a_visible_focus(page: Page) -> None:
    ask(page, "How many meteors were counted?")
    reached: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outlined = page.evaluate(
            """() => {
              const at = document.activeElement;
              const style = getComputedStyle(at);
              const box = at.closest(".qa-box");
              const seen = style.outlineStyle !== "none" || (box && getComputedStyle(box).boxShadow !== "none");
              return [at.getAttribute("aria-label") || at.textContent.trim(), at === document.body || Boolean(seen)];
            }"""
        )
        assert outlined, name
        reached.add(name)
    assert reached >= {
        "Chat",
        "Articles",
        "Settings",
        "New chat",
        "Search chats",
        "Edit the question",
        "Copy with sources",
        "Good answer",
        "Bad answer",
        "Ask again",
        "Question",
        "Filters: dates and source",
        "Ask",
    }
