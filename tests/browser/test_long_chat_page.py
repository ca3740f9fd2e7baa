"""A chat of many turns: each turn brings its own exchange only, and what somebody does in others stays."""

from __future__ import annotations

import pytest
from conftest import ask, open_page, wait_until_ready
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.page import count_received, quiet

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(window: BrowserContext, waiting_address: str) -> Page:
    """Return the page of a bot that answers whatever it is asked."""
    return open_page(window, waiting_address)


def test_the_twelfth_turn_brings_no_more_than_the_second(chat: Page) -> None:
    received = count_received(chat)
    sizes = {}
    for turn in range(1, 13):
        is_measured = turn in (2, 3, 11, 12)
        if is_measured:
            quiet(chat, received)
        before = received()
        ask(chat, f"How many meteors were counted, {turn}?")
        if is_measured:
            quiet(chat, received)
        sizes[turn] = received() - before
    # What becomes of a turn comes in some more messages or fewer, as it happens.
    assert min(sizes[11], sizes[12]) < 1.5 * max(sizes[2], sizes[3])
    expect(chat.locator(".qa-exchange")).to_have_count(12)
    chat.reload()
    wait_until_ready(chat)
    asked = [f"How many meteors were counted, {turn}?" for turn in range(1, 13)]
    expect(chat.locator(".qa-question")).to_have_text(asked)


def test_what_is_written_below_one_answer_stays_while_another_comes(chat: Page) -> None:
    ask(chat, "How many meteors were counted?")
    chat.get_by_role("button", name="Bad answer").click()
    field = chat.locator(".qa-exchange").first.locator("[name=better]")
    field.fill("half of the tr")
    chat.evaluate("document.querySelector('#qa-ask').value = 'How many euros were raised?'")
    chat.evaluate("document.querySelector('.qa-composer').requestSubmit()")
    expect(chat.locator(".qa-exchange[data-state=answered]")).to_have_count(2)
    chat.keyboard.type("uth")
    expect(field).to_have_value("half of the truth")
    expect(chat.locator(".qa-followups:visible")).to_have_count(
        chat.locator(".qa-exchange").last.locator(".qa-followups").count()
    )
    expect(chat.get_by_role("button", name="Edit the question")).to_have_count(1)
    last = chat.locator(".qa-exchange").last
    expect(last.get_by_role("button", name="Edit the question")).to_be_visible()


def test_several_questions_at_once_are_each_answered_in_their_place(chat: Page) -> None:
    questions = ["How many meteors were counted?", "How many euros were raised?", "Who proposed joint air strikes?"]
    for question in questions:
        chat.locator("#qa-ask").fill(question)
        chat.locator("#qa-ask").press("Enter")
    expect(chat.locator(".qa-exchange[data-state=answered]")).to_have_count(3)
    expect(chat.locator(".qa-exchange")).to_have_count(3)
    assert sorted(chat.locator(".qa-question").all_text_contents()) == sorted(questions)
