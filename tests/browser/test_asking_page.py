"""Asking in the browser: keys, what is shown meanwhile, stopping, editing, chips, filters, follow-ups."""

from __future__ import annotations

import re

import pytest
from conftest import DONE, LINKED, Gate, ask, open_page, wait_until_ready
from playwright.sync_api import BrowserContext, Page, Route, expect

from qa_bot import QABot

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "why did the US decline joint strikes?"

ASK_AND_LOOK = """question => {
  const box = document.querySelector("#qa-ask");
  box.value = question;
  const began = performance.now();
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  const shown = document.querySelector(".qa-pending")?.getBoundingClientRect();
  return { height: shown?.height ?? 0, took: performance.now() - began };
}"""


def test_the_box_has_the_focus_and_keys_do_what_they_say(page: Page) -> None:
    page.keyboard.type("Who counted meteors,")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and when?")
    expect(page.locator("#qa-ask")).to_have_value("Who counted meteors,\nand when?")
    expect(page.locator(".qa-exchange")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".qa-question")).to_have_text("Who counted meteors,\nand when?")
    expect(page.locator("#qa-ask")).to_have_value("")
    page.locator(DONE).wait_for()


def test_what_is_happening_is_said_within_100_ms(window: BrowserContext, waiting_address: str, gate: Gate) -> None:
    page = open_page(window, waiting_address)
    gate.answers.clear()
    seen = [page.evaluate(ASK_AND_LOOK, f"How many meteors, {n}?") for n in range(3)]
    assert all(each["height"] > 0 for each in seen)
    assert min(each["took"] for each in seen) < 100
    expect(page.locator(".qa-pending").first).to_have_text("Searching 3 articles …")


def test_escape_stops_and_the_question_can_be_asked_again(
    window: BrowserContext, waiting_address: str, gate: Gate
) -> None:
    page = open_page(window, waiting_address)
    gate.answers.clear()
    page.locator("#qa-ask").fill("How many meteors were counted?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".qa-stopped")).to_contain_text("Stopped before there was an answer.")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    gate.answers.set()
    page.locator(".qa-stopped").get_by_role("button", name="Ask again").click()
    expect(page.locator(".qa-quote")).to_be_visible()
    expect(page.locator(".qa-exchange")).to_have_count(1)


def test_a_reload_in_mid_answer_finds_the_answer(window: BrowserContext, waiting_address: str, gate: Gate) -> None:
    page = open_page(window, waiting_address)
    gate.answers.clear()
    page.locator("#qa-ask").fill("How many meteors were counted?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?chat=*")
    page.reload()
    expect(page.locator(".qa-pending")).to_be_visible()
    gate.answers.set()
    expect(page.locator(".qa-quote")).to_be_visible()
    expect(page.locator(".qa-question")).to_have_text("How many meteors were counted?")


def test_the_last_question_can_be_edited(page: Page) -> None:
    ask(page, "How many meteors were counted?")
    page.locator("#qa-ask").press("ArrowUp")
    expect(page.locator("#qa-ask")).to_have_value("How many meteors were counted?")
    expect(page.locator(".qa-editing")).to_be_visible()
    page.locator("#qa-ask").fill("How many euros were raised?")
    page.keyboard.press("Enter")
    expect(page.locator(".qa-question")).to_have_text(["How many euros were raised?"])
    expect(page.locator(".qa-quote").first).to_contain_text("240,000 euros")
    page.get_by_role("button", name="Edit the question").click()
    page.keyboard.press("Escape")
    expect(page.locator("#qa-ask")).to_have_value("")
    expect(page.locator(".qa-editing")).to_be_hidden()


def test_examples_come_from_the_collection_and_a_new_chat_starts_anew(page: Page) -> None:
    example = page.locator(".qa-examples button").first
    question = example.locator("span").text_content() or "-"
    example.click()
    expect(page.locator(".qa-question")).to_have_text(question)
    expect(page.locator(".qa-quotation").first).to_be_visible()
    expect(page.locator(".qa-welcome")).to_be_hidden()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".qa-exchange")).to_have_count(0)
    expect(page.locator(".qa-welcome")).to_be_visible()
    expect(page.locator("#qa-ask")).to_be_focused()
    assert "chat=" not in page.url


