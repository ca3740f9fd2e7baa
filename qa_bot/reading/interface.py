"""Define what a reader of evidence says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qa_bot.model import Passage, Span


@dataclass(frozen=True, slots=True)
class Short:
    """The likeliest short answer in a sentence: a span of the article, and its log odds against there being none."""

    span: Span
    odds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading says of a sentence: the log odds that it holds the answer, against its passage not holding it."""

    odds: float
    short: Short | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How likely sentences support a claim, contradict it or do not state it; together 1."""

    supported: float
    contradicted: float
    not_stated: float


class Reader(Protocol):
    """Reads passages together with a question; `name` says what read."""

    @property
    def name(self) -> str:
        """Return what the answer names as its reader; it changes whenever the odds would."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """Return for each passage what it says of each of its sentences."""
