"""A page behind a login in a real Chromium: in by the form, out by the button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import ask, show, wait_until_ready
from playwright.sync_api import BrowserContext, expect

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture
def guarded_address(browser_bot: QABot) -> Iterator[str]:
    """Return where the page is served to who has an account."""
    demo = create_app(browser_bot)
    url = launch(demo, Settings.load(port=0, auth="ann:secret word"))
    assert url is not None
    yield url
    demo.close()


def test_who_has_an_account_gets_in_asks_and_leaves(window: BrowserContext, guarded_address: str) -> None:
    page = window.new_page()
    page.goto(guarded_address)
    name, password = page.get_by_label("username"), page.get_by_label("password")
    name.fill("ann")
    password.fill("secret word")
    page.get_by_role("button", name="Login").click()
    wait_until_ready(page)
    ask(page, "When was the lighthouse built?")
    show(page, "settings")
    expect(page.locator("#qa-settings")).to_contain_text("Logged in as ann.")
    page.get_by_role("button", name="Log out").click()
    expect(name).to_be_visible()
    page.goto(guarded_address)
    expect(name).to_be_visible()
