"""Ask who has not logged in to do so, and read nothing else of what they send; remember who has, and until when."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.requests import refuse
from qa_bot.web.visitor import logged_in


class Sessions(MutableMapping[str, str]):
    """Names of users by the token in their cookie; each entry is gone `seconds` after it was made.

    Stands in for the dict in which Gradio would keep them for ever.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._held: dict[str, tuple[str, float]] = {}

    def __getitem__(self, token: str) -> str:
        name, end = self._held[token]
        if self._clock() >= end:
            raise KeyError(token)
        return name

    def __setitem__(self, token: str, name: str) -> None:
        now = self._clock()
        self._held = {token: held for token, held in self._held.items() if now < held[1]}
        self._held[token] = (name, now + self._seconds)

    def __delitem__(self, token: str) -> None:
        del self._held[token]

    def __iter__(self) -> Iterator[str]:
        return iter([token for token in tuple(self._held) if token in self])

    def __len__(self) -> int:
        return sum(1 for _ in self)


_OPEN = frozenset(("/gradio_api/theme.css", "/gradio_api/login_check", "/gradio_api/startup-events"))
"""What the form needs, and what Gradio asks for itself when it starts."""

_API = "/gradio_api/"


class LoggedIn:
    """Answers 401 to every call of who has not logged in, before its body is read; an ASGI middleware.

    Gradio reads and parses a body first, and asks some calls for no login at all.
    """

    def __init__(self, app: ASGIApp, users: Mapping[str, str]) -> None:
        self._app = app
        self._users = users

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what needs no login, and what comes with one."""
        is_call = scope["type"] == "http" and scope["path"].startswith(_API) and scope["path"].rstrip("/") not in _OPEN
        if is_call and not logged_in(Headers(scope=scope).get("cookie"), self._users):
            await refuse(scope, receive, send, 401, "Not authenticated")
        else:
            await self._app(scope, receive, send)


_LOGOUT = "/logout"


class LogoutByForm:
    """Hands a POST to Gradio's route, which is for GET, and refuses a GET; an ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on."""
        if scope["type"] != "http" or scope["path"] != _LOGOUT:
            await self._app(scope, receive, send)
        elif scope["method"] == "POST":
            await self._app({**scope, "method": "GET"}, receive, send)
        else:
            await refuse(scope, receive, send, 405, "log out with the button in the settings", allow="POST")
