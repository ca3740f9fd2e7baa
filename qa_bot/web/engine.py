"""Which language model answers a visitor, and what is said of it beside the field in the settings."""

from __future__ import annotations

from qa_bot.bot import QABot
from qa_bot.errors import ModelError
from qa_bot.render import escape
from qa_bot.settings import Settings
from qa_bot.web.address import is_private
from qa_bot.writer import EXTRACTIVE
from qa_bot.writer.leaves import what_leaves


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
        return bot.engine
    except ModelError:
        return bot.settings.model


def engine_field(settings: Settings, own: str) -> str:
    """Return the part of the settings that chooses a model, with what leaves this machine beside it.

    `own` is the engine of the bot.
    """
    leaves = escape(what_leaves(own, settings, is_named=own == settings.model))
    if not may_choose(settings):
        return (
            '<section><h3>Language model</h3><label>Answers by <select data-setting="engine">'
            f'<option value="">{escape(own)}</option><option value="{EXTRACTIVE}">no model</option></select></label>'
            f'<p class="qa-hint">{leaves}</p></section>'
        )
    return (
        '<section><h3>Language model</h3><label>Model <input type="text" data-setting="engine" spellcheck="false"'
        f' autocomplete="off" placeholder="{escape(own)}" aria-describedby="qa-leaves"></label>'
        f'<p class="qa-hint" id="qa-leaves">Empty: {escape(own)}. {leaves}'
        f" With “{EXTRACTIVE}”, or no model, nothing does. A model elsewhere, such as openai:gpt-5-mini, is sent each"
        " question, at most twelve pieces of one or two sentences from the articles, and those articles’ titles,"
        " sources and dates; nothing else. One on this machine, such as ollama:qwen3:4b, sends nothing anywhere.</p>"
        "</section>"
    )
