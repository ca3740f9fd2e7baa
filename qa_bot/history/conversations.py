"""What is kept of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

from qa_bot.history.record import Lost
from qa_bot.model import Answer, Citation

State = Literal["asked", "answered", "failed", "stopped"]
Wrong = Literal["wrong_source", "wrong_quotation", "incomplete", "should_have_refused", "should_have_answered"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how it is to be asked; see `QABot.ask` and `among`. Days are ISO strings.

    `sources` and `articles` (ids) stand each on a line of its own.
    """

    question: str
    standalone_question: str | None = None
    after: str | None = None
    before: str | None = None
    source: str | None = None
    infer_dates: bool = True
    today: str | None = None
    engine: str | None = None
    collection: str | None = None
    sources: str | None = None
    articles: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Asked:
        """Return what these values say, as far as they are known here; empty ones are as if absent."""
        known = {each.name: values[each.name] for each in fields(cls) if values.get(each.name) not in (None, "")}
        return cls(**{"question": "", **known})

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of it."""
        return asdict(self)


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
    asked: Asked
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
