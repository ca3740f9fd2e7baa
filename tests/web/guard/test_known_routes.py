from __future__ import annotations

import pytest
from guarded import Serve

pytestmark = pytest.mark.server


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/proxy=https://example.org/"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/stream/x/1/2/playlist.m3u8"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/file=http://example.org/"),
        ("GET", "/gradio_api/file=https:/example.org/"),
        ("HEAD", "/gradio_api/file=http://127.0.0.1:9/"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file=../../../etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/upload_progress?upload_id=x"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/docs"),
        ("GET", "/gradio_api/custom_component/1/client/component/x.js"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/api/ask"),
    ],
)
def test_what_the_page_does_not_need_is_not_there(serve: Serve, method: str, path: str) -> None:
    answer = serve().send(method, path, "{}" if method == "POST" else None)
    assert (answer.status, answer.text) == (404, '{"detail":"Not Found"}' if method != "HEAD" else "")


def test_what_it_needs_is_there(serve: Serve) -> None:
    page = serve()
    for path in ("/", "/config", "/theme.css", "/gradio_api/info", "/health"):
        assert page.get(path).status == 200, path
