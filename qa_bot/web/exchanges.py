"""What one visitor asked and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.errors import QABotError
from qa_bot.model import Answer, Citation, Turn

_LONGEST = 2000
_SHORTENED = 400


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, or the error that it met; neither while the answer is being looked for."""

    question: str
    answer: Answer | None = None
    error: QABotError | None = None

    @property
    def shown_question(self) -> str:
        """Return the question, shortened if it is too long to have been meant as one."""
        return self.question if len(self.question) <= _LONGEST else self.question[:_SHORTENED] + " …"

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """Return what can be opened: the citations, or beside a refusal the nearest passages."""
        return (self.answer.citations or self.answer.nearest) if self.answer else ()


@dataclass(frozen=True, slots=True)
class Exchanges:
    """The exchanges of one visitor, oldest first; what the page keeps of a conversation."""

    exchanges: tuple[Exchange, ...] = ()

    def plus(self, exchange: Exchange) -> Exchanges:
        """Return the conversation with one more exchange."""
        return Exchanges((*self.exchanges, exchange))

    def turns(self) -> tuple[Turn, ...]:
        """Return what a follow-up question may lean on."""
        return tuple(Turn.of(each.answer) for each in self.exchanges if each.answer)

    def cited(self, exchange: object, citation_id: object) -> tuple[Citation, tuple[Citation, ...]] | None:
        """Return a citation by its exchange's index and its id, and all that stand beside it; None if there is none."""
        if not isinstance(exchange, int) or not 0 <= exchange < len(self.exchanges):
            return None
        quoted = self.exchanges[exchange].quoted
        return next(((each, quoted) for each in quoted if each.id == citation_id), None)
