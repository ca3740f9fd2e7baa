"""The page in a real Chromium, served by a bot with the real model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fakes import STORIES, is_loopback
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from qa_bot import Article, QABot, Settings
from qa_bot.embed import TransformerEmbedder
from qa_bot.web import create_app
from qa_bot.web.serve import launch

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ATTACK = "<img src=x onerror=\"window.attacked='img'\"><script>window.attacked='script'</script>"
HOSTILE = Article(
    "hostile\" onclick=\"window.attacked='id'",
    f"Zebra census {ATTACK}",
    f"The zebra census of Marwick counted 77 zebras {ATTACK} ${{window.attacked='js'}} {{{{this}}}} near the lake.\n\n"
    f"The census of zebras took nine days </mark></article>{ATTACK} and went well.",
    source=f"Zebra Post {ATTACK}",
    url="javascript:window.attacked='url'",
)


@pytest.fixture(scope="session")
def browser_bot(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[QABot]:
    """Return the bot behind the page; it knows the stories and an article that attacks."""
    folder = tmp_path_factory.mktemp("browser") / "library"
    with QABot.open(embedder=embedder, settings=Settings.load(library=folder)) as opened:
        opened.add(*STORIES, HOSTILE)
        yield opened


@pytest.fixture(scope="session")
def address(browser_bot: QABot) -> Iterator[str]:
    """Return where the page is served."""
    demo = create_app(browser_bot)
    url = launch(demo, Settings.load(port=0))
    assert url is not None
    yield url
    demo.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return Debian's Chromium; without it these tests fail, because what they check is then not known.

    For one module only: while it runs, this thread has an event loop, which other tests must not meet.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.fail("the browser tests need Chromium: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """Return a visitor's window, wide and light, that must load nothing from elsewhere and meet no script error."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    strayed: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: None if _is_own(request.url) else strayed.append(request.url))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert strayed == []
    assert errors == []


@pytest.fixture
def page(window: BrowserContext, address: str) -> Page:
    """Return the page, ready to be asked."""
    return open_page(window, address)


def open_page(window: BrowserContext, address: str) -> Page:
    """Open the page in a new tab and wait until it is ready to be asked."""
    page = window.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.wait_for_selector(".qa-articles")
    page.wait_for_function("document.activeElement?.closest('#qa-question') !== null")
    return page


def ask(page: Page, question: str) -> None:
    """Type a question, send it with Enter and wait for what comes of it."""
    page.locator("#qa-question textarea").fill(question)
    before = page.locator(".qa-answer, .qa-error").count()
    page.keyboard.press("Enter")
    page.locator(".qa-answer, .qa-error").nth(before).wait_for()


def _is_own(url: str) -> bool:
    return urlsplit(url).scheme in ("data", "blob") or is_loopback(urlsplit(url).hostname or "elsewhere")
