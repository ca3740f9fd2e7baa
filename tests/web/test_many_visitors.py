"""A page that is really served, with many visitors: none waits for another's streams, and memory has a bound."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest
from fakes import STORIES
from scripted import scripted

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.page import Page
from qa_bot.web.serve import launch

pytestmark = pytest.mark.server

HELD = 40


@dataclass(frozen=True)
class Visitor:
    """A visitor of a page, and what they hold open of it."""

    url: str
    name: str
    connections: list[HTTPConnection] = field(default_factory=list)

    def leave(self) -> None:
        """Close everything."""
        for each in self.connections:
            each.close()

    def hear(self, event: str, session: str, **given: str) -> HTTPResponse:
        """Send an event as the page does; return the open stream of what comes of it."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        self.connections.append(connection)
        headers = {"content-type": "application/json", "cookie": f"qa_bot_visitor={self.name}"}
        connection.request("GET", "/config")
        events = json.loads(connection.getresponse().read())["dependencies"]
        number = next(each["id"] for each in events if any(target[1] == event for target in each["targets"]))
        sent = {"data": [], "fn_index": number, "session_hash": session, "event_data": given}
        connection.request("POST", "/gradio_api/queue/join", json.dumps(sent), headers)
        connection.getresponse().read()
        connection.request("GET", f"/gradio_api/queue/data?session_hash={session}", headers=headers)
        return connection.getresponse()


@pytest.fixture
def pages() -> Iterator[list[Page]]:
    """Return the pages that are served, which are closed afterwards."""
    opened: list[Page] = []
    yield opened
    for each in opened:
        each.close()


@pytest.fixture
def served(pages: list[Page]) -> Callable[[QABot], str]:
    """Return what serves the page of a bot and returns its address."""

    def serve(bot: QABot) -> str:
        pages.append(create_app(bot))
        return str(launch(pages[-1], Settings.load(port=0)))

    return serve


def heard(stream: HTTPResponse, words: str) -> str:
    """Return the line of a stream that says these words; two minutes of nothing but signs of life are an error."""
    idle = 0
    while line := stream.readline().decode():
        if words in line:
            return line
        idle += "heartbeat" in line
        assert idle < 8, f"{words} is waited for in vain"
    raise EOFError(words)


def test_streams_that_a_visitor_holds_keep_nobody_waiting(served: Callable[[QABot], str], bot: QABot) -> None:
    """They are of an answer that a model does not end, and more than the page has workers."""

    def write(prompt: str) -> Iterator[str]:
        while True:
            time.sleep(0.05)
            yield "and "

    bot.add(*STORIES)
    slow = bot.with_settings(model_seconds=3600)
    slow.engines.use(scripted(write))
    page = served(slow)
    ann, bob = Visitor(page, "ann"), Visitor(page, "bob")
    held = [ann.hear("ask", "asking", question="Who turned the invitation down?")]
    conversation = re.findall(r'data-conversation=\\"([^\\"]+)', heard(held[0], "data-exchange"))[0]
    with ThreadPoolExecutor(8) as pool:
        held += pool.map(lambda n: ann.hear("show", f"show{n}", conversation=conversation), range(HELD))
    heard(bob.hear("show", "bob", conversation="none"), "process_completed")
    bob_asks = bob.hear("ask", "bob2", question="Who turned the invitation down?", engine="extractive")
    heard(bob_asks, 'data-state=\\"answered')
    for each in (ann, bob):
        each.leave()


def test_gradio_keeps_so_many_sessions(pages: list[Page], served: Callable[[QABot], str], bot: QABot) -> None:
    served(bot)
    for n in range(310):
        assert pages[0].app.state_holder[f"session {n}"]
    assert len(pages[0].app.state_holder.session_data) == 300


def test_sessions_that_wait_for_nothing_are_forgotten(
    pages: list[Page], served: Callable[[QABot], str], bot: QABot
) -> None:
    bot.add(*STORIES)
    ann = Visitor(served(bot), "ann")
    kept = pages[0]._queue.pending_event_ids_session
    kept.update({f"session {n}": set() for n in range(1100)})
    heard(ann.hear("ask", "asking", question="Who turned the invitation down?"), "process_completed")
    assert len(kept) < 10
    ann.leave()
