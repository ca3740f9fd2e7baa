"""Let visitors take answers and chats along: the files, and the link that asks again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from qa_bot.history import Exchange, History
from qa_bot.model import Answer
from qa_bot.show import FORMATS, export, to_html, to_markdown, without_paths
from qa_bot.show.html import render
from qa_bot.web.page_html import fresh
from qa_bot.web.visitor import Sent, visitor

LABELS = {"html": "Web page", "markdown": "Markdown", "json": "JSON", "bibtex": "BibTeX", "csl": "CSL-JSON"}
WHAT = {"exchange": "This answer", "conversation": "The whole chat"}
_LONGEST_NAME = 60


class Exports:
    """The handler of what a visitor takes along; only their own is found."""

    def __init__(self, kept: History) -> None:
        self._kept = kept

    def take(self, event: gr.EventData, request: gr.Request) -> str:
        """Return a file for the page's script to hand to the browser, or nothing if what was asked for is not there."""
        given, who = Sent(event), visitor(request)
        form = given.text("format")
        if form not in LABELS:
            return ""
        if given.text("what") == "exchange":
            exchange = self._kept.exchange(who, given.text("exchange"))
            title = exchange.asked.question if exchange else ""
            answers: Answer | list[Answer] | None = _public([exchange])[0] if exchange and exchange.answer else None
        else:
            conversation = self._kept.conversation(who, given.text("conversation"))
            title = conversation.title if conversation else ""
            answers = _public(conversation.exchanges) if conversation else None
        return self._file(title, answers, form) if answers else ""

    def _file(self, title: str, answers: Answer | list[Answer], form: Any) -> str:  # noqa: ANN401 - checked to be one
        titled = {"html": to_html, "markdown": to_markdown}
        is_chat = not isinstance(answers, Answer)
        text = titled[form](answers, title=title) if is_chat and form in titled else export(answers, form)
        way = FORMATS[form]
        return file_to_save(_name(title) + way.ending, way.media_type, text)


def file_to_save(name: str, media_type: str, text: str) -> str:
    """Return a file for the page's script to hand to the browser; each is a new value, so that one is saved twice."""
    return fresh(render("web/file.html", {"name": name, "media_type": media_type, "text": text}))


def asking_link(exchange: Exchange, answer: Answer) -> str:
    """Return the query of an address at which the page asks the same again, without what was asked before it.

    Whoever opens it gets the same answer with its sources as long as the articles are the same.
    """
    asked = exchange.asked
    understood = answer.standalone_question
    known = {
        "question": asked.question,
        "standalone_question": understood if understood != asked.question else None,
        "after": asked.after,
        "before": asked.before,
        "source": asked.source,
        "speaker": asked.speaker,
        "collection": asked.collection,
        "sources": "\n".join(asked.sources),
        "articles": "\n".join(asked.articles),
        "today": asked.today if answer.filters.inferred else None,
        "infer_dates": None if asked.infer_dates else "false",
    }
    return "?" + urlencode({name: value for name, value in known.items() if value})


def _public(exchanges: Iterable[Exchange]) -> list[Answer]:
    return [without_paths(each.answer) for each in exchanges if each.answer]


def _name(title: str) -> str:
    """Return a name for a file: words of a title, with nothing that means something in a path."""
    words = re.sub(r"[^\w]+", "-", title[:_LONGEST_NAME]).strip("-_")
    return words.lower() or "answer"
