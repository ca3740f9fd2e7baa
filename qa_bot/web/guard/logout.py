"""Log out by a form of the page, so that no link or picture elsewhere does it."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse

_PATH = "/logout"


class LogoutByForm:
    """Hands a POST to Gradio's route, which is for GET, and refuses a GET; an ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on."""
        if scope["type"] != "http" or scope["path"] != _PATH:
            await self._app(scope, receive, send)
        elif scope["method"] == "POST":
            await self._app({**scope, "method": "GET"}, receive, send)
        else:
            await refuse(scope, receive, send, 405, "log out with the button in the settings", allow="POST")
