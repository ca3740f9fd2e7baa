"""How much of this machine one visitor may take."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse

_LOGINS_PER_MINUTE = 10
_FILES_PER_HOUR = 20
"""Files of the largest size that a visitor may upload in an hour; more if they are smaller."""

_MOST_JSON_MB = 20
_MOST_REMEMBERED = 10_000
_TOKEN = "access-token-"


class Allowance:
    """So much at once for each visitor, and as much again in the course of `seconds` (a token bucket)."""

    def __init__(self, most: float, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, visitor: str, amount: float = 1) -> float:
        """Take an amount and return 0; or take nothing and return the seconds until it will be there."""
        now = self._clock()
        left, since = self._left.pop(visitor, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / self._seconds)
        wait = max(0.0, (amount - left) * self._seconds / self._most)
        self._left[visitor] = (left if wait else left - amount, now)
        if len(self._left) > _MOST_REMEMBERED:
            self._left.popitem(last=False)
        return wait


class Limits:
    """Turns away requests that are too large and visitors who ask too much; an ASGI middleware.

    Sizes hold for everybody. How often is counted with `per_minute` only: by user where there is a login, else by
    address (of IPv6 the network), since a cookie can be thrown away.
    """

    def __init__(self, app: ASGIApp, max_file_mb: float, per_minute: int, users: Mapping[str, str]) -> None:
        self._app = app
        self._users = users
        self._max_file = max_file_mb * 1e6
        self._requests = Allowance(per_minute, 60) if per_minute else None
        self._logins = Allowance(_LOGINS_PER_MINUTE, 60)
        self._bytes = Allowance(_FILES_PER_HOUR * self._max_file, 3600)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 411, 413 or 429 with a line that says what the limit is."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        size, limit = _size(scope), self._limit(scope["path"])
        if size is None:
            await refuse(scope, receive, send, 411, "say how large this is (Content-Length)")
        elif size > limit:
            await refuse(scope, receive, send, 413, f"this is larger than {limit / 1e6:.4g} MB; send less at once")
        elif wait := self._wait(scope, size):
            why = f"too much at once; try again in {_duration(wait)}"
            await refuse(scope, receive, send, 429, why, **{"retry-after": str(math.ceil(wait))})
        else:
            await self._app(scope, receive, send)

    def _limit(self, path: str) -> float:
        """Return the most bytes: a file with what is around it, or a call, which takes more memory than a file."""
        is_upload = path.startswith("/gradio_api/upload")
        return self._max_file + 1e5 if is_upload else min(self._max_file, _MOST_JSON_MB * 1e6)

    def _wait(self, scope: Scope, size: float) -> float:
        if not self._requests:
            return 0
        visitor = self._visitor(scope)
        if scope["path"].startswith("/login"):
            return self._logins.take(visitor)
        if scope["path"].startswith("/gradio_api/upload"):
            return self._bytes.take(visitor, min(size, self._max_file)) or self._requests.take(visitor)
        return self._requests.take(visitor)

    def _visitor(self, scope: Scope) -> str:
        user = next(filter(None, map(self._users.get, _tokens(scope))), None)
        return f"user:{user}" if user else _network(scope["client"][0] if scope.get("client") else "")


def _size(scope: Scope) -> float | None:
    """Return the size of the body, None if the request does not say."""
    headers = Headers(scope=scope)
    stated = headers.get("content-length", "0")
    return None if "transfer-encoding" in headers or not stated.isdecimal() else int(stated)


def _tokens(scope: Scope) -> list[str]:
    try:
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return []
    return [morsel.value for name, morsel in cookies.items() if name.startswith(_TOKEN)]


def _network(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))


def _duration(seconds: float) -> str:
    return f"{math.ceil(seconds)} seconds" if seconds < 90 else f"{math.ceil(seconds / 60)} minutes"
