"""Questions about paragraphs, as token numbers: what `training.prepare` writes and the other steps read."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.reading.windows import WINDOW

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Context:
    """A paragraph: its tokens, and where each of its sentences starts and ends among them (end exclusive)."""

    name: str
    ids: Ids
    sentences: tuple[tuple[int, int], ...]
    held_back: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a context; `answers` are tokens of the context, first and last, none if it does not answer.

    `near` is where one might think that it answers; `elsewhere` are contexts that look right and do not answer.
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
    """A question beside a window of a context, in tokens of the whole input; the targets are there or none.

    The input is [CLS] question [SEP] window [SEP]; `sentences` are those of the window, `gold` some of them.
    """

    ids: Ids
    asked: int
    sentences: tuple[tuple[int, int], ...]
    answers: tuple[tuple[int, int], ...]
    gold: tuple[int, ...]
    has_span: bool
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


def example(question: Question, context: Context, window: tuple[int, int], marks: tuple[int, int]) -> Example:
    """Return a question beside a window of its own or of another context; `marks` are [CLS] and [SEP]."""
    room = WINDOW - 3 - len(question.ids)
    start = context.sentences[window[0]][0]
    end = min(context.sentences[window[1] - 1][1], start + room)
    shift = len(question.ids) + 2 - start
    sentences = tuple(
        (first + shift, min(last, end) + shift) for first, last in context.sentences[slice(*window)] if first < end
    )
    answers = tuple((first + shift, last + shift) for first, last in question.answers if start <= first and last < end)
    gold = tuple(at for at, (first, last) in enumerate(sentences) if any(first <= begin < last for begin, _ in answers))
    cls, sep = marks
    ids = np.concatenate([[cls], question.ids, [sep], context.ids[start:end], [sep]]).astype(np.int32)
    return Example(ids, len(question.ids) + 2, sentences, answers, gold, not question.whole_sentence, question.swapped)
