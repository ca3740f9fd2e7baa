import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from qa_bot.errors import FetchError, ReadError
from qa_bot.read import FoundArticle, read
from qa_bot.read.fetch import FetchedPage, fetch
from qa_bot.settings import Settings

SENTENCE = "The council met on Tuesday and decided to close the old bridge over the river for repairs."
PAGE = f"<html><title>Bridge</title><article><p>{SENTENCE}</p><p>{SENTENCE}</p></article></html>".encode()
OPEN = Settings.load(allow_private_urls=True, max_fetch_mb=0.1)
HASTY = Settings.load(allow_private_urls=True, max_fetch_mb=0.1, fetch_seconds=0.4)
BOMB = gzip.compress(bytes(5_000_000))


class Handler(BaseHTTPRequestHandler):
    """Serves one behaviour a path."""

    def do_GET(self) -> None:
        getattr(self, self.path.partition(".")[0].strip("/"))()

    def reply(
        self, body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page(self) -> None:
        self.reply(PAGE + self.headers["User-Agent"].encode())

    def latin(self) -> None:
        self.reply("It is a café.".encode("latin-1"), "text/plain; charset=latin-1")

    def markdown(self) -> None:
        self.reply(b"# Rain\n\nIt rained.", "text/plain")

    def sniffed(self) -> None:
        self.reply(
            b'<?xml version="1.0"?><rss version="2.0"><channel><item><link>https://x.org/1</link>'
            b"<description>It rained.</description></item></channel></rss>",
            "application/octet-stream",
        )

    def picture(self) -> None:
        self.reply(b"\x89PNG", "image/png")

    def empty(self) -> None:
        self.reply(b"")

    def missing(self) -> None:
        self.reply(b"gone", status=404)

    def moved(self) -> None:
        self.reply(b"", status=302, Location="/page.html")

    def baked(self) -> None:
        self.reply(b"", status=302, Location="/told", Set_Cookie="seen=before; Path=/")

    def told(self) -> None:
        self.reply(f"It was said: {self.headers['Cookie']}.".encode(), "text/plain")

    def circle(self) -> None:
        self.reply(b"", status=302, Location="/circle")

    def elsewhere(self) -> None:
        self.reply(b"", status=302, Location="ftp://x.org/")

    def packed(self) -> None:
        self.reply(gzip.compress(PAGE), Content_Encoding="gzip")

    def bomb(self) -> None:
        self.reply(BOMB, Content_Encoding="gzip")

    def torn(self) -> None:
        self.reply(gzip.compress(PAGE)[:-20], Content_Encoding="gzip")

    def brotli(self) -> None:
        self.reply(b"x", Content_Encoding="br")

    def slow(self) -> None:
        time.sleep(5)

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 10_000)

    def dripping(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def handle(self) -> None:
        # A client that hangs up is what these tests are about.
        with suppress(BrokenPipeError, ConnectionResetError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def test_a_page_arrives_with_its_type_and_encoding(server: str) -> None:
    url = f"{server}/page.html"
    assert fetch(url, OPEN) == FetchedPage(url, "text/html", "utf-8", PAGE + b"qa-bot")
    assert fetch(f"{server}/moved", OPEN).url == url
    assert fetch(f"{server}/packed", OPEN).data == PAGE


@pytest.mark.parametrize(
    ("path", "title", "text"),
    [
        ("page.html", "Bridge", f"{SENTENCE}\n\n{SENTENCE}"),
        ("latin", "It is a café.", "It is a café."),
        ("markdown.md", "Rain", "It rained."),
        ("sniffed", "It rained.", "It rained."),
    ],
)
def test_type_then_content_then_suffix_decide_the_reader(server: str, path: str, title: str, text: str) -> None:
    (found,) = read(f"{server}/{path}", OPEN)
    assert isinstance(found, FoundArticle)
    assert (found.article.title, found.article.text.removesuffix("\n\nqa-bot"), found.article.path) == (
        title,
        text,
        None,
    )
    assert found.origin == f"{server}/{path}" + ("#https://x.org/1" if path == "sniffed" else "")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", "the server answers 404 Not Found"),
        ("picture", "is image/png, which is not a kind that can be read"),
        ("circle", "redirects more than 5 times"),
        ("elsewhere", "leads to an address that is neither http nor https"),
        ("bomb", "is over the limit of 0.1 MB (QA_BOT_MAX_FETCH_MB)"),
        ("endless", "is over the limit of 0.1 MB (QA_BOT_MAX_FETCH_MB)"),
        ("torn", "the answer was cut off"),
        ("brotli", "is packed as br, though only gzip was asked for"),
        ("empty", "the answer is empty"),
    ],
)
def test_what_cannot_be_fetched(server: str, path: str, message: str) -> None:
    (error,) = read(f"{server}/{path}", OPEN)
    assert isinstance(error, FetchError)
    assert str(error) == f"{server}/{path}: {message}"


def test_a_cookie_on_the_way_is_not_sent_on(server: str) -> None:
    assert fetch(f"{server}/baked", OPEN).data == b"It was said: None."


@pytest.mark.parametrize("path", ["slow", "dripping"])
def test_the_time_is_for_the_whole_answer(server: str, path: str) -> None:
    start = time.monotonic()
    (error,) = read(f"{server}/{path}", HASTY)
    assert str(error) == f"{server}/{path}: no answer within 0.4 s (QA_BOT_FETCH_SECONDS)"
    assert time.monotonic() - start < 4


def test_private_addresses_are_refused_unless_allowed(server: str) -> None:
    message = "127.0.0.1 is an address in a private network; QA_BOT_ALLOW_PRIVATE_URLS=true allows it"
    with pytest.raises(FetchError, match=f"^{server}/page.html: {message}$"):
        fetch(f"{server}/page.html", Settings.load())


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "http://a..b/", "http://" + "a" * 300 + "/", "http://x:99999/"]
)
def test_addresses_that_are_none(url: str) -> None:
    (error,) = read(url, OPEN)
    assert isinstance(error, ReadError)
    assert str(error).startswith(url)


def test_a_server_that_is_not_there() -> None:
    (error,) = read("http://127.0.0.1:1/", OPEN)
    assert str(error).startswith("http://127.0.0.1:1/: cannot be fetched: ")
