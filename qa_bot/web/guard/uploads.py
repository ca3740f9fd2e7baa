"""Tell a visitor of a file that they sent its name, and not where it lies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse
from qa_bot.web.uploads import Uploads
from qa_bot.web.visitor import sender_of

_UPLOAD = "/gradio_api/upload"
_NO_FORM = "this is no upload of files in the form of multipart/form-data"

_BREAKDOWNS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""How Gradio's reading of a form ends that is none: a part without a name, letters in a length."""


class NamedUploads:
    """Puts a name from `Uploads` in the place of each path with which Gradio answers an upload; an ASGI middleware."""

    def __init__(self, app: ASGIApp, uploads: Uploads, users: Mapping[str, str]) -> None:
        self._app = app
        self._uploads = uploads
        self._users = users

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the answer to an upload back until it is whole; pass everything else on."""
        if scope["type"] != "http" or scope["path"].rstrip("/") != _UPLOAD:
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)
            if message["type"] != "http.response.start" and not message.get("more_body"):
                await self._answer(sender_of(scope, self._users), held, send)

        try:
            await self._app(scope, receive, hold)
        except _BREAKDOWNS:
            await refuse(scope, receive, send, 400, _NO_FORM)

    async def _answer(self, sender: str, held: list[Message], send: Send) -> None:
        start, body = held[0], b"".join(each.get("body", b"") for each in held[1:])
        if start["status"] == 200:
            body = json.dumps([self._uploads.keep(sender, Path(each)) for each in json.loads(body)]).encode()
            MutableHeaders(scope=start)["content-length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})