def test_what_is_left_comes_late_and_stays_where_it_belongs(
    window: BrowserContext, waiting_address: str, gate: Gate
) -> None:
    def ask_another(question: str) -> None:
        page.get_by_role("button", name="New chat").click()
        page.locator("#qa-ask").fill(question)
        page.keyboard.press("Enter")

    page = open_page(window, waiting_address)
    gate.held = "euros"
    gate.answers.clear()
    ask_another("How many euros were raised?")
    page.wait_for_url("**/?chat=*")
    ask_another("How many meteors were counted?")
    expect(page.locator(".qa-quote").first).to_contain_text("812 meteors")
    gate.answers.set()
    page.wait_for_timeout(1000)
    expect(page.locator(".qa-question")).to_have_text(["How many meteors were counted?"])

    gate.answers.clear()
    ask_another("How many euros were there?")
    page.wait_for_url("**/?chat=*")
    slow: list[Route] = []

    def hold(route: Route) -> None:
        asks = "observatory" in (route.request.post_data or "")
        slow.append(route) if asks and not slow else route.continue_()

    page.route("**/queue/join?*", hold)
    ask_another("When was the observatory built?")
    gate.answers.set()
    page.wait_for_timeout(1000)
    expect(page.locator(".qa-pending")).to_be_visible()
    expect(page.locator(".qa-question")).to_have_text(["When was the observatory built?"])
    slow[0].continue_()
    expect(page.locator(DONE)).to_have_count(1)
    expect(page.locator(".qa-question")).to_have_text(["When was the observatory built?"])

    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".qa-exchange")).to_have_count(0)
    for words, quoted in (("meteors were counted", "812 meteors"), ("euros were raised", "240,000 euros")):
        page.locator(".qa-conversations .qa-open", has_text=words).click()
        expect(page.locator(".qa-quote").first).to_contain_text(quoted)


def test_an_answer_is_heard_although_the_stream_ended_as_it_was_asked_for(page: Page) -> None:
    ended = {"content_type": "text/event-stream", "body": 'data: {"msg": "close_stream"}\n\n'}
    page.wait_for_timeout(1500)
    page.route("**/queue/data?*", lambda route: route.fulfill(**ended), times=1)  # type: ignore[arg-type]
    ask(page, "How many meteors were counted?")
    expect(page.locator(".qa-quote").first).to_contain_text("812 meteors")


def test_a_refusal_looks_different_says_why_and_shows_what_is_nearest(page: Page) -> None:
    ask(page, "How many people live in Paris?")
    expect(page.locator(".qa-refusal .qa-reason")).to_have_text("No answer. None of the articles mentions “Paris”.")
    expect(page.locator(".qa-refusal h3")).to_have_text("Nearest passages, which do not answer the question")
    page.locator(".qa-refusal .qa-cite").first.click()
    expect(page.locator(".qa-chosen")).to_have_text(page.locator(".qa-quote").first.text_content() or "-")


def test_what_came_of_a_question_is_announced_once(page: Page) -> None:
    page.evaluate("""() => {
      window.said = [];
      new MutationObserver(() => window.said.push(document.querySelector("#qa-status")?.textContent)).observe(
        document.body, { childList: true, subtree: true, characterData: true });
    }""")
    ask(page, "How many bones does a cat have?")
    expect(page.locator("#qa-status[role=status]")).to_have_text("No answer. None of the articles is about this.")
    said = [each for each in page.evaluate("[...new Set(window.said)]") if each]
    assert said == ["Searching 4 articles …", "No answer. None of the articles is about this."]


def test_confidence_is_in_words_with_the_number_on_hover(page: Page) -> None:
    ask(page, QUESTION)
    sureness = page.locator(".qa-sureness")
    expect(sureness).to_have_text(re.compile("^(Not sure|Fairly confident|Confident|Very confident)$"))
    assert "Confidence 0." in (sureness.get_attribute("title") or "")


def test_near_the_most_characters_the_box_counts_and_nothing_longer_is_sent(page: Page) -> None:
    counter = page.locator(".qa-counter")
    page.locator("#qa-ask").fill("x" * 1700)
    expect(counter).to_be_hidden()
    page.locator("#qa-ask").fill("x" * 1950)
    expect(counter).to_have_text("50 characters left")
    page.locator("#qa-ask").fill("x" * 3000)
    expect(counter).to_have_text("1,000 characters too many")
    page.locator("#qa-ask").press("Enter")
    expect(page.locator("#qa-ask")).to_have_value("x" * 3000)
    expect(page.locator(".qa-exchange")).to_have_count(0)


def test_an_error_is_a_sentence_in_the_chat(page: Page) -> None:
    page.goto(f"{page.url}?question={'x' * 3000}")
    expect(page.locator(".qa-error")).to_contain_text("The question has 3,000 characters")


def test_how_a_follow_up_was_understood_can_be_changed_and_taken_away(page: Page) -> None:
    ask(page, "Who leads the society that owns the tower?")
    ask(page, "And how many euros were raised?")
    last = page.locator(".qa-exchange").last
    chip = last.locator("[data-chip=standalone_question]")
    expect(chip).to_contain_text("Understood as")
    chip.get_by_role("button").first.click()
    field = chip.get_by_label("Question as it is understood")
    expect(field).to_be_focused()
    field.fill("How many meteors were counted in August?")
    field.press("Enter")
    expect(last.locator(".qa-quote").first).to_contain_text("812 meteors")
    expect(last.locator(".qa-question")).to_have_text("And how many euros were raised?")
    last.locator("[data-chip=standalone_question] [data-act=drop-chip]").click()
    expect(last.locator("[data-chip=standalone_question]")).to_have_count(0)
    expect(last.locator(".qa-quote").first).to_contain_text("240,000 euros")
    expect(page.locator(".qa-exchange")).to_have_count(2)


