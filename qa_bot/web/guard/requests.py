"""Answer only requests that the page needs, from its own address; log each, and tell of failures nobody but the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.log import record
from qa_bot.web.visitor import BROKEN

REST = "/api/v1"
"""Where the REST API is."""


def is_rest(scope: Scope) -> bool:
    """Say whether a request is for the REST API."""
    return scope["type"] == "http" and f"{scope['path']}/".startswith(f"{REST}/")


def problem(status: int, why: str, headers: Mapping[str, str] | None = None, **more: object) -> JSONResponse:
    """Return what the REST API answers where something is wrong: problem details (RFC 9457)."""
    about = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": why, **more}
    return JSONResponse(about, status, headers, media_type="application/problem+json")


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str, **headers: str) -> None:
    """Answer with `why`: to the REST API as problem details, else in the shape of the errors of Gradio's own routes."""
    plain = JSONResponse({"detail": why}, status, headers=headers)
    answer = problem(status, why, {name.replace("_", "-"): value for name, value in headers.items()})
    await (answer if is_rest(scope) else plain)(scope, receive, send)


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


class Failures:
    """Answers 500 with one line where something inside fails, and logs it; an ASGI middleware.

    Outside of it a failure would be answered without the headers that harden an answer, and be printed by the server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            logging.getLogger(__name__).exception("a request could not be answered")
            if has_begun:
                await send({"type": "http.response.body"})
            else:
                await refuse(scope, receive, send, 500, BROKEN)


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


_PATHS = frozenset(
    ("/", "/config", "/login", "/logout", "/theme.css", "/favicon.ico", "/manifest.json", "/pwa_icon", "/robots.txt")
)
_FOLDERS = ("/assets/", "/static/", "/svelte/")
_API = "/gradio_api/"
_CALLS = frozenset(
    (
        "app_id",
        "cancel",
        "info",
        "login_check",
        "queue/data",
        "queue/join",
        "reset",
        "startup-events",
        "theme.css",
        "upload",
        "user",
    )
)
_CALLS_WITH_NAMES = ("call/", "heartbeat/")
"""Under /gradio_api/. Not there: files (also those at addresses, which Gradio would fetch), a proxy to other addresses,
what runs code, token, state and statistics of others."""


class KnownRoutes:
    """Passes on requests for paths that are known here; an ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 to all others."""
        if scope["type"] == "http" and not (is_rest(scope) or _is_known(scope["path"])):
            await refuse(scope, receive, send, 404, "Not Found")
        elif scope["type"] != "websocket":
            await self._app(scope, receive, send)


def _is_known(path: str) -> bool:
    if path.startswith(_API):
        call = path.removeprefix(_API)
        return call.rstrip("/") in _CALLS or call.startswith(_CALLS_WITH_NAMES)
    return path in _PATHS or path.startswith(_FOLDERS)


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


class HealthCheck:
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
