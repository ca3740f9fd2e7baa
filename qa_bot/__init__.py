"""Ask questions over a collection of articles; every quotation stands in one of them, or the answer is a refusal."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qa_bot.errors import QABotError
from qa_bot.model import Answer, Article, Citation, Hit, Passage, Span, Turn

if TYPE_CHECKING:
    from qa_bot.bot import QABot
    from qa_bot.conversation import Conversation
    from qa_bot.settings import Settings

__version__ = "0.1.0"

# Since 1.29 onnxruntime tells its maker which models are loaded, unless this is set before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = [
    "Answer",
    "Article",
    "Citation",
    "Conversation",
    "Hit",
    "Passage",
    "QABot",
    "QABotError",
    "Settings",
    "Span",
    "Turn",
]

_LATER = {"Conversation": "qa_bot.conversation", "QABot": "qa_bot.bot", "Settings": "qa_bot.settings"}
"""Imported at first use, so that `import qa_bot` stays quick."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type depends on the name
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
