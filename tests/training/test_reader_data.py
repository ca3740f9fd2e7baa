"""Windows of paragraphs, and the examples that the reader is trained on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.reading.windows import WINDOW, windows
from training.data import Context, Data, Question, example
from training.network import batch_of, loss_of
from training.sample import Sampler

CLS, SEP = 101, 102


def context_of(lengths: list[int]) -> Context:
    """Return a paragraph of sentences of these lengths; its tokens are numbered from 1000."""
    ends = np.cumsum(lengths).tolist()
    sentences = tuple(zip([0, *ends[:-1]], ends, strict=True))
    return Context("set", np.arange(1000, 1000 + ends[-1], dtype=np.int32), sentences, held_back=False)


def question_of(answers: tuple[tuple[int, int], ...] = (), **values: object) -> Question:
    question = Question(np.arange(10, 18, dtype=np.int32), 0, answers, None, (), whole_sentence=False)
    return replace(question, **values)  # type: ignore[arg-type]


sentences = st.lists(st.integers(1, 180), min_size=1, max_size=12)


@given(sentences, st.integers(20, 120))
def test_windows_hold_every_sentence_and_each_begins_with_the_end_of_the_last(lengths: list[int], room: int) -> None:
    context = context_of(lengths)
    found = windows(context.sentences, room)
    assert found[0][0] == 0
    assert {each for first, end in found for each in range(first, end)} == set(range(len(lengths)))
    for first, end in found:
        assert end - first == 1 or sum(lengths[first:end]) <= room
    for (first, end), (after, _) in pairwise(found):
        assert first < after <= end
        assert after == end - 1 or end - first == 1


@given(sentences, st.data())
def test_an_example_shows_the_answer_where_it_stands(lengths: list[int], data: st.DataObject) -> None:
    context = context_of(lengths)
    first = data.draw(st.integers(0, len(context.ids) - 1))
    last = data.draw(st.integers(first, min(first + 5, len(context.ids) - 1)))
    question = question_of(((first, last),))
    for window in windows(context.sentences, WINDOW - 3 - len(question.ids)):
        shown = example(question, context, window, (CLS, SEP))
        assert len(shown.ids) <= WINDOW
        assert shown.ids[0] == CLS
        assert shown.ids[-1] == SEP
        assert shown.ids[shown.asked - 1] == SEP
        for begin, end in shown.answers:
            assert shown.ids[begin : end + 1].tolist() == list(range(1000 + first, 1001 + last))
        assert bool(shown.answers) == bool(shown.gold)
        for number in shown.gold:
            begin, end = shown.sentences[number]
            assert any(begin <= start < end for start, _ in shown.answers)


def test_the_same_step_of_the_same_seed_shows_the_same_batch() -> None:
    contexts = [context_of([30, 40, 50, 30]) for _ in range(40)]
    questions = [question_of(((30, 33),) if at % 2 else (), context=at % 40) for at in range(200)]
    data = Data(contexts, questions)
    whole = Sampler(data, seed=1, batch=3)
    batches = whole.batches(0)
    first = [next(batches) for _ in range(2 * whole.steps)]
    for step in (1, 33, whole.steps, whole.steps + 5):
        again = next(Sampler(data, seed=1, batch=3).batches(step))
        assert [each.ids.tolist() for each in again] == [each.ids.tolist() for each in first[step]]
    other = Sampler(data, seed=2, batch=3).batches(0)
    assert any(next(other)[0].ids.tolist() != each[0].ids.tolist() for each in first[:10])


def test_a_question_is_sometimes_shown_with_what_only_looks_right() -> None:
    contexts = [context_of([30, 30]), replace(context_of([20, 20]), name="other")]
    questions = [question_of(((5, 6),), elsewhere=(1,)) for _ in range(400)]
    batches = Sampler(Data(contexts, questions), seed=1, batch=4).batches(0)
    shown = [each for _ in range(32) for each in next(batches)]
    away = [each for each in shown if not each.answers]
    assert 0.25 < len(away) / len(shown) < 0.55
    assert all(each.sentences[-1][1] - each.sentences[0][0] == 40 for each in away)


def test_exchanged_questions_are_seen_in_the_second_stage_only_with_so_many_others() -> None:
    contexts = [context_of([30, 30])]
    own = [question_of(((5, 6),)) for _ in range(60)]
    swapped = [question_of(near=(5, 6), swapped=True) for _ in range(20)]
    data = Data(contexts, [*own, *swapped])

    def seen(sampler: Sampler) -> list[bool]:
        batches = sampler.batches(0)
        return [each.swapped for _ in range(sampler.steps) for each in next(batches)]

    assert not any(seen(Sampler(data, seed=1, batch=4)))
    second = seen(Sampler(data, seed=1, batch=4, others=12))
    assert (sum(second), len(second)) == (20, 32)


def test_teachers_are_not_asked_about_what_was_exchanged() -> None:
    context = context_of([10, 10])
    shown = [example(question_of(near=(5, 6), swapped=each), context, (0, 2), (CLS, SEP)) for each in (False, True)]
    logits = torch.randn(2, len(shown[0].ids), 3, generator=torch.Generator().manual_seed(1))
    batch, said = batch_of(shown), torch.randn(logits.shape, generator=torch.Generator().manual_seed(2))
    alone, taught = (
        [loss_of(logits[at : at + 1], batch_of([shown[at]]), each) for at in (0, 1)] for each in (None, said[:1])
    )
    assert taught[0] != alone[0]
    assert taught[1] == alone[1]
    assert loss_of(logits, batch, said[:1].expand(2, -1, -1)) == (taught[0] + taught[1]) / 2
