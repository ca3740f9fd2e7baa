"""Nothing leaves the machine: not from the libraries that are used, either."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

pytestmark = [pytest.mark.model, pytest.mark.server]

CORPUS = Path(__file__).parent.parent / "corpus"
USE = """
import sys, time
from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch

settings = Settings.load(port=0)
with QABot.open(sys.argv[1], settings=settings) as bot:
    bot.add(sys.argv[2])
    assert bot.ask("When did the fire break out?").answered
    launch(create_app(bot), settings)
    time.sleep(12)
"""
"""What a visitor's first minute needs. What onnxruntime has to tell, it tells nine seconds after a model is loaded."""


@contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """Serve a proxy on loopback; yield its address and what it is asked for."""
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(502)

        do_HEAD = do_POST = do_CONNECT = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_adding_asking_and_serving_tell_nobody(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "ORT_", "GITHUB_"))}
    with proxy() as (address, asked):
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), address)
        environment = {**kept, **proxies, "NO_PROXY": "127.0.0.1,localhost", "HOME": str(tmp_path)}
        ran = subprocess.run(
            [sys.executable, "-c", USE, str(tmp_path / "library"), str(CORPUS / "notre-dame-fire.md")],
            env=environment,
            cwd=CORPUS.parent,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    assert asked == []
