"""Nothing but our own fetcher, which checks addresses, fetches anything: Gradio's fetchers are out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from guarded import Serve, Served

pytestmark = pytest.mark.server

MARK = {"_type": "gradio.FileData"}


class Canary(BaseHTTPRequestHandler):
    """Remembers who calls."""

    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"The canary sang.")

    do_HEAD = do_CONNECT = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """Serve on loopback, and yield where and what was asked for."""
    heard: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), type("One", (Canary,), {"heard": heard})) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()


def ask_for(page: Served, address: str) -> list[str]:
    """Ask for an address in every way that Gradio has, and return all answers."""
    bare = address.partition("://")[2]
    paths = [f"{route}{address}" for route in ("file=", "file/", "proxy=", "stream/", "custom_component/")]
    paths += [f"file=//{bare}", f"file=http:/{bare}", f"file=HTTP://{bare}", f"file=/{address}", f"/file={address}"]
    answers = [page.send(method, f"/gradio_api/{path}").text for path in paths for method in ("GET", "HEAD")]
    answers += [page.get("/?deep_link=" + address).text, page.get(f"/pwa_icon/{address}").text]
    for file in (
        {"path": address, "meta": MARK},
        {"path": "x", "url": address, "meta": MARK},
        {"path": address, "url": address, "meta": MARK, "is_stream": True},
        {"path": {"path": address, "meta": MARK}, "meta": MARK},
        {"path": address},
    ):
        for data in ([[file], None, None], [None, [file], None], [None, None, [file]], [file, file, file]):
            answers.append(page.call("add", data))
        answers += [page.call("ask", [file]), page.call("ask", {"question": "Who?", "source": file})]
        for number, fn in page.demo.fns.items():
            if fn.targets and fn.name not in ("load", "follow"):
                answers.append(
                    page.send_event(number, {"file": file, "files": [file], **file}, [file] * len(fn.inputs))
                )
    return answers


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "http://canary.hf.space/x", "https://192.0.2.7/x"])
def test_gradio_fetches_nothing(serve: Serve, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Gradio, and the DNS service that it asks, would go by way of a proxy: the canary hears whatever they want."""
    page = serve()
    with canary() as (place, heard):
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, place)
        answers = ask_for(page, address)
    assert heard == []
    assert not [each for each in answers if "The canary sang" in each]


def test_our_own_fetcher_does_within_its_bounds(serve: Serve) -> None:
    with canary() as (place, heard):
        assert "is an address in a private network" in serve().call("add", [None, [f"{place}/x"], None])
        assert heard == []
        assert "added" in serve(allow_private_urls=True).call("add", [None, [f"{place}/y"], None])
        assert heard == ["/y"]
