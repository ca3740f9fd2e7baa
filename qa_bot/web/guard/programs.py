"""Let programs use the REST API by their tokens, and hand on of what they send only what can be read quickly."""

from __future__ import annotations

from collections.abc import Collection

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.tokens import SCOPES, Tokens
from qa_bot.web.guard.requests import REST, is_rest, refuse
from qa_bot.web.guard.streams import TooManyPartsError, parse_body, read_body, replay
from qa_bot.web.visitor import with_caller

_OPEN = frozenset((f"{REST}/openapi.json", f"{REST}/docs"))
"""They say how the API is used, and nothing of what is in the library."""

_SCHEME = "bearer "
_MOST_PARTS = 50_000


class Bearers:
    """Answers 401 to a call of the REST API without a token that holds, before its body is read; an ASGI middleware.

    Who calls goes on with the request. Cookies, which a browser sends by itself, count for nothing here. A token is
    that of a user who is still among the `users`; where there are none, everybody may call, as everybody may use the
    page.
    """

    def __init__(self, app: ASGIApp, tokens: Tokens, users: Collection[str]) -> None:
        self._app = app
        self._tokens = tokens
        self._users = users

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass all other requests on as they are."""
        if not is_rest(scope) or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
        elif not self._users:
            await self._app(with_caller(scope, None, SCOPES), receive, send)
        else:
            given = Headers(scope=scope).get("authorization", "")
            secret = given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""
            token = self._tokens.holder(secret)
            if token and token.user in self._users:
                await self._app(with_caller(scope, token.user, token.scopes), receive, send)
            else:
                why = "send a token that holds, as Authorization: Bearer TOKEN; qa-bot token add makes one"
                await refuse(scope, receive, send, 401, why, www_authenticate="Bearer")


class BoundedJson:
    """Refuses bodies of the REST API that are no JSON, or have more parts than it has a use for; an ASGI middleware.

    `Limits` has bounded their bytes. They are parsed in a thread first: so many values, each of them wrong, would hold
    everybody up while they are looked at one by one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what has no body."""
        if not is_rest(scope) or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        if not _is_json(Headers(scope=scope).get("content-type", "")):
            await refuse(scope, receive, send, 415, "send JSON, with the header Content-Type: application/json")
            return
        body = await read_body(receive)
        if body is None:
            return
        try:
            await run_in_threadpool(parse_body, body, _MOST_PARTS)
        except TooManyPartsError:
            await refuse(scope, receive, send, 413, "this has too many parts; send less at once")
            return
        except ValueError:
            await refuse(scope, receive, send, 400, "this is not JSON, or not what is meant by it")
            return
        await self._app(scope, replay(body, receive), send)


def _is_json(kind: str) -> bool:
    return kind.partition(";")[0].strip().lower() == "application/json"
