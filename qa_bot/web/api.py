"""Offer the page's functions to programs: named endpoints for gradio_client and curl, described in docs/api.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from qa_bot.ask import Ask
from qa_bot.bot import QABot
from qa_bot.library import AddReport
from qa_bot.model import Answer, Article
from qa_bot.settings import Settings
from qa_bot.show import without_paths
from qa_bot.web.adding import add_submitted, checked_objects, checked_texts
from qa_bot.web.asking import record_answer
from qa_bot.web.turns import Baton
from qa_bot.web.uploads import Uploads
from qa_bot.web.visitor import sender, visitor_message

_ADDING_AT_ONCE = 8
"""Calls of `add` that take turns; what waits beyond them has not been read."""

_Made = TypeVar("_Made")


def add_endpoints(bot: QABot, uploads: Uploads, turns: Baton) -> None:
    """Add `ask`, `add` and `articles` to the page that is being built.

    `add` finds files in `uploads`, and takes `turns`.
    """
    endpoints = _Endpoints(bot, uploads, turns)
    api(endpoints.ask, api_name="ask")
    api(endpoints.add, api_name="add", concurrency_limit=_ADDING_AT_ONCE)
    api(endpoints.articles, api_name="articles")


@dataclass(frozen=True)
class _Endpoints:
    """What programs may call; signatures and descriptions are what they see of it."""

    _bot: QABot
    _uploads: Uploads
    _turns: Baton

    def ask(
        self,
        question: str,
        after: str = "",
        before: str = "",
        source: str = "",
        today: str = "",
        infer_dates: bool = True,
        standalone_question: str = "",
        collection: str = "",
        sources: list[str] | None = None,
        article_ids: list[str] | None = None,
        speaker: str = "",
    ) -> dict[str, Any]:
        """Answer a question from the articles, from days (2016-06-15, included) and from a source if given.

        Without days they are inferred from the question, relative to `today`, unless `infer_dates` is false.
        `standalone_question` is what is searched for instead of a question that leans on an earlier one. Only the
        articles of a `collection`, of some `sources`, or those of `article_ids` are asked, if these are given, and of
        them only what a `speaker` says.
        """

        def work() -> Answer:
            asked = Ask(
                question,
                standalone_question=standalone_question,
                after=after,
                before=before,
                source=source,
                speaker=speaker,
                infer_dates=infer_dates,
                today=today,
                collection=collection,
                sources=tuple(checked_texts(sources, "sources")),
                articles=tuple(checked_texts(article_ids, "article_ids")),
            )
            *_, answer = self._bot.answers(asked)
            return answer

        answer = _told(work, self._bot.settings)
        record_answer(answer, question, None, self._bot.settings)
        return without_paths(answer).to_dict()

    def add(
        self,
        request: gr.Request,
        articles: list[dict[str, Any]] | None = None,
        urls: list[str] | None = None,
        files: list[gr.FileData] | None = None,
    ) -> dict[str, Any]:
        """Add articles, web pages and files, and return the ids of what was added, replaced or is unchanged.

        An article is an object with `text` and what else is known of it: `title`, `published`, `source`, `authors`,
        `url`, `language`, `id`. A line of `failed` says why an input was not read; the others are added all the same.
        """
        who = sender(request)

        def work() -> AddReport:
            sent = [self._uploads.file(who, each["path"]) for each in checked_objects(files, "files", "path")]
            records, pages = checked_objects(articles, "articles"), checked_texts(urls, "urls")
            return add_submitted(self._bot, records, pages, sent, lambda *_: self._turns.pass_on())

        with self._turns:
            return _told(work, self._bot.settings).to_dict()

    def articles(self) -> list[dict[str, Any]]:
        """Return what is known of each article, without its text."""
        return [_public(article) for article in self._bot.library.articles()]


def _told(work: Callable[[], _Made], settings: Settings) -> _Made:
    """Return what the work gives; its errors that are meant for a person are told to the client."""
    try:
        return work()
    except Exception as error:
        raise gr.Error(visitor_message(error, settings), print_exception=False) from error


def _public(article: Article) -> dict[str, Any]:
    """Return what may leave this machine: not where a file lies on it, which a Gradio client would try to fetch."""
    return {**article.to_dict(), "path": None}
