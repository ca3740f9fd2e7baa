"""Make an answer, or a refusal, of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa_bot.model import Answer, Citation
from qa_bot.retrieve import Evidence


@dataclass(frozen=True, slots=True)
class Draft:
    """Citations, and what an engine wrote of its own about them, with [n] where citation n supports it."""

    citations: tuple[Citation, ...]
    text: str = ""


class Engine(Protocol):
    """Makes an answer out of evidence; it may say what it likes, but can only quote by naming spans."""

    @property
    def name(self) -> str:
        """Return what the answer calls the engine."""

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Return a draft from the evidence, which comes best first."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of the sentences themselves, or the refusal, and the evidence that it was made from, best first."""

    answer: Answer
    evidence: tuple[Evidence, ...] = ()
