"""Write a line in the log for each request."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.log import record

_UNSAID = ("/assets/", "/static/", "/svelte/", "/health")


class Access:
    """Logs method, path, status and milliseconds, never the query, which may hold a question; an ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log what came of it."""
        if scope["type"] != "http" or scope["path"].startswith(_UNSAID):
            await self._app(scope, receive, send)
            return
        start, status = time.monotonic(), 500

        async def with_status(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, with_status)
        finally:
            took = round(1000 * (time.monotonic() - start))
            record("request", method=scope["method"], path=scope["path"], status=status, ms=took)
