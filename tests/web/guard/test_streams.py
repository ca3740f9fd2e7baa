from __future__ import annotations

import json
import logging
import socket
import time
from asyncio import Queue
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from guarded import Serve, Served
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from qa_bot.web.guard.streams import OwnStreams

pytestmark = pytest.mark.server

WHO = "qa_bot_visitor="
QUESTIONS = (
    "Who proposed the joint air strikes?",
    "When was the lighthouse built?",
    "What was counted at the observatory?",
    "Who rejected the proposal?",
)


def ask(page: Served, question: str, session: str, cookie: str) -> str:
    """Ask as the page of a visitor does, and return all that it hears."""
    sent = {
        "data": [],
        "fn_index": page.event("ask"),
        "session_hash": session,
        "event_data": {"question": question, "infer_dates": True},
    }
    joined = page.post("/gradio_api/queue/join", json.dumps(sent), cookie=cookie)
    assert joined.status == 200, joined.text
    return page.get(f"/gradio_api/queue/data?session_hash={session}", cookie=cookie).text


def test_what_one_visitor_asks_no_other_hears(serve: Serve) -> None:
    page = serve()

    def visit(number: int) -> tuple[str, str]:
        question = f"{QUESTIONS[number % 4][:-1]}, visitor{number}x?"
        return f"visitor{number}x", ask(page, question, f"session{number}", f"{WHO}{number}")

    with ThreadPoolExecutor(8) as visitors:
        heard = list(visitors.map(visit, range(24)))
    for name, text in heard:
        assert name in text
        assert not [other for other, _ in heard if other != name and other in text]


def test_the_stream_of_a_session_is_its_browsers(serve: Serve) -> None:
    page = serve()
    assert "lighthouse" in ask(page, QUESTIONS[1], "mine", f"{WHO}ann")
    for cookie in (f"{WHO}eve", ""):
        answer = page.get("/gradio_api/queue/data?session_hash=mine", cookie=cookie)
        assert (answer.status, answer.text) == (403, '{"detail":"this is another visitor\'s"}')
    assert "lighthouse" in ask(page, QUESTIONS[1], "mine", f"{WHO}ann")


def test_streams_of_a_page_that_was_closed_end_quietly(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """Gradio clears a session away with the first of its streams that breaks off, and fails to with the second."""
    page = serve()
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)
    page.demo._queue.pending_messages_per_session["closing"] = Queue()
    host, port = urlsplit(page.url).netloc.split(":")
    held = []
    for _ in range(2):
        held.append(socket.create_connection((host, int(port)), timeout=10))
        held[-1].sendall(b"GET /gradio_api/queue/data?session_hash=closing HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.2)
    for each in held:
        each.close()
    time.sleep(0.5)
    logging.getLogger("uvicorn.error").removeHandler(caplog.handler)
    assert "closing" not in page.demo._queue.pending_messages_per_session
    assert "Exception in ASGI" not in caplog.text


def test_giving_up_an_event_that_has_just_ended_succeeds() -> None:
    async def ended(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError("what Gradio raises for an event that ended between its look and its act")

    browser = TestClient(OwnStreams(ended))
    assert browser.post("/gradio_api/cancel").json() == {"success": True}
    with pytest.raises(KeyError):
        browser.post("/gradio_api/queue/join")
