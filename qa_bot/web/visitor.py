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

_OWN = "'self' data: blob:"
_POLICY = (
    f"default-src {_OWN} 'unsafe-inline' 'unsafe-eval'; connect-src {_OWN}; object-src 'none'; base-uri 'self';"
    " form-action 'self'"
)
"""Gradio needs inline code; what matters is that nothing is loaded from, or sent to, anywhere else."""


def visitor(request: gr.Request) -> str:
    """Return under which name a visitor's conversations are kept; it does not give the cookie away."""
    if request.username:
        return f"user:{request.username}"
    held = _held(request.headers.get("cookie")) or f"session:{request.session_hash}"
    return hashlib.sha256(held.encode()).hexdigest()


class Cookies:
    """Gives each browser a cookie of its own, and lets the page load nothing from elsewhere; an ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the page itself goes out with the headers."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        is_known = _held(Headers(scope=scope).get("cookie")) is not None

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = _POLICY
                headers["x-content-type-options"] = "nosniff"
                if not is_known:
                    headers.append("set-cookie", _new(scope["scheme"] == "https"))
            await send(message)

        await self._app(scope, receive, with_headers)


def _held(cookies: str | None) -> str | None:
    try:
        found = SimpleCookie(cookies or "").get(COOKIE)
    except CookieError:
        return None
    return found.value if found and found.value else None


def _new(is_secure: bool) -> str:
    secure = "; Secure" if is_secure else ""
    return f"{COOKIE}={secrets.token_urlsafe(24)}; Max-Age={_YEAR}; Path=/; HttpOnly; SameSite=Lax{secure}"
