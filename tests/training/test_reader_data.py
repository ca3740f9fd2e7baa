"""Windows of paragraphs, and the examples that the reader is trained on."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.models.reader import windows
from training.data import (
    CONTRADICTED,
    NOT_STATED,
    SUPPORTED,
    UNSUPPORTED,
    WINDOW,
    Context,
    Data,
    Question,
    example,
)
from training.network import batch_of, loss_of
from training.sample import CLAIMED, Sampler, emptied

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
    assert 0.15 < len(away) / len(shown) < 0.45
    assert all(each.sentences[-1][1] - each.sentences[0][0] == 40 for each in away)


def test_a_context_less_the_sentences_that_answer_has_no_answer() -> None:
    context = context_of([30, 40, 50, 30])
    left = emptied(question_of(((35, 36),)), context)
    assert left
    assert left.sentences == ((0, 30), (30, 80), (80, 110))
    assert left.ids.tolist() == [*range(1000, 1030), *range(1070, 1150)]
    again = replace(context, ids=np.concatenate([context.ids[:90], context.ids[35:37], context.ids[92:]]))
    assert emptied(question_of(((35, 36),)), again) is None  # the same words stand in a sentence that is left
    assert emptied(question_of(((5, 6),)), context_of([30, 30])) is None


def test_sets_are_seen_as_often_as_their_share_says_and_verdicts_of_one_about_equally() -> None:
    contexts = [replace(context_of([5, 5]), name=name) for name in ("often", "seldom", "claims")]
    questions = [question_of(((1, 1),), context=at) for at in (0, 1) for _ in range(200)]
    claims = [question_of(context=2, verdict=verdict) for verdict in (0, 0, 0, 0, 1, 1) for _ in range(100)]
    sampler = Sampler(Data(contexts, [*questions, *claims]), seed=1, batch=4, shares={"often": 2.0, "seldom": 0.25})
    batches = sampler.batches(0)
    shown = [each for _ in range(sampler.steps) for each in next(batches)]
    verdicts = Counter(each.verdict for each in shown)
    asked = 2.0 * 200 + 0.25 * 200
    assert verdicts[None] / len(shown) == pytest.approx(asked / (asked + CLAIMED * 800), abs=0.05)
    assert verdicts[0] / verdicts[1] == pytest.approx(1, abs=0.15)


def test_a_title_stands_before_the_window_and_holds_no_answer() -> None:
    context = context_of([10, 10])
    title = np.array([7, 8, 9], dtype=np.int32)
    shown = example(question_of(((12, 13),)), context, (0, 2), (CLS, SEP), title=title)
    assert shown.ids[shown.asked : shown.asked + 3].tolist() == [7, 8, 9]
    assert shown.sentences == ((13, 23), (23, 33))
    (answer,) = shown.answers
    assert shown.ids[answer[0] : answer[1] + 1].tolist() == [1012, 1013]


def loss(verdict: int | None, logits: torch.Tensor) -> float:
    shown = example(question_of(verdict=verdict), context_of([10, 10]), (0, 2), (CLS, SEP))
    return float(loss_of(logits[:, : len(shown.ids)], batch_of([shown])))


def test_a_claim_costs_what_its_verdict_says_and_a_question_none_of_it() -> None:
    logits = torch.zeros(1, 40, 6)
    logits[0, 0, 3:] = torch.log(torch.tensor([0.7, 0.2, 0.1]))
    costs = [loss(each, logits) for each in (SUPPORTED, CONTRADICTED, NOT_STATED, UNSUPPORTED)]
    assert costs == pytest.approx([-math.log(each) for each in (0.7, 0.2, 0.1, 0.3)])
    assert loss(None, logits) == pytest.approx(loss(None, torch.zeros(1, 40, 6)))


def test_teachers_are_not_asked_about_what_was_exchanged() -> None:
    context = context_of([10, 10])
    shown = [example(question_of(near=(5, 6), swapped=each), context, (0, 2), (CLS, SEP)) for each in (False, True)]
    logits = torch.randn(2, len(shown[0].ids), 6, generator=torch.Generator().manual_seed(1))
    batch, said = batch_of(shown), torch.randn(logits.shape, generator=torch.Generator().manual_seed(2))
    alone, taught = (
        [loss_of(logits[at : at + 1], batch_of([shown[at]]), each) for at in (0, 1)] for each in (None, said[:1])
    )
    assert taught[0] != alone[0]
    assert taught[1] == alone[1]
    assert loss_of(logits, batch, said[:1].expand(2, -1, -1)) == pytest.approx(float(taught[0] + taught[1]) / 2)
