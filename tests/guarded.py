"""A page that is served, and requests to it as any program can make them."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from qa_bot import QABot
from qa_bot.web.page import Page


@dataclass(frozen=True)
class Answered:
    """What a server answered; headers that it sent several times are on lines of their own."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Served:
    """A page that is served."""

    url: str
    demo: Page
    bot: QABot

    def send(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answered:
        """Send a request, `content_type="..."` for a header, and return the whole answer."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            sent = [(name.lower(), value) for name, value in answer.getheaders()]
            found = {name: "\n".join(value for each, value in sent if each == name) for name, _ in sent}
            return Answered(answer.status, found, _whole(answer).decode("utf-8", "replace"))
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answered:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: bytes | str = "{}", **headers: str) -> Answered:
        return self.send("POST", path, body, **{"content_type": "application/json", **headers})

    def event(self, name: str) -> int:
        """Return the number of the page's event of that name."""
        named = ((fn.targets[0][1], number) for number, fn in self.demo.fns.items() if fn.targets)
        return next(number for event, number in named if event == name)

    def call(self, name: str, data: list[Any] | dict[str, Any], **headers: str) -> str:
        """Call a function of the API as a program does, by place or by name, and return all that comes of it."""
        path, body = (f"call/{name}", {"data": data}) if isinstance(data, list) else (f"call/v2/{name}", data)
        called = self.post(f"/gradio_api/{path}", json.dumps(body), **headers)
        if called.status != 200:
            return called.text
        return self.get(f"/gradio_api/call/{name}/{json.loads(called.text)['event_id']}", **headers).text

    def send_event(
        self,
        event: str | int,
        given: object = None,
        data: Sequence[object] = (),
        *,
        session: str | None = None,
        **headers: str,
    ) -> str:
        """Send an event of the page, by name or number, as its script does, and return all that it hears."""
        session = session or uuid.uuid4().hex
        number = self.event(event) if isinstance(event, str) else event
        sent = {"data": [*data], "fn_index": number, "session_hash": session, "event_data": given}
        joined = self.post("/gradio_api/queue/join", json.dumps(sent), **headers)
        if joined.status != 200:
            return joined.text
        return self.get(f"/gradio_api/queue/data?session_hash={session}", **headers).text

    def upload(self, text: str, name: str = "note.txt", **headers: str) -> str:
        """Send a file and return the name that the server gives to it."""
        body = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n{text}\r\n--x--\r\n'
        answer = self.post("/gradio_api/upload", body, content_type="multipart/form-data; boundary=x", **headers)
        (given,) = json.loads(answer.text)
        return str(given)


Serve = Callable[..., Served]


def _whole(answer: http.client.HTTPResponse) -> bytes:
    """Read to the end; a stream that goes on, with a sign of life now and then, is an error after a minute."""
    read, end = b"", time.monotonic() + 60
    while piece := answer.read1(65536):
        read += piece
        if time.monotonic() > end:
            raise TimeoutError("what the server sends does not end")
    return read
