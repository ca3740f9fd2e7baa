"""Which windows a question is shown with, and in which batches: the same for the same seed and step."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count

from qa_bot.reading.windows import WINDOW, windows
from training.base import tokenizer
from training.data import Context, Data, Example, Question, example

AWAY, BESIDE, FAR = 0.4, 0.12, 0.3
"""How often a question is shown with another context that looks right, with a window of its own context that does not
answer, and, if its context does not answer, with just any window of it rather than the likeliest."""

CHUNK = 32
"""Batches that are cut from the same examples, ordered by length."""


@lru_cache(maxsize=1)
def marks() -> tuple[int, int]:
    """Return the tokens [CLS] and [SEP]."""
    words = tokenizer()
    return words.token_to_id("[CLS]"), words.token_to_id("[SEP]")


class Sampler:
    """Batches of examples, a different window of the same question in each epoch.

    Without `others`, the questions of the sets; with it, so many of them and all that lost their answer by an exchange.
    """

    def __init__(self, data: Data, *, seed: int, batch: int, others: int | None = None) -> None:
        self._contexts = data.contexts
        questions = list(data.of(held_back=False))
        self._questions = [each for each in questions if not each.swapped]
        if others is not None:
            few = random.Random(seed).sample(self._questions, min(others, len(self._questions)))
            self._questions = [*few, *(each for each in questions if each.swapped)]
        self._seed, self._batch = seed, batch
        self._marks = marks()
        self.per_chunk = max(1, min(CHUNK, len(self._questions) // batch))
        self._chunks = max(1, len(self._questions) // (batch * self.per_chunk))

    @property
    def steps(self) -> int:
        """Return the steps of an epoch; the examples that are left over come in another one."""
        return self._chunks * self.per_chunk

    def batches(self, step: int) -> Iterator[Sequence[Example]]:
        """Yield the batches from a step on, without end."""
        number, within = divmod(step, self.per_chunk)
        for chunk in count(number):
            yield from self.chunk(chunk)[within:]
            within = 0

    def chunk(self, number: int) -> list[list[Example]]:
        """Return the batches of `per_chunk` steps, counted over all epochs."""
        epoch, within = divmod(number, self._chunks)
        size = self._batch * self.per_chunk
        chosen = self._order(epoch)[within * size : (within + 1) * size]
        examples = [
            self._example(self._questions[each], random.Random(f"{self._seed} {epoch} {each}")) for each in chosen
        ]
        examples.sort(key=lambda each: len(each.ids))
        batches = [examples[start : start + self._batch] for start in range(0, len(examples), self._batch)]
        random.Random(f"{self._seed} chunk {number}").shuffle(batches)
        return batches

    def _order(self, epoch: int) -> list[int]:
        order = list(range(len(self._questions)))
        random.Random(f"{self._seed} {epoch}").shuffle(order)
        return order

    def _example(self, question: Question, chosen: random.Random) -> Example:
        if question.elsewhere and chosen.random() < AWAY:
            context = self._contexts[chosen.choice(question.elsewhere)]
            other = replace(question, answers=(), near=None)
            return example(other, context, self._likeliest(other, context), self._marks)
        context = self._contexts[question.context]
        shown = windows(context.sentences, WINDOW - 3 - len(question.ids))
        if question.answers:
            right = [each for each in shown if _holds(context, each, question.answers)]
            wrong = [each for each in shown if not _holds(context, each, question.answers)]
            away = wrong and (not right or chosen.random() < BESIDE)
            return example(question, context, chosen.choice(wrong if away else right), self._marks)
        likeliest = chosen.random() >= FAR
        window = self._likeliest(question, context) if likeliest else chosen.choice(shown)
        return example(question, context, window, self._marks)

    def _likeliest(self, question: Question, context: Context) -> tuple[int, int]:
        """Return the window where one might think that it answers, else the one that shares most words with it."""
        shown = windows(context.sentences, WINDOW - 3 - len(question.ids))
        if question.near:
            held = [each for each in shown if _holds(context, each, (question.near,))]
            if held:
                return held[0]
        asked = set(question.ids.tolist())
        return max(shown, key=lambda each: len(asked & set(_ids(context, each))))


def _holds(context: Context, window: tuple[int, int], answers: Sequence[tuple[int, int]]) -> bool:
    start, end = context.sentences[window[0]][0], context.sentences[window[1] - 1][1]
    return any(start <= first and last < end for first, last in answers)


def _ids(context: Context, window: tuple[int, int]) -> list[int]:
    start, end = context.sentences[window[0]][0], context.sentences[window[1] - 1][1]
    found: list[int] = context.ids[start:end].tolist()
    return found
