"""Answer questions and search for programs, whole or as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from threading import Event
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from qa_bot.bot import QABot
from qa_bot.model import Hit
from qa_bot.show import without_paths
from qa_bot.web.asking import answer_steps, record_answer
from qa_bot.web.rest.given import AskGiven, SearchGiven
from qa_bot.web.rest.serving import Route, Turns, allowed, failure
from qa_bot.web.rest.told import AnswerTold, HitsTold
from qa_bot.web.visitor import caller_of

_STREAM = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""Nothing on the way keeps it back."""

_EVENT = {
    "type": "object",
    "properties": {"event": {"enum": ["answer", "done", "error"]}, "data": {"type": "string"}},
    "required": ["event", "data"],
}
_STREAMED = {
    "description": "Events `answer`, each with a whole answer as far as it is there, and at the end `done` or `error`",
    "content": {"text/event-stream": {"schema": _EVENT}},
}


def asking_routes(bot: QABot, turns: Turns) -> APIRouter:
    """Return what answers under /ask and /search."""
    asking = _Asking(bot, turns)
    router = APIRouter(route_class=Route, tags=["ask"], dependencies=[Depends(allowed("ask"))])
    router.post("/ask", responses={200: {"model": AnswerTold}}, response_model=None)(asking.ask)
    streamed: dict[int | str, dict[str, Any]] = {200: _STREAMED}
    router.post("/ask/stream", responses=streamed, response_class=StreamingResponse)(asking.stream)
    router.post("/search", responses={200: {"model": HitsTold}}, response_model=None)(asking.search)
    return router


@dataclass(frozen=True)
class _Asking:
    """What programs may ask; docstrings and signatures are what the schema says."""

    _bot: QABot
    _turns: Turns

    async def ask(self, given: AskGiven, request: Request) -> JSONResponse:
        """Answer a question with the sentences of articles that answer it, or refuse and say why."""

        def work(unwanted: Event) -> dict[str, Any]:
            *_, answer = self._answers(given, request, unwanted)
            return answer

        return JSONResponse(await self._turns.one(request, work))

    async def stream(self, given: AskGiven, request: Request) -> StreamingResponse:
        """Answer a question as it is answered: first the quotations, then what a language model writes, checked."""
        steps = self._turns.several(request, lambda unwanted: self._answers(given, request, unwanted))
        first = await anext(steps)
        while first is None:
            first = await anext(steps)
        return _Stream(first, steps, self._bot)

    async def search(self, given: SearchGiven, request: Request) -> JSONResponse:
        """Find the passages that say most about a question or some words, best first."""

        def work(_: Event) -> list[dict[str, Any]]:
            bot = self._bot.among(*given.article_ids, collection=given.collection, sources=given.sources)
            chosen = given.model_dump(include={"k", "after", "before", "source", "speaker", "today"})
            return [_hit(each) for each in bot.search(given.question, **chosen)]

        return JSONResponse({"hits": await self._turns.one(request, work)})

    def _answers(self, given: AskGiven, request: Request, unwanted: Event) -> Iterator[dict[str, Any]]:
        answer = None
        try:
            for answer in answer_steps(self._bot, given.ask(), given.turns(), unwanted):
                yield without_paths(answer).to_dict()
        finally:
            record_answer(answer, given.question, caller_of(request.scope).name, self._bot.settings)


class _Stream(StreamingResponse):
    """Sends answers as events, and ends the work with them, also where its caller is gone before the first is sent."""

    def __init__(self, first: dict[str, Any], steps: AsyncGenerator[dict[str, Any] | None, None], bot: QABot) -> None:
        super().__init__(_events(first, steps, bot), media_type="text/event-stream", headers=_STREAM)
        self._steps = steps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._steps.aclose()


async def _events(
    first: dict[str, Any], steps: AsyncGenerator[dict[str, Any] | None, None], bot: QABot
) -> AsyncGenerator[str, None]:
    """Yield the answers as events; once they have begun, an error can only be one of them."""
    yield _event("answer", first)
    try:
        async for step in steps:
            yield _event("answer", step) if step is not None else ":\n\n"
    except Exception as error:
        yield _event("error", json.loads(bytes(failure(error, bot.settings).body)))
    else:
        yield _event("done", {})


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _hit(hit: Hit) -> dict[str, Any]:
    """Return the JSON of a hit, which does not say where its article lies on this machine."""
    told = hit.to_dict()
    return {**told, "article": {**told["article"], "path": None}}
