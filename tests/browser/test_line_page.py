"""The page while the server is gone: what was asked is kept, said within seconds, and goes on by itself."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Gate, ask, open_page
from fakes import STORIES, HashingEmbedder
from playwright.sync_api import BrowserContext, expect

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch

pytestmark = pytest.mark.browser

SOON = 10_000
QUESTION = "How many meteors were counted?"


def test_a_line_that_breaks_is_told_and_the_question_goes_on_once_it_is_back(
    window: BrowserContext, waiting_address: str, gate: Gate
) -> None:
    page = open_page(window, waiting_address)
    gate.answers.clear()
    page.locator("#qa-ask").fill(QUESTION)
    page.locator("#qa-ask").press("Enter")
    expect(page.locator(".qa-pending")).to_have_text("Searching 3 articles …")
    window.set_offline(True)
    expect(page.locator("#qa-line")).to_contain_text("The server cannot be reached.", timeout=SOON)
    expect(page.locator(".qa-question")).to_have_text(QUESTION)
    gate.answers.set()
    window.set_offline(False)
    expect(page.locator(".qa-quote").first).to_contain_text("812 meteors")
    expect(page.locator(".qa-question")).to_have_text([QUESTION])
    expect(page.locator("#qa-line")).to_have_count(0)


def test_what_is_asked_and_opened_without_a_line_waits_for_it(window: BrowserContext, waiting_address: str) -> None:
    page = open_page(window, waiting_address)
    ask(page, QUESTION)
    window.set_offline(True)
    page.locator(".qa-cite").first.click()
    page.locator("#qa-panel").get_by_role("button", name="Close").click()
    expect(page.locator("#qa-panel")).to_be_hidden()
    page.locator("#qa-ask").fill("When was the observatory built?")
    page.locator("#qa-ask").press("Enter")
    expect(page.locator(".qa-pending")).to_have_text("Waiting for the server …", timeout=SOON)
    window.set_offline(False)
    expect(page.locator(".qa-question")).to_have_text([QUESTION, "When was the observatory built?"])
    expect(page.locator(".qa-exchange[data-state=answered]")).to_have_count(2)


def test_a_server_that_is_started_again_answers_what_was_asked(window: BrowserContext, tmp_path: Path) -> None:
    with QABot.open(tmp_path / "kept", embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(*STORIES)
        demo = create_app(bot)
        url = launch(demo, Settings.load(port=0))
        page = open_page(window, url or "")
        demo.close()
        page.locator("#qa-ask").fill(QUESTION)
        page.locator("#qa-ask").press("Enter")
        expect(page.locator("#qa-line")).to_be_visible(timeout=SOON)
        again = create_app(bot)
        launch(again, Settings.load(port=urlsplit(url or "").port))
        expect(page.locator(".qa-quote").first).to_contain_text("812 meteors")
        expect(page.locator(".qa-question")).to_have_text([QUESTION])
        again.close()
