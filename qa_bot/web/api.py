"""The page's functions for programs: named endpoints for gradio_client and curl."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.events import api

from qa_bot.bot import QABot
from qa_bot.errors import QABotError


def add_endpoints(bot: QABot) -> None:
    """Add `ask` and `articles` to the page that is being built."""

    def ask(
        question: str, after: str = "", before: str = "", source: str = "", today: str = "", infer_dates: bool = True
    ) -> dict[str, Any]:
        """Answer a question from the articles, from days (2016-06-15, included) and from a source if given.

        Without days they are inferred from the question, relative to `today`, unless `infer_dates` is false.
        """
        try:
            answer = bot.ask(
                question, after=after, before=before, source=source, today=today, infer_dates=infer_dates
            ).to_dict()
        except QABotError as error:
            raise gr.Error(str(error), print_exception=False) from error
        for citation in (*answer["citations"], *answer["nearest"]):
            citation["article"] = _public(citation["article"])
        return answer

    def articles() -> list[dict[str, Any]]:
        """Return what is known of each article, without its text."""
        return [_public(article.to_dict()) for article in bot.articles()]

    api(ask, api_name="ask")
    api(articles, api_name="articles")


def _public(article: dict[str, Any]) -> dict[str, Any]:
    """Return what may leave this machine: not where a file lies on it, which a Gradio client would try to fetch."""
    return {**article, "path": None}
