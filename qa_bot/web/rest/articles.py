"""List, show, add and remove articles for programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from qa_bot.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.log import record
from qa_bot.model import Article
from qa_bot.web.adding import add_submitted
from qa_bot.web.rest.given import AddGiven, ListGiven
from qa_bot.web.rest.serving import Route, Turns, allowed
from qa_bot.web.rest.told import AddedTold, ArticlesTold, WholeArticleTold
from qa_bot.web.turns import Baton
from qa_bot.web.visitor import caller_of

_Id = Annotated[str, Path(min_length=1, max_length=500)]

_STOPPED = "who sent this hung up"


def article_routes(bot: QABot, turns: Turns, baton: Baton) -> APIRouter:
    """Return what answers under /articles; what is added takes the page's `baton`, article by article."""
    articles = _Articles(bot, turns, baton)
    router = APIRouter(route_class=Route, tags=["articles"])
    reads, adds = [Depends(allowed("ask"))], [Depends(allowed("add"))]
    router.get("/articles", dependencies=reads, responses={200: {"model": ArticlesTold}}, response_model=None)(
        articles.list_articles
    )
    router.post("/articles", dependencies=adds, responses={200: {"model": AddedTold}}, response_model=None)(
        articles.add
    )
    router.get(
        "/articles/{article_id:path}",
        dependencies=reads,
        responses={200: {"model": WholeArticleTold}},
        response_model=None,
    )(articles.article)
    router.delete("/articles/{article_id:path}", dependencies=adds, status_code=204)(articles.remove)
    return router


@dataclass(frozen=True)
class _Articles:
    """What programs may do with articles; docstrings and signatures are what the schema says."""

    _bot: QABot
    _turns: Turns
    _baton: Baton

    def list_articles(self, given: Annotated[ListGiven, Query()]) -> JSONResponse:
        """List articles, all or those that have some words, page by page: up to `most` from the `first` on."""
        page = self._bot.library.listing(**given.model_dump())
        listed = [
            {
                "id": each.id,
                "title": each.title,
                "source": each.source,
                "published": each.published.isoformat() if each.published else None,
                "authors": list(each.authors),
                "set_by_hand": list(each.set_by_hand),
            }
            for each in page.articles
        ]
        return JSONResponse({"articles": listed, "total": page.total})

    def article(self, article_id: _Id) -> JSONResponse:
        """Return an article with its text."""
        found = self._there(article_id)
        return JSONResponse({**replace(found, path=None).to_dict(), "text": found.text})

    async def add(self, given: AddGiven, request: Request) -> JSONResponse:
        """Add articles and web pages, and say what became of each; the others are added where one cannot be."""
        records = [each.model_dump(exclude_none=True) for each in given.articles]

        def work(unwanted: Event) -> dict[str, Any]:
            def tell(what: str, done: int, total: int | None, /) -> None:
                if unwanted.is_set():
                    raise QABotError(_STOPPED)
                self._baton.pass_on()

            with self._baton:
                report = add_submitted(self._bot, records, given.urls, [], tell)
            record("added", visitor=caller_of(request.scope).name[:8], outcome=str(report), problems=len(report.failed))
            return report.to_dict()

        return JSONResponse(await self._turns.one(request, work))

    def remove(self, article_id: _Id) -> Response:
        """Remove an article: no answer quotes it from then on."""
        self._there(article_id)
        self._bot.library.remove(article_id)
        return Response(status_code=204)

    def _there(self, article_id: str) -> Article:
        found = self._bot.article(article_id)
        if not found:
            raise HTTPException(404, "there is no article of that id; /articles lists them")
        return found
