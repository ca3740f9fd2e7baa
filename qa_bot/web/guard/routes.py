"""Serve only what the page and its API need; Gradio has many routes more."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse

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
        if scope["type"] == "http" and not _is_known(scope["path"]):
            await refuse(scope, receive, send, 404, "Not Found")
        elif scope["type"] != "websocket":
            await self._app(scope, receive, send)


def _is_known(path: str) -> bool:
    if path.startswith(_API):
        call = path.removeprefix(_API)
        return call.rstrip("/") in _CALLS or call.startswith(_CALLS_WITH_NAMES)
    return path in _PATHS or path.startswith(_FOLDERS)
