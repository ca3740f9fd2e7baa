"""A conversation: questions that may lean on each other, each with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from qa_bot.model import Answer, Turn
from qa_bot.shown import Exported, Shown


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


class Conversation(Shown, Exported):
    """Asks a bot and keeps the turns, so that later questions may lean on them; for one person at a time."""

    def __init__(self, bot: Bot, turns: Sequence[Turn] = ()) -> None:
        self._bot = bot
        self._turns = tuple(turns)
        self._answers: tuple[Answer, ...] = ()

    def __repr__(self) -> str:
        return f"<Conversation of {len(self._turns)} questions>"

    def _exported(self) -> Sequence[Answer]:
        return self._answers

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Return the answers to what was asked here, oldest first; those to turns that it went on from are not kept."""
        return self._answers

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
        self._answers = (*self._answers, answer)
        return answer
