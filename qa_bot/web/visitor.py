"""Identify the visitor by login, else by cookie, and say in a line what visitors are told of an error."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import fields
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from tempfile import gettempdir
from types import UnionType
from typing import Any

import gradio as gr
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.ask import Ask
from qa_bot.errors import LibraryError, ModelError, QABotError
from qa_bot.settings import Settings, is_private

_FOLDERS = re.compile(r"(?<![\w:/.%?&=-])/(?:[^\s/:\"'“”()]+/)+|\b[A-Za-z]:\\(?:[^\s\\:\"']+\\)*")
"""The folders of a path, of this system or of Windows; not what an address has after its host."""

BROKEN = "something went wrong inside QA Bot; its log says what"


def visitor_message(error: Exception, settings: Settings) -> str:
    """Return a line for a visitor, and log what they are not told.

    Where others can reach the page they are not told what concerns whoever runs it, which may name places on this
    machine.
    """
    if isinstance(error, QABotError) and is_private(settings):
        return str(error)
    if isinstance(error, QABotError) and not isinstance(error, LibraryError | ModelError):
        return without_places(str(error), settings)
    logging.getLogger(__name__).error("not told to a visitor: %s", error, exc_info=not isinstance(error, QABotError))
    return BROKEN


def without_places(text: str, settings: Settings) -> str:
    """Return a line for a visitor: of each path on this machine only the last name is left."""
    known = {str(each) for each in (settings.library.absolute(), Path.home(), Path.cwd(), gettempdir())} - {"/"}
    for folder in sorted(known, key=len, reverse=True):  # these may have blanks in their names
        text = text.replace(f"{folder}/", "")
    return _FOLDERS.sub("", text)


COOKIE = "qa_bot_visitor"
_TOKEN = "access-token-"
"""How Gradio's cookies of a login begin."""

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


def sender(request: gr.Request) -> str:
    """Return who sends a request: a user, else a browser, else, for a program without cookies, an address."""
    client = request.request.scope.get("client") if request.request else None
    return _sender(request.username, request.headers.get("cookie"), client)


def sender_of(scope: Scope, users: Mapping[str, str]) -> str:
    """Return what `sender` does, before Gradio has the request; `users` are names by the token of their login."""
    cookies = Headers(scope=scope).get("cookie")
    return _sender(logged_in(cookies, users), cookies, scope.get("client"))


def logged_in(cookies: str | None, users: Mapping[str, str]) -> str | None:
    """Return the user whose login is among the cookies, None if there is none."""
    tokens = (morsel.value for name, morsel in _parsed(cookies).items() if name.startswith(_TOKEN))
    return next(filter(None, map(users.get, tokens)), None)


class Sent:
    """What the page sent with an event, by name; a browser can send anything."""

    def __init__(self, event: gr.EventData) -> None:
        self._event = event

    def get(self, name: str) -> Any:  # noqa: ANN401 - as JSON has it
        """Return a value, None where there is none of that name."""
        try:
            return getattr(self._event, name, None)
        except TypeError:  # Gradio looks for names in whatever was sent, also where that has none
            return None

    def text(self, name: str) -> str:
        """Return a text, empty where there is none of that name."""
        value = self.get(name)
        return value if isinstance(value, str) else ""

    def asked(self, kinds: type | UnionType = str) -> Ask:
        """Return the question and all that goes with it, as far as the values are of these kinds."""
        named = ((each.name, self.get(each.name)) for each in fields(Ask))
        return Ask.of({name: value for name, value in named if isinstance(value, kinds)})


def network(address: str) -> str:
    """Return what one visitor has for addresses: an IPv4 address, or the network of an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))


class Cookies:
    """Gives each browser a cookie of its own, for the page at `path`; an ASGI middleware."""

    def __init__(self, app: ASGIApp, path: str = "/") -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the page itself goes out with the cookie."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        if _held(Headers(scope=scope).get("cookie")) is not None:
            await self._app(scope, receive, send)
            return

        cookie = _new(self._path, is_secure=scope["scheme"] == "https")

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, with_cookie)


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _sender(username: str | None, cookies: str | None, client: tuple[str, int] | None) -> str:
    if username:
        return f"user:{username}"
    return bearer(cookies) or f"address:{network(client[0] if client else '')}"


def _held(cookies: str | None) -> str | None:
    found = _parsed(cookies).get(COOKIE)
    return found.value if found and found.value else None


def _parsed(cookies: str | None) -> SimpleCookie:
    try:
        return SimpleCookie(cookies or "")
    except CookieError:
        return SimpleCookie()


def _new(path: str, *, is_secure: bool) -> str:
    secure = "; Secure" if is_secure else ""
    return f"{COOKIE}={secrets.token_urlsafe(24)}; Max-Age={_YEAR}; Path={path}; HttpOnly; SameSite=Lax{secure}"
