"""Answers that a language model writes, in the browser: quotations first, sentences as they are checked, stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from conftest import WAIT, ask, open_page, served, show
from fakes import STORIES, HashingEmbedder
from playwright.sync_api import BrowserContext, expect
from scripted import numbered, scripted

from qa_bot import QABot, Settings

pytestmark = pytest.mark.browser

QUESTION = "How much money was raised for the repair of the lantern?"
RAISED = "Volunteers raised 240,000 euros for the repair."


@dataclass
class Pen:
    """Writes a sentence, waits, and writes one that nothing holds."""

    goes_on: Event = field(default_factory=Event)

    def write(self, prompt: str) -> Iterator[str]:
        number = numbered(prompt, "240,000 euros")
        yield f"{RAISED} [{number}]\n"
        self.goes_on.wait(WAIT / 1000)
        yield f"<b>They</b> raised 999,000 dollars. [{number}]\n"


@pytest.fixture
def pen() -> Iterator[Pen]:
    made = Pen()
    yield made
    made.goes_on.set()


@pytest.fixture
def written_address(tmp_path: Path, pen: Pen) -> Iterator[str]:
    """Return where the page of a bot with a scripted model is served."""
    folder = tmp_path / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(*STORIES)
        bot.engines.use(scripted(pen.write))
        yield from served(bot)


def test_quotations_come_first_and_sentences_as_they_are_checked(
    window: BrowserContext, written_address: str, pen: Pen
) -> None:
    page = open_page(window, written_address)
    page.locator("#qa-ask").fill(QUESTION)
    page.locator("#qa-ask").press("Enter")
    expect(page.locator(".qa-words")).to_contain_text(RAISED)
    expect(page.locator(".qa-quote").first).to_be_visible()
    expect(page.locator(".qa-pending")).to_have_text("Writing …")
    pen.goes_on.set()
    expect(page.locator(".qa-pending")).to_have_count(0)
    expect(page.locator("del.qa-struck")).to_have_text("They raised 999,000 dollars.")
    expect(page.locator(".qa-why")).to_contain_text("not in the sentences named: 999,000 dollars")
    page.locator(".qa-words .qa-cite").first.click()
    expect(page.locator("mark.qa-chosen")).to_contain_text("240,000 euros")
    page.reload()
    expect(page.locator(".qa-words")).to_contain_text(RAISED)
    expect(page.locator("del.qa-struck")).to_have_text("They raised 999,000 dollars.")


def test_stop_keeps_what_was_checked(window: BrowserContext, written_address: str) -> None:
    page = open_page(window, written_address)
    page.locator("#qa-ask").fill(QUESTION)
    page.locator("#qa-ask").press("Enter")
    expect(page.locator(".qa-words")).to_contain_text(RAISED)
    page.keyboard.press("Escape")
    expect(page.locator(".qa-notice")).to_have_text("Stopped.")
    expect(page.locator(".qa-words")).to_contain_text(RAISED)


def test_the_settings_choose_the_model_and_say_what_leaves(
    window: BrowserContext, written_address: str, pen: Pen
) -> None:
    pen.goes_on.set()
    page = open_page(window, written_address)
    show(page, "settings")
    expect(page.locator("#qa-leaves")).to_contain_text(
        "at most twelve pieces of one or two sentences from the articles"
    )
    page.get_by_label("Model", exact=True).fill("extractive")
    page.get_by_label("Model", exact=True).blur()
    show(page, "chat")
    ask(page, QUESTION)
    expect(page.locator(".qa-quote").first).to_contain_text("240,000 euros")
    expect(page.locator("del.qa-struck")).to_have_count(0)
    show(page, "settings")
    page.get_by_label("Model", exact=True).fill("nonsense")
    page.get_by_label("Model", exact=True).blur()
    show(page, "chat")
    ask(page, QUESTION)
    expect(page.locator(".qa-notice")).to_contain_text("names no model; write provider:name")
    expect(page.locator(".qa-exchange").last.locator(".qa-quote").first).to_contain_text("240,000 euros")
    page.get_by_role("button", name="Go on without a model").click()
    ask(page, QUESTION)
    expect(page.locator(".qa-exchange").last.locator(".qa-notice")).to_have_count(0)
    show(page, "settings")
    expect(page.get_by_label("Model", exact=True)).to_have_value("extractive")
    page.get_by_role("button", name="Back to nonsense").click()
    expect(page.get_by_label("Model", exact=True)).to_have_value("nonsense")


def test_a_model_is_tried_and_what_is_missing_is_said(window: BrowserContext, written_address: str) -> None:
    page = open_page(window, written_address)
    show(page, "settings")
    tried, field = page.locator(".qa-tried"), page.get_by_label("Model", exact=True)
    for name, said in (
        ("extractive", "Without a model: the quotations answer."),
        ("nonsense", "'nonsense' names no model; write provider:name, for example openai:gpt-5-mini"),
        ("mistralai:small", "Mistralai:small needs another package: pip install langchain-mistralai."),
    ):
        field.fill(name)
        page.get_by_role("button", name="Try it").click()
        expect(tried).to_contain_text(said)