def test_a_time_in_the_question_is_a_chip(page: Page) -> None:
    ask(page, "What was counted in August 2019?")
    chip = page.locator("[data-chip=dates]")
    expect(chip).to_contain_text("“in August 2019”")
    chip.locator("[data-act=edit-chip]").click()
    chip.get_by_label("From").fill("2021-01-01")
    chip.get_by_label("to").fill("2021-12-31")
    chip.get_by_role("button", name="Ask again").click()
    expect(page.locator("[data-chip=dates]")).to_contain_text("2021")
    expect(page.locator("[data-chip=dates]")).not_to_contain_text("August")
    page.locator("[data-chip=dates] [data-act=drop-chip]").click()
    expect(page.locator("[data-chip=infer_dates]")).to_contain_text("any, whatever the question names")
    page.locator("[data-chip=infer_dates] [data-act=drop-chip]").click()
    expect(page.locator("[data-chip=dates]")).to_contain_text("“in August 2019”")


def test_filters_are_always_visible_and_hold_until_they_are_taken_away(page: Page) -> None:
    expect(page.locator(".qa-active")).to_be_hidden()
    page.get_by_role("button", name="Filters: dates and source").click()
    page.get_by_label("Only this source").select_option("Sky Letter")
    page.get_by_label("Published from").fill("2019-01-01")
    chips = page.locator(".qa-active button")
    expect(chips).to_have_text(["From 1 January 2019 ×", "Source Sky Letter ×"])
    expect(page.locator(".qa-welcome")).to_contain_text("from 1 article that your filters leave")
    expect(page.locator(".qa-examples small")).to_have_text(["Observatory counts more meteors than ever"])
    page.get_by_label("Published from").fill("2031-01-01")
    expect(page.locator(".qa-welcome")).to_contain_text("No article passes your filters")
    page.get_by_label("Published from").fill("2019-01-01")
    ask(page, "What was counted?")
    expect(page.locator(".qa-filters")).to_be_hidden()
    expect(chips).to_have_count(2)
    assert set(page.locator(".qa-source").all_text_contents()) == {
        "Observatory counts more meteors than ever · Sky Letter · 14 August 2019"
    }
    expect(page.locator("[data-chip=source]")).to_contain_text("Sky Letter")
    page.reload()
    wait_until_ready(page)
    expect(chips).to_have_count(2)
    page.get_by_role("button", name="Source Sky Letter: take this filter away").click()
    page.get_by_role("button", name="From 1 January 2019: take this filter away").click()
    expect(page.locator(".qa-active")).to_be_hidden()


def test_questions_that_may_follow_can_be_answered(page: Page, browser_bot: QABot) -> None:
    ask(page, "Who proposed joint air strikes?")
    next_ones = page.locator(".qa-followups button")
    next_ones.first.wait_for()
    assert all(browser_bot.ask(each).answered for each in next_ones.all_text_contents())
    question = next_ones.first.text_content() or "-"
    next_ones.first.click()
    expect(page.locator(".qa-question").last).to_have_text(question)
    expect(page.locator(".qa-exchange").last.locator(".qa-quotation").first).to_be_visible()


def test_an_answer_is_copied_with_its_sources(window: BrowserContext, address: str) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page(window, address)
    ask(page, "How many meteors were counted?")
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.locator("#qa-toast")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("How many meteors were counted?\n\n")
    assert f"[1] “{page.locator('.qa-quote').first.text_content()}”" in copied
    assert "Observatory counts more meteors than ever · Sky Letter · 14 August 2019" in copied


RICH = """async () => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType("text/html")).text();
}"""


def test_a_copied_answer_leads_to_the_very_words_where_it_is_pasted(window: BrowserContext, address: str) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page(window, address)
    ask(page, "Who leads the society that owns the lighthouse?")
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.locator("#qa-toast")).to_contain_text("Copied")
    copied = page.evaluate(RICH)
    assert f'href="{LINKED.url}#:~:text=' in copied
    assert f">{LINKED.title}</a> · Island Post" in copied
    assert "<script" not in copied


def test_what_a_page_without_a_clipboard_copies_has_both_kinds(window: BrowserContext, address: str) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page(window, address)
    ask(page, "Who leads the society that owns the lighthouse?")
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error('no clipboard')); }")
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.locator("#qa-toast")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Who leads the society")
    assert f'href="{LINKED.url}' in page.evaluate(RICH)
