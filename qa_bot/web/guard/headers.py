"""Tell a browser with each response which scripts may run, and what else it must refuse."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_OWN = "'self' data: blob:"
_FRAMES = "http://127.0.0.1:* http://localhost:* http://[::1]:* https://localhost:* vscode-webview:"
"""Where notebooks on this machine show the page."""

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-permitted-cross-domain-policies": "none",
}


class SecurityHeaders:
    """Sends a content security policy and its companions with each response; an ASGI middleware.

    Scripts run on the page only if they are files of this server or one of the pieces that Gradio and the page put
    there themselves, known by their hashes: a script or an event handler that got in with an article does not.
    `scripts` are pieces that Gradio's script inserts. Gradio needs eval and inline styles. `is_framed` lets
    notebooks on this machine show the page; otherwise no other page may.
    """

    def __init__(self, app: ASGIApp, scripts: Iterable[str] = (), *, is_framed: bool = False) -> None:
        self._app = app
        self._scripts = [_hash(each.encode()) for each in scripts]
        self._frames = f"'self' {_FRAMES}" if is_framed else "'none'"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and send the headers with what comes back; the page waits until it is whole."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                if _is_page(scope, message):
                    return
                self._set(message, "default-src 'none'")
            elif held and _is_page(scope, held[0]):
                held.append(message)
                if message.get("more_body"):
                    return
                body = b"".join(each.get("body", b"") for each in held[1:])
                self._set(held[0], self._policy(body))
                await send(held[0])
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self._app(scope, receive, with_headers)

    def _set(self, start: Message, policy: str) -> None:
        headers = MutableHeaders(scope=start)
        for name, value in _ALWAYS.items():
            headers[name] = value
        headers["content-security-policy"] = f"{policy}; frame-ancestors {self._frames}"
        if self._frames == "'none'":
            headers["x-frame-options"] = "DENY"
            headers["cross-origin-opener-policy"] = "same-origin"
            # Gradio lets other pages send the login along.
            start["headers"] = [(name, _lax(value) if name == b"set-cookie" else value) for name, value in headers.raw]

    def _policy(self, page: bytes) -> str:
        hashes = " ".join([*map(_hash, _SCRIPT.findall(page)), *self._scripts])
        return (
            f"default-src {_OWN}; script-src 'self' 'unsafe-eval' {hashes}; style-src {_OWN} 'unsafe-inline';"
            " connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
        )


def _is_page(scope: Scope, start: Message) -> bool:
    return scope["path"] == "/" and MutableHeaders(scope=start).get("content-type", "").startswith("text/html")


def _lax(cookie: bytes) -> bytes:
    return re.sub(rb";\s*samesite=\w+", b"", cookie, flags=re.IGNORECASE) + b"; SameSite=Lax"


def _hash(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
