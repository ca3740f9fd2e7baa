import json
from dataclasses import replace
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.errors import QABotError
from qa_bot.evaluation import Report, compare, evaluate
from qa_bot.evaluation.metrics.statistics import bootstrap_p, mcnemar

from .fakes import BRIDGE, COST, HEIGHT, OPENED, PAINTER, QUESTIONS, TOWER, answered, cite, refused, scripted_bot


def better() -> Report:
    """Two become right (the height, the cost), one becomes wrong (the painter)."""
    bot = scripted_bot()
    changed = (
        answered(HEIGHT.question, cite(TOWER, "The tower is 324 metres tall."), confidence=0.7),
        answered(COST.question, cite(BRIDGE, "It cost six million pounds."), confidence=0.6),
        answered(PAINTER.question, cite(BRIDGE, "Trains cross it daily."), confidence=0.3),
    )
    return evaluate(replace(bot, answers={**bot.answers, **{each.question: each for each in changed}}), QUESTIONS)


@pytest.fixture(scope="module")
def before() -> Report:
    return evaluate(scripted_bot(), QUESTIONS)


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (5, 0, 2 / 2**5),
        (1, 8, 2 * (1 + 9) / 2**9),
        (3, 3, 1.0),
        (10, 2, 2 * (1 + 12 + 66) / 2**12),
    ],
)
def test_mcnemar_is_a_fair_coin_for_each_question_that_changed(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == pytest.approx(p)
    assert mcnemar(lost, gained) == mcnemar(gained, lost)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_agrees_with_the_binomial_test(gained: int, lost: int) -> None:
    changed = gained + lost
    chances = [comb(changed, count) / 2**changed for count in range(changed + 1)]
    expected = sum(each for each in chances if each <= chances[gained] * (1 + 1e-9)) if changed else 1.0
    assert mcnemar(gained, lost) == pytest.approx(min(1.0, expected))


def test_the_bootstrap_counts_how_often_the_difference_turns() -> None:
    assert bootstrap_p(np.asarray([0.1] * 19)) == pytest.approx(2 / 20)
    assert bootstrap_p(np.asarray([-0.1, 0.2, 0.3])) == 1.0
    assert bootstrap_p(np.asarray([])) is None


def test_differences_are_paired_and_counted_by_hand(before: Report) -> None:
    found = {each.metric: each for each in compare(before, better()).differences}
    accuracy = found["accuracy"]
    assert (accuracy.before, accuracy.after, accuracy.difference) == pytest.approx((2 / 5, 3 / 5, 1 / 5))
    assert (accuracy.test, accuracy.p, accuracy.n) == ("McNemar", mcnemar(2, 1), 5)
    assert accuracy.low is not None
    assert accuracy.low < 0 < (accuracy.high or 0)
    score = found["score"]
    assert (score.before, score.after, score.test) == (0, pytest.approx(1 / 5), "paired bootstrap")
    quoted = found["quote_precision"]  # the cost was refused before: only what both have is compared
    assert (quoted.before, quoted.after, quoted.n) == (1 / 2, 1, 2)
    assert found["auroc"].difference == pytest.approx(
        better().figures["auroc"].value - before.figures["auroc"].value  # type: ignore[operator]
    )
    assert found["speaker_correct"].n == 0


def test_the_questions_that_flipped_are_there_with_both_answers(before: Report) -> None:
    found = compare(before, better())
    assert [flip.after.question.id for flip in found.gained] == ["height", "cost"]
    assert [flip.after.question.id for flip in found.lost] == ["painter"]
    record = json.loads(json.dumps(found.to_dict()))
    assert record["lost"][0]["before"]["verdict"] == "right"
    assert record["lost"][0]["after"]["answer"]["citations"][0]["quote"] == "Trains cross it daily."


def test_a_run_is_no_different_from_itself(before: Report) -> None:
    found = compare(before, before)
    assert {each.difference for each in found.differences} <= {0.0, None}
    assert {each.p for each in found.differences if each.difference is not None} == {1.0}
    assert (found.gained, found.lost) == ((), ())


def test_only_common_questions_are_compared_and_the_rest_is_said(before: Report) -> None:
    other = evaluate(scripted_bot(), [replace(OPENED, answers=("1933",)), PAINTER, replace(COST, id="new")])
    found = compare(before, other, names=("old", "new"))
    assert found.notes[:4] == (
        "2 questions in both runs",
        "3 only in the first",
        "1 only in the second",
        "1 have other answers or evidence in the second set, which alone may change a figure",
    )


def test_what_was_set_otherwise_is_said(before: Report) -> None:
    after = replace(before, run={**before.run, "settings": {"threshold": 0.3}, "code": "x", "library": {}})
    notes = compare(before, after).notes
    assert {"threshold 0.5 → 0.3", "another version of the code", "another library, model or other articles"} <= set(
        notes
    )


def test_runs_without_a_common_question_or_k_are_not_compared(before: Report) -> None:
    with pytest.raises(QABotError, match="no question in common"):
        compare(before, evaluate(scripted_bot(), [replace(OPENED, id="new")]))
    with pytest.raises(QABotError, match="best 10 passages, the other at 3"):
        compare(before, evaluate(scripted_bot(), QUESTIONS, k=3))


def test_the_text_of_a_comparison_stays_within_80_columns(before: Report) -> None:
    lines = str(compare(before, better())).splitlines()
    assert lines[0] == "before -> after"
    assert "1 became wrong" in lines
    at = lines.index("  painter: Who painted the bridge?")
    assert lines[at + 1 : at + 3] == ["    before: no answer (not_stated)", "    after:  Trains cross it daily. [1]"]
    assert max(map(len, lines)) < 80


def test_a_refusal_and_its_opposite_flip(before: Report) -> None:
    bot = scripted_bot()
    silent = replace(bot, answers={**bot.answers, OPENED.question: refused(OPENED.question)})
    found = compare(before, evaluate(silent, QUESTIONS))
    assert [flip.after.verdict for flip in found.lost] == ["refused"]
