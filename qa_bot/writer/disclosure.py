"""Say what a language model gets to see, and where it goes, in a sentence for the person."""

from __future__ import annotations

import os

from qa_bot.settings import Settings
from qa_bot.writer.load import EXTRACTIVE, is_here

_SEEN = (
    "your question, at most twelve pieces of one or two sentences from the articles, and those articles' titles,"
    " sources and dates"
)
_LOCAL = {"ollama": "http://localhost:11434"}
_ADDRESSES = {"ollama": ("OLLAMA_HOST",), "openai": ("OPENAI_API_BASE", "OPENAI_BASE_URL")}
"""Where providers' own variables name a server, and where they look without."""


def what_leaves(engine: str, settings: Settings, *, is_named: bool = True) -> str:
    """Return what leaves this machine when this engine answers, as docs/models.md has it.

    Of a model that was given as an object, not by the name in the settings, it is not known where it runs: elsewhere.
    """
    provider, _, name = engine.strip().partition(":")
    if engine.strip() in ("", EXTRACTIVE):
        return "Nothing leaves this machine."
    if not name and is_named:
        return "Write provider:name, for example ollama:qwen3:4b."
    named = filter(None, map(os.environ.get, _ADDRESSES.get(provider, ())))
    url = (settings.model_url or next(named, _LOCAL.get(provider))) if is_named else None
    where, here = (f"the server at {url}", is_here(url)) if url else (provider, False)
    history = ", and of a follow-up the last questions and answers" if settings.model_followups else ""
    seen = f"{_SEEN}{history}"
    if here:
        return f"Nothing leaves this machine: {where} gets {seen}."
    return f"Each question sends to {where}: {seen}. Nothing else."
