"""A conversation: questions that may lean on each other, each with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from qa_bot.model import Answer, Turn


class Bot(Protocol):
    """What a conversation needs of a QABot."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        standalone_question: str | None = None,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        today: date | str | None = None,
        infer_dates: bool = True,
    ) -> Answer:
        """Answer or refuse."""


class Conversation:
    """Asks a bot and keeps the turns, so that later questions may lean on them; for one person at a time."""

    def __init__(self, bot: Bot, turns: Sequence[Turn] = ()) -> None:
        self._bot = bot
        self._turns = tuple(turns)

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
        today: date | str | None = None,
        infer_dates: bool = True,
    ) -> Answer:
        """Answer a question that may lean on earlier ones, and keep the turn; see `QABot.ask`.

        What raises QuestionError leaves the conversation as it was.
        """
        answer = self._bot.ask(
            question,
            history=self._turns,
            standalone_question=standalone_question,
            after=after,
            before=before,
            source=source,
            today=today,
            infer_dates=infer_dates,
        )
        self._turns = (*self._turns, Turn.of(answer))
        return answer
