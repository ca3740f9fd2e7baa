"""Tell what went wrong inside to nobody but the log."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.web.guard.refusal import refuse
from qa_bot.web.visitor_message import BROKEN


class Failures:
    """Answers 500 with one line where something inside fails, and logs it; an ASGI middleware.

    Outside of it a failure would be answered without the headers that harden an answer, and be printed by the server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            logging.getLogger(__name__).exception("a request could not be answered")
            if has_begun:
                await send({"type": "http.response.body"})
            else:
                await refuse(scope, receive, send, 500, BROKEN)
