from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from guarded import Serve
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from qa_bot import Settings
from qa_bot.tokens import Tokens
from qa_bot.web.guard import Sessions, guards
from qa_bot.web.uploads import Uploads
from qa_bot.web.visitor import BROKEN

pytestmark = pytest.mark.server

SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (each.split() for each in policy.split(";"))}


def test_the_page_runs_its_own_scripts_only_and_no_other_page_shows_it(serve: Serve) -> None:
    answer = serve().get("/")
    policy = directives(answer.headers["content-security-policy"])
    hashes = {base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in SCRIPT.findall(answer.text)}
    assert len(hashes) >= 4
    assert {f"'sha256-{each}'" for each in hashes} < set(policy["script-src"])
    assert "'unsafe-inline'" not in policy["script-src"]
    assert not [each for each in policy["script-src"] if "http" in each or each in ("*", "data:", "blob:")]
    assert policy["connect-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/config", "/gradio_api/info", "/nowhere", "/health", "/gradio_api/file=/etc/passwd"])
def test_nothing_else_is_a_page(serve: Serve, path: str) -> None:
    answer = serve().get(path)
    assert directives(answer.headers["content-security-policy"])["default-src"] == ["'none'"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_notebooks_on_this_machine_may_show_it(serve: Serve) -> None:
    answer = serve(is_framed=True).get("/")
    frames = directives(answer.headers["content-security-policy"])["frame-ancestors"]
    assert {"'self'", "http://localhost:*", "http://127.0.0.1:*"} <= set(frames)
    assert "x-frame-options" not in answer.headers
    assert not [each for each in frames if each in ("*", "http:", "https:")]


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/call/ask/x", "/gradio_api/upload"])
def test_a_failure_has_the_headers_too_and_tells_nothing(
    path: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise OSError("/srv/library cannot be read")

    middleware = guards(
        Settings.load(),
        users=Sessions(60),
        uploads=Uploads(),
        is_well=lambda: True,
        scripts=[],
        user_names=(),
        tokens=Tokens(tmp_path),
        is_framed=False,
    )
    app = Starlette(middleware=middleware)
    app.mount("/", fails)
    answer = TestClient(app, base_url="http://localhost").request("POST" if "upload" in path else "GET", path)
    assert (answer.status_code, answer.json()) == (500, {"detail": BROKEN})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert directives(answer.headers["content-security-policy"])["default-src"] == ["'none'"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert "/srv/library cannot be read" in caplog.text


def test_an_answer_repeats_no_header_of_its_request(serve: Serve) -> None:
    page, asked = serve(), {"x_told": "echo", "range": "bytes=0-1", "cookie": "qa_bot_visitor=echo"}
    for path in ("/", "/config", "/theme.css", "/gradio_api/file=/etc/passwd", "/static/img/logo.svg", "/favicon.ico"):
        answer = page.get(path, **asked)
        assert "echo" not in str(answer.headers), path
