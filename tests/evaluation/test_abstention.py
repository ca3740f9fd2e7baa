from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.evaluation.metrics.abstention import answer_score, auroc, calibration_error, resampled_refusal_f1
from qa_bot.evaluation.metrics.statistics import value_of

SCORED = st.lists(st.tuples(st.integers(0, 5).map(lambda n: n / 5), st.booleans()), min_size=1, max_size=30)


def refusal_f1(refused: list[bool], unanswerable: list[bool]) -> float | None:
    return value_of(partial(resampled_refusal_f1, refused, unanswerable), len(refused))


def test_refusal_f1_of_hand_counted_questions() -> None:
    # Refused and unanswerable are three each, and two of them are both.
    assert refusal_f1([True, True, True, False, False], [True, True, False, True, False]) == 2 / 3


def test_refusal_f1_without_one_of_the_classes() -> None:
    assert refusal_f1([False, False], [True, False]) == 0.0
    assert refusal_f1([True, False], [False, False]) == 0.0
    assert [refusal_f1([False], [False]), refusal_f1([], [])] == [None, None]


def test_auroc_of_hand_counted_pairs() -> None:
    # Positives 0.9 and 0.5, negatives 0.5 and 0.1: wins 1 + 1 + 0.5 + 1 of 4.
    assert auroc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == 3.5 / 4


@pytest.mark.parametrize("positive", [[True, True], [False, False], []])
def test_auroc_of_one_class_is_undefined(positive: list[bool]) -> None:
    assert auroc([0.5] * len(positive), positive) is None


@given(SCORED)
def test_auroc_is_the_share_of_pairs_in_order(scored: list[tuple[float, bool]]) -> None:
    above = [score for score, positive in scored if positive]
    below = [score for score, positive in scored if not positive]
    wins = sum((high > low) + (high == low) / 2 for high in above for low in below)
    expected = pytest.approx(wins / (len(above) * len(below))) if above and below else None
    assert auroc([score for score, _ in scored], [positive for _, positive in scored]) == expected


def test_calibration_error_of_hand_computed_bins() -> None:
    # Bin 9: confidence 0.95, right 1/2, gap 0.45. Bin 2: confidence 0.25, right 0, gap 0.25.
    assert calibration_error([0.9, 1.0, 0.2, 0.3 - 1e-12], [True, False, False, False]) == pytest.approx(0.35)
    assert calibration_error([1.0, 0.0], [True, False]) == 0
    assert calibration_error([], []) is None


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_that_is_no_probability_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        calibration_error([confidence], [True])


@given(SCORED)
def test_calibration_error_is_bounded_and_blind_to_order(scored: list[tuple[float, bool]]) -> None:
    error = calibration_error([score for score, _ in scored], [right for _, right in scored])
    mixed = sorted(scored)
    assert error == pytest.approx(calibration_error([score for score, _ in mixed], [right for _, right in mixed]))
    assert error is not None
    assert 0 <= error <= 1


@pytest.mark.parametrize(
    ("right", "refused", "unanswerable", "score"),
    [
        (True, False, False, 1),
        (False, False, False, -1),
        (False, True, False, 0),
        (True, True, True, 1),
        (False, False, True, -1),
    ],
)
def test_wrong_costs_more_than_silent(*, right: bool, refused: bool, unanswerable: bool, score: int) -> None:
    assert answer_score(right=right, refused=refused, unanswerable=unanswerable) == score
