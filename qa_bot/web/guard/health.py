"""Say whether the page works, for whoever watches over it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Health:
    """Answers /health: 200 where `is_well`, else 503, and nothing about what is inside; an ASGI middleware."""

    def __init__(self, app: ASGIApp, is_well: Callable[[], bool]) -> None:
        self._app = app
        self._is_well = is_well

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass all other requests on."""
        if scope["type"] != "http" or scope["path"] != "/health":
            await self._app(scope, receive, send)
            return
        well = await run_in_threadpool(self._is_well)
        status, code = ("ok", 200) if well else ("unavailable", 503)
        await JSONResponse({"status": status}, code, {"cache-control": "no-store"})(scope, receive, send)
