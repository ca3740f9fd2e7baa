"""Choose which language model answers a visitor, and say so beside the field in the settings."""

from __future__ import annotations

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.errors import ModelError
from qa_bot.settings import Settings, is_private
from qa_bot.show.html import Markup, render
from qa_bot.show.words import sentence
from qa_bot.web.page_html import fresh
from qa_bot.web.visitor import Sent, visitor_message
from qa_bot.writer import EXTRACTIVE
from qa_bot.writer.load import what_leaves


def chosen(engine: str | None, settings: Settings) -> str | None:
    """Return the engine that a visitor chose, None for that of the bot.

    Where others can reach the page, they may only do without a model: which one is asked, and paid for, is not theirs
    to choose.
    """
    wanted = (engine or "").strip()
    if not wanted or not (may_choose(settings) or wanted == EXTRACTIVE):
        return None
    return wanted


def may_choose(settings: Settings) -> bool:
    """Say whether visitors may name any model: only those of a page that this machine alone can reach."""
    return is_private(settings)


def own_engine(bot: QABot) -> str:
    """Return the engine that answers where visitors choose none, also one that cannot be set up."""
    try:
        return bot.engines.name
    except ModelError:
        return bot.settings.model


def engine_field(settings: Settings, own: str) -> Markup:
    """Return the part of the settings that chooses a model, with what leaves this machine beside it.

    `own` is the engine of the bot.
    """
    leaves = what_leaves(own, settings, is_named=own == settings.model)
    values = {"may_choose": may_choose(settings), "own": own, "extractive": EXTRACTIVE, "leaves": leaves}
    return render("web/engine.html", values)


def why_no_model(error: ModelError, settings: Settings) -> str:
    """Return what a visitor is told of a model that cannot be set up; where others reach the page, not why."""
    line = visitor_message(error, settings)
    return line if may_choose(settings) else "the language model is not there for now"


class Trying:
    """The handler that tries a model for a visitor who may choose one."""

    def __init__(self, bot: QABot) -> None:
        self._bot = bot

    def try_model(self, event: gr.EventData) -> str:
        """Return in a line whether the model answers, or what is missing for it to."""
        name = Sent(event).text("engine").strip() or own_engine(self._bot)
        if not may_choose(self._bot.settings):
            said, is_well = "Only who runs QA Bot can try a model.", False
        elif name == EXTRACTIVE:
            said, is_well = "Without a model: the quotations answer.", True
        else:
            problem = self._bot.engines.problem(name)
            said, is_well = sentence(problem) if problem else f"{name} answers.", not problem
        return fresh(render("web/tried.html", {"said": said, "is_well": is_well}))
