"""The page of a bot in a real Chromium, for measuring and for pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch

_WAIT = 120_000
_ANSWERED = ".qa-exchange:is([data-state=answered], [data-state=failed])"


@contextmanager
def served(bot: QABot) -> Iterator[str]:
    """Serve the page of a bot on a free port and yield its address."""
    demo = create_app(bot)
    url = launch(demo, Settings.load(port=0))
    if url is None:
        raise SystemExit("run this without Gradio's hot reload")
    try:
        yield url
    finally:
        demo.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        raise SystemExit("this needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, url: str, *, width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
    """Return the page as a new visitor sees it, once it can be used."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(_WAIT)
    page.goto(url)
    page.wait_for_selector("html[data-qa-ready]", state="attached")
    return page


def ask(page: Page, question: str) -> None:
    """Ask a question and wait until it is answered."""
    before = page.locator(_ANSWERED).count()
    page.locator("#qa-ask").fill(question)
    page.locator("#qa-ask").press("Enter")
    page.locator(_ANSWERED).nth(before).wait_for()
