"""Questions and claims about texts, as token numbers: what `training.prepare` writes and the other steps read."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.model import Span
from qa_bot.models.reader import MOST_ASKED, MOST_CLAIMED
from qa_bot.text.sentences import split_sentences

WINDOW = 256
"""Tokens that a reader sees at once, at most."""

SUPPORTED, CONTRADICTED, NOT_STATED, UNSUPPORTED = range(4)
"""The verdicts on a claim; the last one is either of the two before it."""

Ids = NDArray[np.int32]

NOTHING: Ids = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Context:
    """A text: its tokens, and where each of its sentences starts and ends among them (end exclusive)."""

    name: str
    """The set that it is of."""
    ids: Ids
    sentences: tuple[tuple[int, int], ...]
    held_back: bool
    title: Ids = field(default_factory=lambda: NOTHING)
    """The name that stands in it most often, in place of a title."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question or a claim about a context.

    `answers` are tokens of the context, first and last, none if it does not answer; `verdict` is that on a claim or,
    supported for yes, on a question of yes or no. `near` is where one might think that it answers; `elsewhere` are
    contexts that look right and do not answer.
    """

    ids: Ids
    context: int
    answers: tuple[tuple[int, int], ...]
    near: tuple[int, int] | None
    elsewhere: tuple[int, ...]
    whole_sentence: bool
    """The answer is a sentence: it says nothing about where a short answer starts and ends."""
    swapped: bool = False
    """Made of a question that has an answer, by an exchange (`training.swapped`)."""
    text: str = ""
    verdict: int | None = None
    gold: tuple[int, ...] = ()
    """Sentences of the context that the verdict rests on, if the set says so."""


@dataclass(frozen=True, slots=True)
class Data:
    """All contexts and questions."""

    contexts: Sequence[Context]
    questions: Sequence[Question]

    def of(self, *, held_back: bool) -> Iterator[Question]:
        """Yield the questions to train on, or those held back to measure with."""
        return (each for each in self.questions if self.contexts[each.context].held_back == held_back)


@dataclass(frozen=True, slots=True)
class Example:
    """A question or claim beside a window of a context, in tokens of the whole input; the targets are there or none.

    The input is [CLS] question [SEP] title window [SEP]; `sentences` are those of the window, `gold` some of them.
    """

    ids: Ids
    asked: int
    """Where the title or, without one, the window starts."""
    sentences: tuple[tuple[int, int], ...]
    answers: tuple[tuple[int, int], ...]
    gold: tuple[int, ...]
    has_span: bool
    has_gold: bool = True
    verdict: int | None = None
    swapped: bool = False
    """No teacher knows that its answer was taken away."""


def save(data: Data, file: Path) -> None:
    """Write all or nothing."""
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        pickle.dump(data, stream)
    part.replace(file)


def load(file: Path) -> Data:
    """Read what `save` wrote."""
    with file.open("rb") as stream:
        found = pickle.load(stream)
    if not isinstance(found, Data):
        raise TypeError(f"{file} holds no prepared questions; run training.prepare")
    return found


@cache
def sentences_of(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, which is cut once however often it is asked for."""
    return tuple(split_sentences(text))


def room_beside(question: Question, *, window: int = WINDOW, title: int = 0) -> int:
    """Return how many tokens of a context fit beside a question and a title."""
    return window - 3 - len(question.ids) - title


def example(
    question: Question,
    context: Context,
    window: tuple[int, int],
    marks: tuple[int, int],
    *,
    most: int = WINDOW,
    title: Ids = NOTHING,
) -> Example:
    """Return a question beside a window of its own or of another context; `marks` are [CLS] and [SEP]."""
    start = context.sentences[window[0]][0]
    end = min(context.sentences[window[1] - 1][1], start + room_beside(question, window=most, title=len(title)))
    asked = len(question.ids) + 2
    shift = asked + len(title) - start
    sentences = tuple(
        (first + shift, min(last, end) + shift) for first, last in context.sentences[slice(*window)] if first < end
    )
    answers = tuple((first + shift, last + shift) for first, last in question.answers if start <= first and last < end)
    gold = tuple(at for at, (first, last) in enumerate(sentences) if any(first <= begin < last for begin, _ in answers))
    gold = gold or tuple(each - window[0] for each in question.gold if 0 <= each - window[0] < len(sentences))
    is_claim = question.verdict is not None
    cls, sep = marks
    ids = np.concatenate([[cls], question.ids, [sep], title, context.ids[start:end], [sep]]).astype(np.int32)
    return Example(
        ids,
        asked,
        sentences,
        answers,
        gold,
        has_span=not is_claim and (not answers or not question.whole_sentence),
        has_gold=bool(gold) or not is_claim,
        verdict=question.verdict,
        swapped=question.swapped,
    )


def most_asked(*, is_claim: bool) -> int:
    """Return how many tokens of a question or of a claim are seen."""
    return MOST_CLAIMED if is_claim else MOST_ASKED
