"""The streams in which a page hears what comes of its events."""

from __future__ import annotations

import logging
from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse
from qa_bot.web.visitor import bearer

_PAGES = "/gradio_api/queue/data"
_CALLS = "/gradio_api/call/"
_CANCEL = "/gradio_api/cancel"
_MOST_REMEMBERED = 10_000


class OwnStreams:
    """Gives a stream only to the browser that opened its session first; an ASGI middleware.

    A session's name is made up by the page's script, from few random letters. A stream whose page was closed ends
    without the KeyError that Gradio raises where it has cleared away the session already; so does giving up an event
    that ends at the same moment.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._owners: OrderedDict[str, str | None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to another browser."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path.rstrip("/") == _PAGES and not self._is_own(scope):
            await refuse(scope, receive, send, 403, "this is another visitor's")
        elif path.startswith((_PAGES, _CALLS)):
            try:
                await self._app(scope, receive, send)
            except* KeyError:
                logging.getLogger(__name__).debug("the page of a stream is gone")
        elif path == _CANCEL:
            try:
                await self._app(scope, receive, send)
            except KeyError:
                await JSONResponse({"success": True})(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        session = "".join(parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", []))
        browser = bearer(Headers(scope=scope).get("cookie"))
        owner = self._owners.setdefault(session, browser)
        self._owners.move_to_end(session)
        if len(self._owners) > _MOST_REMEMBERED:
            self._owners.popitem(last=False)
        return owner == browser
