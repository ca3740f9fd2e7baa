import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.evaluation.metrics.statistics import Scores, interval, mean, mean_interval, percentile, resampled


def test_scores_from_counts() -> None:
    assert Scores.from_counts(both=2, predicted=4, gold=2) == Scores(0.5, 1.0, 2 / 3)
    assert Scores.from_counts(both=0, predicted=0, gold=2) == Scores(None, 0.0, 0.0)
    assert Scores.from_counts(both=0, predicted=2, gold=0) == Scores(0.0, None, 0.0)
    assert Scores.from_counts(both=0, predicted=0, gold=0) == Scores(None, None, None)


def test_mean_and_percentiles() -> None:
    assert mean([1, 2, 6]) == 3
    assert [percentile([40, 10, 20, 30], q) for q in (0, 50, 95, 100)] == [10, 25, pytest.approx(38.5), 40]
    assert percentile([7], 95) == 7
    assert [mean([]), percentile([], 50)] == [None, None]


def test_fewer_than_two_values_have_no_interval() -> None:
    assert [mean_interval([]), mean_interval([1.0])] == [None, None]


def test_the_interval_of_a_proportion_is_close_to_the_binomial_one() -> None:
    # 80 of 100: the normal approximation gives 0.8 -+ 1.96 * 0.04.
    assert mean_interval([1.0] * 80 + [0.0] * 20) == pytest.approx((0.72, 0.88), abs=0.011)


def test_the_same_values_give_the_same_interval_and_constant_ones_a_point() -> None:
    values = [0.0, 0.5, 1.0, 0.25]
    assert mean_interval(values) == mean_interval(values)
    assert mean_interval([0.5] * 10) == (0.5, 0.5)


def test_resamples_without_the_statistic_do_not_count() -> None:
    assert interval(resampled(lambda drawn: np.full(len(drawn), np.nan), 5)) is None
    assert interval(resampled(lambda drawn: np.where(drawn[:, 0] > 0, 1.0, np.nan), 3)) == (1.0, 1.0)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_the_interval_lies_within_the_values(values: list[float]) -> None:
    interval = mean_interval(values)
    assert interval is not None
    low, high = interval
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
