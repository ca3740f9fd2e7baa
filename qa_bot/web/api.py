"""The page's functions for programs: named endpoints for gradio_client and curl, described in docs/api.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from qa_bot.bot import QABot
from qa_bot.export import without_paths
from qa_bot.model import Article
from qa_bot.settings import Settings
from qa_bot.web.answered import record_answer
from qa_bot.web.given import add_given
from qa_bot.web.told import told

_Made = TypeVar("_Made")


def add_endpoints(bot: QABot) -> None:
    """Add `ask`, `add` and `articles` to the page that is being built."""

    def ask(
        question: str,
        after: str = "",
        before: str = "",
        source: str = "",
        today: str = "",
        infer_dates: bool = True,
        standalone_question: str = "",
    ) -> dict[str, Any]:
        """Answer a question from the articles, from days (2016-06-15, included) and from a source if given.

        Without days they are inferred from the question, relative to `today`, unless `infer_dates` is false.
        `standalone_question` is what is searched for instead of a question that leans on an earlier one.
        """
        answer = _told(
            lambda: bot.ask(
                question,
                standalone_question=standalone_question or None,
                after=after,
                before=before,
                source=source,
                today=today,
                infer_dates=infer_dates,
            ),
            bot.settings,
        )
        record_answer(answer, question, None, bot.settings)
        return without_paths(answer).to_dict()

    def add(
        articles: list[dict[str, Any]] | None = None,
        urls: list[str] | None = None,
        files: list[gr.FileData] | None = None,
    ) -> dict[str, Any]:
        """Add articles, web pages and files, and return the ids of what was added, replaced or is unchanged.

        An article is an object with `text` and what else is known of it: `title`, `published`, `source`, `authors`,
        `url`, `language`, `id`. A line of `failed` says why an input was not read; the others are added all the same.
        """
        sent = [str(dict(each)["path"]) for each in files or []]
        return _told(lambda: add_given(bot, articles or [], urls or [], sent), bot.settings).to_dict()

    def articles() -> list[dict[str, Any]]:
        """Return what is known of each article, without its text."""
        return [_public(article) for article in bot.articles()]

    api(ask, api_name="ask")
    api(add, api_name="add", concurrency_limit=1)
    api(articles, api_name="articles")


def _told(work: Callable[[], _Made], settings: Settings) -> _Made:
    """Return what the work gives; its errors that are meant for a person are told to the client."""
    try:
        return work()
    except Exception as error:
        raise gr.Error(told(error, settings), print_exception=False) from error


def _public(article: Article) -> dict[str, Any]:
    """Return what may leave this machine: not where a file lies on it, which a Gradio client would try to fetch."""
    return {**article.to_dict(), "path": None}
