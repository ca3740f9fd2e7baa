"""Which windows a question or claim is shown with, and in which batches: the same for the same seed and step."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count

import numpy as np
from tokenizers import Tokenizer

from qa_bot.models.reader import windows
from training.base import tokenizer
from training.data import NOTHING, Context, Data, Example, Ids, Question, example, most_asked, room_beside
from training.reworded import reworded

AWAY, BESIDE, EMPTIED, FAR = 0.3, 0.1, 0.1, 0.3
"""How often a question is shown with another context that looks right, with a window of its own context that does not
answer, or with its context less the sentences that answer; and, if its context does not answer, with just any window of
it rather than the likeliest."""

TITLED, ECHOED = 0.5, 0.35
"""How often a title stands before the window, and how often that is a sentence that repeats the question."""

ROOMS = (128, 192, 256)
"""Tokens of a window; use has the largest."""

CHUNK = 32
"""Batches that are cut from the same examples, ordered by length."""

SHARES: Mapping[str, float] = {
    "squad2_unanswerable_aligned": 0.4,
    "squadshifts_reddit": 0.6,
    "squadshifts_amazon": 0.5,
    "tydiqa_goldp_en": 1.5,
    "mlqa_en_dev": 1.5,
    "ropes_contrast": 0.5,
    "drop_contrast_spans": 0.5,
    "fairytaleqa": 0.7,
    "molweni_test": 0.4,
    "qadiscourse": 0.8,
    "qamr_dev_test": 0.5,
    "qa_qasrl_gs": 0.25,
    "vitaminc_real": 0.6,
    "vitaminc_synthetic": 0.3,
    "fever_docnli": 0.7,
    "fever_eraser": 0.5,
    "fever_athnlp": 0.3,
    "fever_made": 0.4,
    "defacto": 2.5,
    "fib": 1.5,
    "bump": 2.0,
    "realsumm": 0.3,
    "attribution": 1.5,
    "wice_claim": 2.0,
    "wice_partial": 0.5,
    "scifact": 1.5,
    "begin_wow": 0.4,
    "seminli_wiki": 0.4,
    "conjnli": 0.2,
    "mnli": 0.7,
    "snli": 0.2,
    "cad_nli": 0.4,
    "breaking_nli": 0.15,
    "med": 0.2,
    "negation_nli": 0.5,
    "qa_boolq_eraser": 0.5,
    "qa_pubmedqa_labelled": 0.5,
    "qa_strategyqa_facts": 0.5,
}
"""How often a question of a set is seen in an epoch, once if it is not named here."""

SWAPPED = 0.5
"""The same of a question that lost its answer by an exchange."""

CLAIMED = 0.4
"""The same of a claim: there are many more of them than of questions, and what they teach is learned sooner."""

MOST_TURNED = 2.0
"""How much oftener the claims of the rarer verdicts of a set are seen, at most, so that none gives itself away."""


@lru_cache(maxsize=1)
def marks() -> tuple[int, int]:
    """Return the tokens [CLS] and [SEP]."""
    words = _words()
    return words.token_to_id("[CLS]"), words.token_to_id("[SEP]")


@lru_cache(maxsize=1)
def _words() -> Tokenizer:
    return tokenizer()


class Sampler:
    """Batches of examples, a different window of the same question in each epoch."""

    def __init__(self, data: Data, *, seed: int, batch: int, shares: Mapping[str, float] = SHARES) -> None:
        self._contexts = data.contexts
        self._questions = list(data.of(held_back=False))
        self._shares = _shares(self._questions, data.contexts, shares)
        self._seed, self._batch = seed, batch
        self._marks = marks()
        about = int(sum(self._shares))
        self.per_chunk = max(1, min(CHUNK, about // batch))
        self._chunks = max(1, about // (batch * self.per_chunk))

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
            self._example(self._questions[each], random.Random(f"{self._seed} {epoch} {at} {each}"))
            for at, each in enumerate(chosen)
        ]
        examples.sort(key=lambda each: len(each.ids))
        batches = [examples[start : start + self._batch] for start in range(0, len(examples), self._batch)]
        random.Random(f"{self._seed} chunk {number}").shuffle(batches)
        return batches

    def _order(self, epoch: int) -> list[int]:
        """Return the questions of an epoch, each as often as its share says, rounded by chance."""
        drawn = random.Random(f"{self._seed} {epoch}")
        order = [at for at, share in enumerate(self._shares) for _ in range(int(share + drawn.random()))]
        drawn.shuffle(order)
        size = self._chunks * self.per_chunk * self._batch
        return [*order, *order[: max(0, size - len(order))]]

    def _example(self, question: Question, chosen: random.Random) -> Example:
        most = chosen.choice(ROOMS)
        context = self._contexts[question.context]
        if question.verdict is not None:
            window = self._likeliest(question, context, room_beside(question))
            return example(question, context, window, self._marks)
        if question.elsewhere and chosen.random() < AWAY:
            context = self._contexts[chosen.choice(question.elsewhere)]
            question = replace(question, answers=(), near=None)
        elif question.answers and chosen.random() < EMPTIED and (left := emptied(question, context)):
            context, question = left, replace(question, answers=(), near=None)
        title = _title(question, context, chosen)
        question = self._reworded(question, context, chosen)
        room = room_beside(question, window=most, title=len(title))
        shown = windows(context.sentences, room)
        if question.answers:
            right = [each for each in shown if _holds(context, each, question.answers)]
            wrong = [each for each in shown if not _holds(context, each, question.answers)]
            away = wrong and (not right or chosen.random() < BESIDE)
            window = chosen.choice(wrong if away else right)
        else:
            likeliest = chosen.random() >= FAR
            window = self._likeliest(question, context, room) if likeliest else chosen.choice(shown)
        return example(question, context, window, self._marks, most=most, title=title)

    def _reworded(self, question: Question, context: Context, chosen: random.Random) -> Question:
        """Return the question as somebody else would have typed it."""
        if not question.text:
            return question
        held = _words().decode(context.ids.tolist()) if question.answers else ""
        text = reworded(question.text, held, chosen, is_answered=bool(question.answers))
        if text == question.text:
            return question
        ids = _words().encode(text, add_special_tokens=False).ids[: most_asked(is_claim=False)]
        return replace(question, ids=np.array(ids, dtype=np.int32))

    def _likeliest(self, question: Question, context: Context, room: int) -> tuple[int, int]:
        """Return the window where one might think that it answers, else the one that shares most words with it."""
        shown = windows(context.sentences, room)
        if question.near:
            held = [each for each in shown if _holds(context, each, (question.near,))]
            if held:
                return held[0]
        asked = set(question.ids.tolist())
        return max(shown, key=lambda each: len(asked & set(_ids(context, each))))


def emptied(question: Question, context: Context) -> Context | None:
    """Return the context less the sentences that answer; None if little is left, or if the answer stands there too."""
    lost = {
        at
        for at, (start, end) in enumerate(context.sentences)
        if any(first < end and last >= start for first, last in question.answers)
    }
    kept = [span for at, span in enumerate(context.sentences) if at not in lost]
    if len(kept) < max(2, len(lost)):
        return None
    parts = [context.ids[start:end] for start, end in kept]
    ids = np.concatenate(parts).astype(np.int32)
    text = f" {' '.join(map(str, ids.tolist()))} "
    if any(
        f" {' '.join(map(str, context.ids[first : last + 1].tolist()))} " in text for first, last in question.answers
    ):
        return None
    ends = np.cumsum([len(each) for each in parts]).tolist()
    return replace(context, ids=ids, sentences=tuple(zip([0, *ends[:-1]], ends, strict=True)))


def _title(question: Question, context: Context, chosen: random.Random) -> Ids:
    """Return what stands in place of a title: often none, a name, or a sentence that repeats the question."""
    if chosen.random() >= TITLED:
        return NOTHING
    if chosen.random() < ECHOED:
        asked = set(question.ids.tolist())
        own = [
            context.ids[start : min(end, start + 24)]
            for start, end in context.sentences
            if not any(start <= first < end for first, _ in question.answers)
        ]
        if own:
            return max(own, key=lambda each: len(asked & set(each.tolist())))
    return context.title


def _shares(questions: Sequence[Question], contexts: Sequence[Context], shares: Mapping[str, float]) -> Sequence[float]:
    """Return how often each question is seen in an epoch."""
    names = [contexts[each.context].name for each in questions]
    counts = Counter(
        (name, each.verdict) for name, each in zip(names, questions, strict=True) if each.verdict is not None
    )
    largest: Counter[str] = Counter()
    for (name, _), many in counts.items():
        largest[name] = max(largest[name], many)
    found = []
    for name, each in zip(names, questions, strict=True):
        share = shares.get(name, 1.0) * (SWAPPED if each.swapped else 1.0)
        if each.verdict is not None:
            share *= CLAIMED * min(MOST_TURNED, largest[name] / counts[name, each.verdict])
        found.append(share)
    return found


def _holds(context: Context, window: tuple[int, int], answers: Sequence[tuple[int, int]]) -> bool:
    start, end = context.sentences[window[0]][0], context.sentences[window[1] - 1][1]
    return any(start <= first and last < end for first, last in answers)


def _ids(context: Context, window: tuple[int, int]) -> list[int]:
    start, end = context.sentences[window[0]][0], context.sentences[window[1] - 1][1]
    found: list[int] = context.ids[start:end].tolist()
    return found
