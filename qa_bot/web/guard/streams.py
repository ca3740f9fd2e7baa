"""Keep sessions, the streams in which a page hears what comes of its events, and files for their own visitor.

Bodies of requests are read before Gradio does; `Limits` has bounded their bytes, and `parse` bounds their parts.
Gradio walks through JSON part by part, while the server does nothing else: nine million bytes of empty lists took it
fifty seconds, as many of text a tenth of one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.web.guard.requests import refuse
from qa_bot.web.uploads import Uploads
from qa_bot.web.visitor import sender_of

_MOST_BRACKETS = 200_000
"""Some stand in texts."""

_MOST_GROUPS = 20_000
_MOST_PARTS = 500_000


class TooManyPartsError(ValueError):
    """A body has more lists, objects or values than its text needs."""


def parse_body(body: bytes, most_parts: int = _MOST_PARTS) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the JSON of a body; raise ValueError, or TooManyPartsError for what would be walked through for long."""
    if body.count(b"[") + body.count(b"{") > _MOST_BRACKETS:
        raise TooManyPartsError
    try:
        given = json.loads(body)
    except RecursionError:
        raise TooManyPartsError from None
    waiting, groups, parts = [given], 0, 1
    while waiting:
        each = waiting.pop()
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else None
        if inner is not None:
            groups, parts = groups + 1, parts + len(each)
            if groups > _MOST_GROUPS or parts > most_parts:
                raise TooManyPartsError
            waiting += inner
    return given


async def read_body(receive: Receive) -> bytes | None:
    """Return the whole body of a request, None if its sender is gone before it is whole."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body once, and then what `receive` has to say."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give


_NAME = "session_hash"
_PAGES = "/gradio_api/queue/data"
_JOIN = "/gradio_api/queue/join"
_CALLS = "/gradio_api/call/"
_CANCEL = "/gradio_api/cancel"
_ALIVE = "/gradio_api/heartbeat/"


class OwnSessions:
    """Gives each visitor sessions of their own, whatever names these have; an ASGI middleware.

    A session's name is made up by the page's script, from few random letters. Gradio gets another in its place, that
    of the session *of this visitor*, which nobody can work out: one who knows a name, or guesses it, finds nothing
    under it. A stream whose page was closed ends without the errors that Gradio raises where it has cleared away the
    session already; so does giving up an event that ends at the same moment.
    """

    def __init__(self, app: ASGIApp, users: Mapping[str, str]) -> None:
        self._app = app
        self._users = users
        self._key = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the visitor's own session in the place of the one that a request names."""
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        if path == _PAGES:
            await self._listen(scope, receive, send)
        elif path and scope["method"] == "POST" and (path in (_JOIN, _CANCEL) or path.startswith(_CALLS)):
            await self._call(scope, receive, send)
        elif path.startswith(_ALIVE):
            named = self._own(scope, path.removeprefix(_ALIVE))
            await self._app({**scope, "path": f"{_ALIVE}{named}", "raw_path": None}, receive, send)
        elif path.startswith(_CALLS):
            await _quietly(self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _listen(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        named = [value for name, value in given if name == _NAME]
        if len(named) != 1:
            await refuse(scope, receive, send, 400, f"name one {_NAME}")
            return
        query = urlencode({_NAME: self._own(scope, named[0])}).encode()
        await _quietly(self._app, {**scope, "query_string": query}, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        if body is None:
            return
        try:
            given = parse_body(body)
        except TooManyPartsError:
            await refuse(scope, receive, send, 413, "this has too many parts; send less at once")
            return
        except ValueError:
            await refuse(scope, receive, send, 400, "this is not JSON, or not what is meant by it")
            return
        if isinstance(given, dict) and isinstance(given.get(_NAME), str):
            body = json.dumps({**given, _NAME: self._own(scope, given[_NAME])}).encode()
            scope = {**scope, "headers": list(scope["headers"])}
            MutableHeaders(scope=scope)["content-length"] = str(len(body))
        await _hand_over(self._app, scope, replay(body, receive), send)

    def _own(self, scope: Scope, session: str) -> str:
        """Return the name of a visitor's own session, which only this process can make."""
        named = json.dumps([sender_of(scope, self._users), session]).encode()
        return hmac.new(self._key, named, hashlib.sha256).hexdigest()


async def _quietly(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Pass a request for a stream on; it ends when its session is not there, or no more."""
    try:
        await app(scope, receive, send)
    except Exception as error:
        if not _is_gone(error):
            raise
        logging.getLogger(__name__).debug("the page of a stream is gone")
        await send({"type": "http.response.body"})


def _is_gone(error: BaseException) -> bool:
    """Say whether an error means that a stream's session is not there; Gradio says so with several, in groups too."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(_is_gone, error.exceptions))
    return isinstance(error, KeyError | HTTPException) or isinstance(error.__cause__, HTTPException)


async def _hand_over(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Pass a call on to be queued; what Gradio finds no place for is refused, and giving up what has ended succeeds."""
    try:
        await app(scope, receive, send)
    except Exception as error:
        if scope["path"].rstrip("/") == _CANCEL and isinstance(error, KeyError):
            await JSONResponse({"success": True})(scope, receive, send)
            return
        # Its message repeats what came, which is not for the log.
        logging.getLogger(__name__).warning("a call was refused (%s)", type(error).__name__)
        await refuse(scope, receive, send, 400, "there is no such call, or it takes other arguments")


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
