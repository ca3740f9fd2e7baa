"""Refuse requests that other web pages make in a visitor's name."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse


class OwnOrigin:
    """Passes on requests from the page itself and from programs, which name no origin; an ASGI middleware.

    Gradio lets every web page read its answers with the visitor's cookies unless it runs on localhost.
    """

    def __init__(self, app: ASGIApp, public: str | None = None) -> None:
        self._app = app
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to a request that a page from elsewhere makes."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            origin, own = headers.get("origin"), {headers.get("host", "").lower(), self._public}
            if origin is not None and urlsplit(origin).netloc.lower() not in own:
                await refuse(scope, receive, send, 403, "this comes from another web page")
                return
        await self._app(scope, receive, send)
