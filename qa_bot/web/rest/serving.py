"""Do the work of a request when it is its caller's turn, end it when the caller hangs up, and say what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from qa_bot.errors import LibraryError, ModelError, QABotError
from qa_bot.following import follow
from qa_bot.settings import Settings
from qa_bot.web.guard.requests import problem
from qa_bot.web.turns import Shares
from qa_bot.web.visitor import BROKEN, Caller, caller_of, visitor_message, without_places

Made = TypeVar("Made")

_QUIET = 15.0
"""Seconds after which a stream gives a sign of life, so that nothing between takes it for dead."""

_MOST_WAITING = 20
"""Requests of a caller that have not been begun."""

_MOST_TOLD = 5
"""Mistakes of a request that are told at once."""

_AGAIN = {"retry-after": "5"}
_GONE = 499
"""What the log says of a request whose caller hung up, as it does elsewhere."""


@dataclass(frozen=True)
class Turns:
    """Does work for callers in the turns that they share with the visitors of the page."""

    shares: Shares

    async def one(self, request: Request, work: Callable[[Event], Made]) -> Made:
        """Return what the work makes; see `several`."""
        found = [each async for each in self.several(request, lambda unwanted: (work(unwanted),)) if each is not None]
        return found[-1]

    async def several(
        self, request: Request, work: Callable[[Event], Iterable[Made]]
    ) -> AsyncGenerator[Made | None, None]:
        """Yield what the work makes, and None as a sign of life where nothing came for a while.

        The event of the work is set when the caller hangs up; ClientDisconnect is raised then. HTTPException where too
        much of this caller's waits already.
        """
        who = caller_of(request.scope).name

        def submit(run: Callable[[], None]) -> None:
            if self.shares.waiting(who) >= _MOST_WAITING:
                raise HTTPException(429, f"{_MOST_WAITING} of your requests wait already; send this one later", _AGAIN)
            self.shares.submit(who, run)

        steps = follow(work, submit)
        gone = asyncio.ensure_future(_until_gone(request))
        coming = asyncio.ensure_future(anext(steps, None))
        try:
            while True:
                done, _ = await asyncio.wait({gone, coming}, timeout=_QUIET, return_when=asyncio.FIRST_COMPLETED)
                if coming in done:
                    step = coming.result()
                    if step is None:
                        return
                    yield step
                    coming = asyncio.ensure_future(anext(steps, None))
                elif gone in done:
                    raise ClientDisconnect
                else:
                    yield None
        finally:
            gone.cancel()
            if coming.done():
                await steps.aclose()
            else:
                coming.cancel()


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def allowed(scope: str) -> Callable[[Request], Caller]:
    """Return what lets only callers pass who may do this, and tells who they are."""

    def check(request: Request) -> Caller:
        caller = caller_of(request.scope)
        if scope not in caller.scopes:
            raise HTTPException(403, f"this token may not do that; make one with: qa-bot token add --scope {scope}")
        return caller

    return check


class Route(APIRoute):
    """A route that answers with problem details where its work fails, and logs what is nobody else's business."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await answer(request)
            except ClientDisconnect:
                return Response(status_code=_GONE)
            except RequestValidationError as error:
                return _wrong(error.errors())
            except HTTPException as error:
                return problem(error.status_code, str(error.detail), error.headers)
            except Exception as error:
                return failure(error, request.app.state.settings)

        return handle


def failure(error: Exception, settings: Settings) -> JSONResponse:
    """Return what is told of an error of the work, and no place on this machine."""
    line = without_places(visitor_message(error, settings), settings)
    is_ours = line == BROKEN or not isinstance(error, QABotError)
    status = 503 if isinstance(error, LibraryError | ModelError) else 500 if is_ours else 422
    return problem(status, line)


def _wrong(errors: Sequence[Any]) -> JSONResponse:
    """Return what is wrong with a request: where, and what is expected there."""
    lines = [f"{'.'.join(map(str, each['loc'][1:])) or each['loc'][0]}: {each['msg']}" for each in errors]
    more = f"; and {len(lines) - _MOST_TOLD} more" if len(lines) > _MOST_TOLD else ""
    told = "; ".join(line.encode("utf-8", "replace").decode() for line in lines[:_MOST_TOLD])
    return problem(422, f"{told[:1000]}{more}")
