"""The page inside a notebook, as a browser shows the value of a cell."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote

import pytest
from fakes import STORIES, HashingEmbedder
from playwright.sync_api import BrowserContext, expect

from qa_bot import QABot, Settings

pytestmark = pytest.mark.browser


class Notebook(BaseHTTPRequestHandler):
    """Shows the HTML that is its query, as a notebook's server shows outputs: under an origin of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(unquote(self.path.partition("?")[2]).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def notebook() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Notebook) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_the_page_opens_below_a_cell_and_ends_with_the_bot(
    window: BrowserContext, notebook: str, folder: Path, hashing_embedder: HashingEmbedder
) -> None:
    with QABot.open(folder, embedder=hashing_embedder, settings=Settings.load(threshold=0)) as bot:
        bot.add(*STORIES)
        shown = bot.chat(height=600)
        assert bot.chat() is shown
        assert repr(shown) == f"<QA Bot at {shown.url}>"
        page = window.new_page()
        page.goto(f"{notebook}?{quote(shown._repr_html_())}")
        frame = page.frame_locator("iframe[title='QA Bot']")
        frame.locator("#qa-ask").fill("How many meteors were counted?")
        frame.locator("#qa-ask").press("Enter")
        expect(frame.locator(".qa-quote").first).to_contain_text("meteors")
        page.close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(shown.url)


def test_a_page_that_was_closed_is_served_anew(folder: Path, hashing_embedder: HashingEmbedder) -> None:
    with QABot.open(folder, embedder=hashing_embedder) as bot:
        first = bot.chat()
        first.close()
        second = bot.chat()
        assert second is not first
        assert urllib.request.urlopen(second.url).status == 200
