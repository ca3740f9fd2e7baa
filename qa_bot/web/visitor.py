"""Who is at the page: a cookie's bearer, or with a login the user."""

from __future__ import annotations

import hashlib
import secrets
from http.cookies import CookieError, SimpleCookie

import gradio as gr
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "qa_bot_visitor"
_YEAR = 365 * 24 * 3600


def visitor(request: gr.Request) -> str:
    """Return under which name a visitor's conversations are kept; it does not give the cookie away."""
    if request.username:
        return f"user:{request.username}"
    return bearer(request.headers.get("cookie")) or _hashed(f"session:{request.session_hash}")


def bearer(cookies: str | None) -> str | None:
    """Return the name of the browser that sends these cookies, None for one that has none of ours."""
    held = _held(cookies)
    return _hashed(held) if held else None


class Cookies:
    """Gives each browser a cookie of its own; an ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the page itself goes out with the cookie."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        if _held(Headers(scope=scope).get("cookie")) is not None:
            await self._app(scope, receive, send)
            return

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", _new(scope["scheme"] == "https"))
            await send(message)

        await self._app(scope, receive, with_cookie)


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _held(cookies: str | None) -> str | None:
    try:
        found = SimpleCookie(cookies or "").get(COOKIE)
    except CookieError:
        return None
    return found.value if found and found.value else None


def _new(is_secure: bool) -> str:
    secure = "; Secure" if is_secure else ""
    return f"{COOKIE}={secrets.token_urlsafe(24)}; Max-Age={_YEAR}; Path=/; HttpOnly; SameSite=Lax{secure}"
