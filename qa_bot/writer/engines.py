"""Set up the language models that a bot may answer with, each at its first use."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from qa_bot.errors import ModelError
from qa_bot.settings import Settings
from qa_bot.writer.load import load_chat
from qa_bot.writer.writer import Writer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Engines:
    """Returns the writer for a model's name; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._default: str | BaseChatModel = settings.model
        self._named: dict[str, Writer | None] = {}
        self._lock = Lock()

    def under(self, settings: Settings) -> Engines:
        """Return the same with other settings; the model in use stays, unless they name another."""
        other = Engines(settings)
        if settings.model == self._settings.model:
            other._default = self._default
        return other

    def use(self, engine: str | BaseChatModel) -> None:
        """Take this model where none is named; raise ModelError if it cannot be set up."""
        self.writer(engine)
        self._default = engine

    def writer(self, engine: str | BaseChatModel | None = None) -> Writer | None:
        """Return what writes with this model, by default the one in use; None without a model."""
        engine = self._default if engine is None else engine
        if not isinstance(engine, str):
            return self._written_by(engine)
        with self._lock:
            if engine not in self._named:
                self._named[engine] = self._written_by(engine)
            return self._named[engine]

    def problem(self, engine: str) -> str:
        """Return in a line what is missing for this model to answer, "" if nothing is."""
        try:
            writer = self.writer(engine)
        except ModelError as error:
            return str(error)
        return writer.chat.problem() if writer else ""

    def _written_by(self, engine: str | BaseChatModel) -> Writer | None:
        chat = load_chat(engine, self._settings)
        settings = self._settings
        return Writer(chat, threshold=settings.threshold, unsupported=settings.unsupported) if chat else None
