"""Limit how much of this machine one visitor may take."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.guard.requests import REST, is_rest, refuse
from qa_bot.web.visitor import counted_as

_LOGINS_PER_MINUTE = 10
_FILES_PER_HOUR = 20
"""Files of the largest size that a visitor may upload in an hour; more if they are smaller."""

_UPLOAD = "/gradio_api/upload"
_LOGIN = "/login"
_MOST_MB = {
    "/gradio_api/call/add": 20.0,
    "/gradio_api/call/v2/add": 20.0,
    f"{REST}/articles": 20.0,
    f"{REST}/evaluations": 5.0,
    _LOGIN: 0.01,
}
"""The largest calls by path, since read JSON takes many times its size; an upload is bounded as a file is."""

_MOST_CALL_MB = 0.5
_MOST_REMEMBERED = 10_000


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

    Sizes hold for everybody, and so does how often a password may be tried. How often one may ask is counted with
    `per_minute` only: by user where there is a login or a token, else by address (of IPv6 the network), since a cookie
    can be thrown away. Of the REST API all requests count, of the page those that do something.
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
        if scope["type"] != "http" or not (scope["method"] == "POST" or is_rest(scope)):
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
        """Return the most bytes: a file with what is around it, or a call."""
        path = path.rstrip("/")
        return self._max_file + 1e5 if path == _UPLOAD else min(self._max_file, _MOST_MB.get(path, _MOST_CALL_MB) * 1e6)

    def _wait(self, scope: Scope, size: float) -> float:
        visitor, path = counted_as(scope, self._users), scope["path"].rstrip("/")
        if path == _LOGIN:
            return self._logins.take(visitor)
        if not self._requests:
            return 0
        if path == _UPLOAD:
            return self._bytes.take(visitor, min(size, self._max_file)) or self._requests.take(visitor)
        return self._requests.take(visitor)


def _size(scope: Scope) -> float | None:
    """Return the size of the body, None if the request does not say."""
    headers = Headers(scope=scope)
    stated = headers.get("content-length", "0")
    return None if "transfer-encoding" in headers or not stated.isdecimal() else int(stated)


def _duration(seconds: float) -> str:
    return f"{math.ceil(seconds)} seconds" if seconds < 90 else f"{math.ceil(seconds / 60)} minutes"
