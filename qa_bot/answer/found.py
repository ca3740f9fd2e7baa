"""Hold what was found for a question before anybody writes about it."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.model import Answer
from qa_bot.retrieve import Evidence


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of the sentences themselves, or the refusal, and the evidence that it was made from, best first."""

    answer: Answer
    evidence: tuple[Evidence, ...] = ()
