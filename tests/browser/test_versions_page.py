"""An article that was changed, on the page: old quotations show what was quoted, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ask, open_page, served, show, wait_until_ready
from fakes import make_article
from playwright.sync_api import BrowserContext, Page, expect

from qa_bot import QABot, Settings
from qa_bot.models import TransformerEmbedder

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "How many people did the fire in Vell kill?"
OLD = make_article(
    "The fire in the harbour of Vell killed 12 people on Monday, the police said. Mayor Ada Holm went there.\n\n"
    "Ships left the harbour in the night. The insurers expect losses of 40 million crowns.",
    "fire",
    title="Fire in the harbour of Vell",
    published="2026-11-20",
)
NOTE = "Correction: An earlier version of this story misstated <b>how many</b> people died."
NEW = replace(
    OLD,
    title="Deadly fire in the harbour of Vell",
    text=OLD.text.replace("12 people", "14 people").replace(" Mayor Ada Holm went there.", "") + f"\n\n{NOTE}",
)


@pytest.fixture
def bot(folder: Path, embedder: TransformerEmbedder) -> Iterator[QABot]:
    with QABot.open(embedder=embedder, settings=Settings.load(library=folder)) as opened:
        opened.add(OLD)
        yield opened


@pytest.fixture
def asked(window: BrowserContext, bot: QABot) -> Iterator[Page]:
    """Return the page with an answer from an article that has changed since."""
    for address in served(bot):
        page = open_page(window, address)
        ask(page, QUESTION)
        bot.add(NEW)
        page.reload()
        wait_until_ready(page)
        page.locator(".qa-cite").first.wait_for()
        yield page


def test_an_old_quotation_shows_the_version_it_is_from_and_what_has_changed_since(asked: Page) -> None:
    expect(asked.locator(".qa-quote").first).to_contain_text("killed 12 people")
    warned = asked.locator(".qa-warned").first
    expect(warned).to_contain_text("From version 1; the article has changed since (version 2, added")
    expect(warned).to_contain_text("These words no longer stand in it.")
    expect(warned).to_contain_text(f"Corrected: “{NOTE}”")
    asked.locator(".qa-cite").first.click()
    expect(asked.locator(".qa-chosen")).to_contain_text("killed 12 people")
    expect(asked.locator(".qa-steps")).to_contain_text("version 1")
    expect(asked.locator("#qa-source h2")).to_have_text(OLD.title)
    expect(asked.locator("#qa-source [data-act=details]")).to_have_count(0)
    expect(asked.locator(".qa-changed")).to_contain_text("the article has changed since")
    asked.locator(".qa-versions summary").click()
    shown = asked.locator(".qa-revision")
    expect(shown.locator("del").first).to_contain_text("killed 12 people")
    expect(shown.locator("ins").first).to_contain_text("killed 14 people")
    expect(shown.locator("ins").last).to_have_text(NOTE)
    expect(shown).to_contain_text(f"Title: “{OLD.title}”, now “{NEW.title}”")
    for width in (320, 375):
        asked.set_viewport_size({"width": width, "height": 740})
        assert asked.evaluate("document.documentElement.scrollWidth") <= width


def test_the_newest_version_is_quoted_and_its_panel_tells_what_it_changed(asked: Page) -> None:
    asked.locator("[data-act=new]").first.click()
    ask(asked, QUESTION)
    expect(asked.locator(".qa-quote").first).to_contain_text("killed 14 people")
    expect(asked.locator(".qa-warned").first).to_have_text(f"Corrected: “{NOTE}”")
    asked.locator(".qa-cite").first.click()
    expect(asked.locator(".qa-chosen")).to_contain_text("killed 14 people")
    expect(asked.locator(".qa-versions summary")).to_contain_text("Version 2, added")
    expect(asked.locator("#qa-source [data-act=details]")).to_have_count(1)


def test_undo_brings_an_article_back_with_its_versions(asked: Page, bot: QABot) -> None:
    kept = bot.library.versions("fire")
    show(asked, "articles")
    expect(asked.locator(".qa-articles, #qa-view-articles").first).to_contain_text("2 versions")
    asked.locator("[data-act=remove]").first.click()
    expect(asked.locator("#qa-toast")).to_contain_text("Removed")
    assert bot.library.versions("fire") == ()
    asked.get_by_role("button", name="Undo").click()
    expect(asked.locator("#qa-toast")).to_contain_text("It is back.")
    assert bot.library.versions("fire") == kept
