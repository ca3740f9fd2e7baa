"""The page in a real Chromium, served by a bot with the real model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
from fakes import AIR_STRIKES, LIGHTHOUSE, OBSERVATORY, STORIES, HashingEmbedder, is_loopback
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from qa_bot import Article, QABot, Settings
from qa_bot.answer import Draft
from qa_bot.answer.extractive import Extractive
from qa_bot.library import Library
from qa_bot.model import Passage
from qa_bot.models import Encoded, TransformerEmbedder
from qa_bot.retrieve import Evidence
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

WAIT = 30_000
"""Milliseconds; machines that run tests are shared."""

DONE = ".qa-exchange:is([data-state=answered], [data-state=failed], [data-state=stopped])"

expect.set_options(timeout=WAIT)

ATTACK = "<img src=x onerror=\"window.attacked='img'\"><script>window.attacked='script'</script>"
HOSTILE = Article(
    "hostile\" onclick=\"window.attacked='id'",
    f"Zebra census {ATTACK}",
    f"The zebra census of Marwick counted 77 zebras {ATTACK} ${{window.attacked='js'}} {{{{this}}}} near the lake.\n\n"
    f"The census of zebras took nine days </mark></article>{ATTACK} and went well.",
    source=f"Zebra Post {ATTACK}",
    url="javascript:window.attacked='url'",
)
LINKED = replace(LIGHTHOUSE, url="https://example.org/lighthouse")


@pytest.fixture(scope="session")
def browser_bot(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[QABot]:
    """Return the bot behind the page; it knows the stories and an article that attacks."""
    folder = tmp_path_factory.mktemp("browser") / "library"
    with QABot.open(embedder=embedder, settings=Settings.load(library=folder)) as opened:
        opened.add(AIR_STRIKES, LINKED, OBSERVATORY, HOSTILE)
        yield opened


@pytest.fixture(scope="session")
def address(browser_bot: QABot) -> Iterator[str]:
    """Return where the page is served."""
    yield from served(browser_bot)


@dataclass
class Gate:
    """Keeps answers and articles waiting while it is shut; satisfies Engine."""

    name: str = "waiting"
    answers: Event = field(default_factory=Event)
    articles: Event = field(default_factory=Event)
    held: str = ""
    """Only questions with these words wait."""

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        if self.held in question:
            self.answers.wait(WAIT / 1000)
        return Extractive(1).answer(question, evidence)


@dataclass
class WaitingEmbedder(HashingEmbedder):
    """Embeds articles once the gate is open for them."""

    gate: Gate = field(default_factory=Gate)

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        self.gate.articles.wait(WAIT / 1000)
        return super().embed_passages(passages)


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Return the gate of a bot that waits; it is open at first, and at the end."""
    made = Gate()
    made.answers.set()
    made.articles.set()
    yield made
    made.answers.set()
    made.articles.set()


@pytest.fixture
def waiting_bot(folder: Path, gate: Gate) -> Iterator[QABot]:
    """Return a bot that answers whatever it is asked, once the gate is open."""
    embedder = WaitingEmbedder(gate=gate)
    library = Library(folder, embedder)
    with QABot(library, embedder, engine=gate, settings=Settings.load(threshold=0)) as made:
        made.add(*STORIES)
        yield made


@pytest.fixture
def waiting_address(waiting_bot: QABot) -> Iterator[str]:
    """Return where the page of the waiting bot is served."""
    yield from served(waiting_bot)


def served(bot: QABot) -> Iterator[str]:
    """Serve the page of a bot and yield where."""
    demo = create_app(bot)
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
    page.set_default_timeout(WAIT)
    page.goto(address)
    wait_until_ready(page)
    return page


def wait_until_ready(page: Page) -> None:
    """Wait until the page can be used."""
    page.wait_for_selector("html[data-qa-ready]", state="attached")
    page.wait_for_selector(".qa-articles, .qa-empty", state="attached")
    page.wait_for_function("document.activeElement?.id === 'qa-ask'")


def ask(page: Page, question: str) -> None:
    """Type a question, send it with Enter and wait for what comes of it."""
    page.locator("#qa-ask").fill(question)
    before = page.locator(DONE).count()
    page.locator("#qa-ask").press("Enter")
    page.locator(DONE).nth(before).wait_for()


def show(page: Page, view: str) -> None:
    """Go to a view by the bar."""
    page.locator(f".qa-bar [data-view={view}]").click()


def _is_own(url: str) -> bool:
    return urlsplit(url).scheme in ("data", "blob") or is_loopback(urlsplit(url).hostname or "elsewhere")
