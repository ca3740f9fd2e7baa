"""Serve a page under a path of a proxy, such as https://news.example.org/qa."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class WithoutPrefix:
    """Takes the path under which a proxy serves the page off each request; an ASGI middleware.

    Some proxies take it off themselves and some do not: both will do.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as if the page were served at the root."""
        if scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._prefix}/"):
            path = scope["path"].removeprefix(self._prefix) or "/"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)
