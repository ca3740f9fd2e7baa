"""The page under a path of a real proxy, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ask, open_page, show, wait_until_ready
from fakes import STORIES
from playwright.sync_api import BrowserContext, expect
from proxy import behind_nginx

from qa_bot import QABot

pytestmark = pytest.mark.browser


@pytest.fixture
def proxied(bot: QABot, tmp_path: Path) -> Iterator[str]:
    """Return where nginx serves the page."""
    bot.add(*STORIES)
    with behind_nginx(bot, tmp_path) as address:
        yield address


def test_asking_checking_adding_and_coming_back_work_under_a_path(
    window: BrowserContext, proxied: str, tmp_path: Path
) -> None:
    page = open_page(window, proxied)
    ask(page, "When was the lighthouse built?")
    page.locator(".qa-cite").first.click()
    expect(page.locator(".qa-chosen")).to_be_focused()
    link = page.locator("[data-act=link]").get_attribute("data-link")
    show(page, "articles")
    (tmp_path / "ferry.txt").write_text("The ferry to Skelle made its last trip on Sunday night.")
    page.get_by_label("Choose files to add").set_input_files(tmp_path / "ferry.txt")
    expect(page.locator(".qa-articles")).to_contain_text("The ferry to Skelle made its last trip")
    show(page, "chat")
    page.reload()
    expect(page.locator(".qa-chosen")).to_be_focused()
    expect(page.locator(".qa-exchange")).to_contain_text("When was the lighthouse built?")
    page.goto(f"{proxied}{link}")
    wait_until_ready(page)
    expect(page.locator(".qa-quote").first).to_be_visible()
    assert page.url.startswith(f"{proxied}?chat=")
