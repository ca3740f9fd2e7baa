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

from qa_bot.web.guard.streams import OwnSessions

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
    return page.send_event("ask", {"question": question, "infer_dates": True}, session=session, cookie=cookie)


def join(page: Served, question: str, session: str, cookie: str) -> str:
    """Ask without listening, and return the id of the event."""
    sent = {"data": [], "fn_index": page.event("ask"), "session_hash": session, "event_data": {"question": question}}
    joined = page.post("/gradio_api/queue/join", json.dumps(sent), cookie=cookie)
    return str(json.loads(joined.text)["event_id"])


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


LISTENED = [
    "/gradio_api/queue/data?session_hash=mine",
    "/gradio_api/queue/data?session_hash=other&session_hash=mine",
    "/gradio_api/queue/data?session_hash=mine&session_hash=other",
    "/gradio_api/queue/data?x=1&session_hash=mine",
    "/gradio_api/queue/data/?session_hash=mine",
    "/gradio_api/queue/data?session%5Fhash=mine",
    "/gradio_api/call/ask/mine",
    "/gradio_api/call/x/mine",
    "/gradio_api/call/v2/ask/mine",
]


@pytest.mark.parametrize("cookie", [f"{WHO}eve", ""])
def test_who_knows_the_name_of_a_session_hears_nothing_of_it(serve: Serve, cookie: str) -> None:
    page = serve()
    for path in LISTENED:
        join(page, QUESTIONS[1], "mine", f"{WHO}ann")
        assert "lighthouse" not in page.get(path, cookie=cookie).text, path
        assert "lighthouse" in page.get(LISTENED[0], cookie=f"{WHO}ann").text, path


def test_nobody_speaks_into_another_visitors_session(serve: Serve) -> None:
    page = serve()
    join(page, QUESTIONS[1], "mine", f"{WHO}ann")
    join(page, "What was counted at the observatory, evil?", "mine", f"{WHO}eve")
    page.post(
        "/gradio_api/call/ask", json.dumps({"data": ["Where, evil?"], "session_hash": "mine"}), cookie=f"{WHO}eve"
    )
    heard = page.get(LISTENED[0], cookie=f"{WHO}ann").text
    assert "lighthouse" in heard
    assert "evil" not in heard


def test_nobody_ends_another_visitors_session(serve: Serve) -> None:
    page = serve()
    event = join(page, QUESTIONS[1], "mine", f"{WHO}ann")
    host, port = urlsplit(page.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as held:
        held.sendall(f"GET /gradio_api/heartbeat/mine HTTP/1.1\r\nHost: localhost\r\nCookie: {WHO}eve\r\n\r\n".encode())
        assert held.recv(100)
    given_up = {"session_hash": "mine", "fn_index": page.event("ask"), "event_id": "x"}
    page.post("/gradio_api/cancel", json.dumps(given_up), cookie=f"{WHO}eve")
    assert event in page.get(LISTENED[0], cookie=f"{WHO}ann").text


@pytest.mark.parametrize(
    "body", ["", "x", "[" * 100_000, "[]", "null", '"x"', '{"session_hash": 5}', "1" * 5000, "\udcff"]
)
def test_what_is_not_what_gradio_means_is_said_to_be_wrong(serve: Serve, body: str) -> None:
    for path in ("/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/call/ask", "/gradio_api/call/v2/ask"):
        assert serve().post(path, body.encode("utf-8", "surrogateescape")).status in (400, 413, 422), path


def test_streams_of_a_page_that_was_closed_end_quietly(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """Gradio clears a session away with the first of its streams that breaks off, and fails to with the second."""
    page = serve()
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)
    queue = page.demo._queue
    event = join(page, QUESTIONS[1], "closing", "")
    (session,) = [each for each, events in queue.pending_event_ids_session.items() if event in events]
    queue.pending_messages_per_session[session] = Queue()
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
    assert session not in queue.pending_messages_per_session
    assert "Exception in ASGI" not in caplog.text


def test_giving_up_an_event_that_has_just_ended_succeeds() -> None:
    async def ended(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError("what Gradio raises for an event that ended between its look and its act")

    browser = TestClient(OwnSessions(ended, {}))
    assert browser.post("/gradio_api/cancel", json={}).json() == {"success": True}
    assert browser.post("/gradio_api/queue/join", json={}).status_code == 400
