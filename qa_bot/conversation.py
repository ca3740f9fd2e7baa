"""Hold a conversation: questions that may lean on each other, each with its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from threading import Event
from typing import TYPE_CHECKING, Protocol

from qa_bot.ask import Ask
from qa_bot.model import Answer, Turn
from qa_bot.shown import Exported, Shown

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class AskedBot(Protocol):
    """What a conversation needs of a QABot."""

    def answers(self, ask: Ask, history: Sequence[Turn] = (), stop: Event | None = None) -> Iterator[Answer]:
        """Return the answer as it grows."""


class Conversation(Shown, Exported):
    """Asks a bot and keeps the turns, so that later questions may lean on them; for one person at a time."""

    def __init__(self, bot: AskedBot, turns: Sequence[Turn] = ()) -> None:
        self._bot = bot
        self._turns = tuple(turns)
        self._kept: tuple[Answer, ...] = ()

    def __repr__(self) -> str:
        return f"<Conversation of {len(self._turns)} questions>"

    def _exported(self) -> Sequence[Answer]:
        return self._kept

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Return the answers to what was asked here, oldest first; those to turns that it went on from are not kept."""
        return self._kept

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Return the turns so far, oldest first."""
        return self._turns

    def ask(
        self,
        question: str,
        *,
        standalone_question: str | None = None,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        speaker: str | None = None,
        today: date | str | None = None,
        infer_dates: bool = True,
        engine: str | BaseChatModel | None = None,
    ) -> Answer:
        """Answer a question that may lean on earlier ones, and keep the turn; see `QABot.ask`.

        What raises an error leaves the conversation as it was.
        """
        ask = Ask(
            question,
            standalone_question=standalone_question,
            after=after,
            before=before,
            source=source,
            speaker=speaker,
            infer_dates=infer_dates,
            today=today,
            engine=engine,
        )
        *_, answer = self._answers(ask, None)
        return answer

    def stream(
        self,
        question: str,
        *,
        standalone_question: str | None = None,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        speaker: str | None = None,
        today: date | str | None = None,
        infer_dates: bool = True,
        engine: str | BaseChatModel | None = None,
        stop: Event | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows, and keep the turn as far as it got; see `QABot.stream`."""
        ask = Ask(
            question,
            standalone_question=standalone_question,
            after=after,
            before=before,
            source=source,
            speaker=speaker,
            infer_dates=infer_dates,
            today=today,
            engine=engine,
        )
        return self._answers(ask, stop)

    def _answers(self, ask: Ask, stop: Event | None) -> Iterator[Answer]:
        answer = None
        try:
            for answer in self._bot.answers(ask, self._turns, stop):
                yield answer
        finally:
            if answer:
                self._turns = (*self._turns, Turn.of(answer))
                self._kept = (*self._kept, answer)
