"""Put the routes of the REST API together, with the schema that describes them."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot import __version__
from qa_bot.bot import QABot
from qa_bot.web.address import public_path
from qa_bot.web.guard.requests import REST, is_rest, problem
from qa_bot.web.rest.articles import article_routes
from qa_bot.web.rest.asking import asking_routes
from qa_bot.web.rest.docs import docs_page
from qa_bot.web.rest.evaluations import Evaluating, evaluation_routes
from qa_bot.web.rest.serving import Turns
from qa_bot.web.rest.told import ProblemTold
from qa_bot.web.turns import Baton, Shares

_ABOUT = (
    "Answers questions from a collection of articles. Every quotation is verbatim, a slice of an article. Where "
    "the page needs a login, send a token (qa-bot token add) as Authorization: Bearer TOKEN."
)
_PROBLEMS = {
    400: "This is not JSON",
    401: "There is no token that holds",
    403: "The token may not do that",
    404: "It is not there",
    405: "There is no such method",
    411: "The size is not stated",
    413: "This is too large",
    415: "This is not said to be JSON",
    422: "This cannot be asked",
    429: "Too much at once; Retry-After says when to try again",
    503: "The library or the language model cannot be used for now",
}


class RestApp(FastAPI):
    """The application behind /api/v1; closing it stops the evaluations that go on."""

    evaluating: Evaluating

    def close(self) -> None:
        """End what is done in the background."""
        self.evaluating.close()


def rest_app(bot: QABot, asking: Shares, adding: Shares, baton: Baton) -> RestApp:
    """Return the REST API of a bot, whose callers share the turns of the page's visitors.

    It trusts the guards before it (`qa_bot.web.guard`) to say who calls: without them nobody may do anything.
    """
    app = RestApp(
        title="QA Bot",
        version=__version__,
        description=_ABOUT,
        servers=[{"url": f"{public_path(bot.settings)}{REST}"}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        responses={status: _told(why) for status, why in _PROBLEMS.items()},
        exception_handlers={HTTPException: _not_there},
        dependencies=[Depends(HTTPBearer(auto_error=False, description="From qa-bot token add"))],  # said, not asked
    )
    app.state.settings = bot.settings
    evaluations, app.evaluating = evaluation_routes(bot)
    for routes in (asking_routes(bot, Turns(asking)), article_routes(bot, Turns(adding), baton), evaluations):
        app.include_router(routes)
    app.get("/docs", include_in_schema=False)(lambda: HTMLResponse(docs_page(app.openapi())))
    return app


class BesidePage:
    """Hands requests for the REST API to it, behind the guards, and all others to the page; an ASGI middleware."""

    def __init__(self, app: ASGIApp, rest: ASGIApp) -> None:
        self._app = app
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if is_rest(scope):
            await self._rest({**scope, "root_path": REST}, receive, send)
        else:
            await self._app(scope, receive, send)


def _told(why: str) -> dict[str, Any]:
    return {
        "description": why,
        "content": {"application/problem+json": {"schema": ProblemTold.model_json_schema()}},
    }


async def _not_there(_: Request, error: Any) -> Response:  # noqa: ANN401 - an HTTPException
    """Answer where there is no route."""
    why = {404: f"there is nothing here; {REST}/openapi.json says what there is", 405: "there is no such method here"}
    return problem(error.status_code, why.get(error.status_code, str(error.detail)), error.headers)
