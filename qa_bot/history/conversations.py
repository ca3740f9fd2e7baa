"""Define what is kept of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from qa_bot.ask import Ask
from qa_bot.history.record import Lost
from qa_bot.model import Answer, Citation

State = Literal["asked", "answered", "failed", "stopped"]
Wrong = Literal["wrong_source", "wrong_quotation", "incomplete", "should_have_refused", "should_have_answered"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thinks of an answer; `wrong` and `better`, the right answer or quotation, if it is not good."""

    good: bool
    wrong: Wrong | None = None
    better: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it; its id stays when it is asked again.

    While it is `asked` there is no answer yet. `lost` are citations whose article is no longer as it was quoted; if
    none is left, there is no answer. `problem` says what failed. `conversation_id` names the conversation it is in.
    """

    id: str
    conversation_id: str
    asked: Ask
    state: State
    answer: Answer | None = None
    lost: tuple[Lost, ...] = ()
    problem: str = ""
    followups: tuple[str, ...] = ()
    feedback: Feedback | None = None

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """Return what can be opened: the citations, or beside a refusal the nearest passages."""
        return (self.answer.citations or self.answer.nearest) if self.answer else ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of a conversation, oldest first."""

    id: str
    title: str
    exchanges: tuple[Exchange, ...] = ()

    def exchange(self, exchange_id: object) -> Exchange | None:
        """Return the exchange of that id, or None."""
        return next((each for each in self.exchanges if each.id == exchange_id), None)


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list; `changed` is when something was last asked in it."""

    id: str
    title: str
    changed: datetime
