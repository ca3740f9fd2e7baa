"""Only what the page and its API need is there; Gradio has many routes more."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse

_PATHS = frozenset(
    ("/", "/config", "/login", "/logout", "/theme.css", "/favicon.ico", "/manifest.json", "/pwa_icon", "/robots.txt")
)
_FOLDERS = ("/assets/", "/static/", "/svelte/")
_CALLS = (
    "call/", "cancel", "file=", "heartbeat/", "info", "login_check", "queue/data", "queue/join", "reset",
    "startup-events", "theme.css", "upload", "user",
)  # fmt: skip
"""Under /gradio_api/. Not there: a proxy to other addresses, what runs code, token, state and statistics of others."""

_API = "/gradio_api/"


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
        return path.removeprefix(_API).startswith(_CALLS)
    return path in _PATHS or path.startswith(_FOLDERS)
