from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.evaluation.metrics.abstention import (
    Bin,
    Risk,
    reliability,
    resampled_auroc,
    resampled_calibration_error,
    resampled_refusal_f1,
    resampled_risk_area,
    risk_coverage,
)
from qa_bot.evaluation.metrics.statistics import value_of

RESAMPLES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.35, 0.5, 0.99, 1.0]), st.booleans(), st.booleans()), min_size=1, max_size=12
)


def risk_area(confidences: list[float], correct: list[bool]) -> float | None:
    return value_of(partial(resampled_risk_area, confidences, correct), len(confidences))


def test_risk_at_each_coverage_counted_by_hand() -> None:
    # Surest first: right, wrong, right; two of 0.2 are answered together.
    assert risk_coverage([0.9, 0.2, 0.6, 0.2], [True, True, False, False]) == [
        Risk(0.25, 0.0), Risk(0.5, 0.5), Risk(1.0, 0.5),
    ]  # fmt: skip
    assert risk_area([0.9, 0.6, 0.2], [True, False, True]) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert risk_area([0.5, 0.5], [True, False]) == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert (risk_coverage([], []), risk_area([], [])) == ([], None)


def test_bins_of_confidence_counted_by_hand() -> None:
    assert reliability([0.05, 0.31, 0.39, 1.0], [False, True, False, True]) == [
        Bin(0.0, 0.1, 1, 0.05, 0.0), Bin(0.3, 0.4, 2, pytest.approx(0.35), 0.5), Bin(0.9, 1.0, 1, 1.0, 1.0),
    ]  # fmt: skip


@given(RESAMPLES, st.data())
def test_resampled_figures_are_those_of_the_drawn_questions(
    rows: list[tuple[float, bool, bool]], data: st.DataObject
) -> None:
    size = len(rows)
    drawn = np.asarray(data.draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size)))
    sure, held, flag = (np.asarray(column) for column in zip(*rows, strict=True))
    for resampled, scores, flags in (
        (resampled_refusal_f1, held, flag),
        (resampled_auroc, sure, flag),
        (resampled_calibration_error, sure, held),
        (resampled_risk_area, sure, held),
    ):
        once, weights = np.ones((1, size), dtype=int), np.bincount(drawn, minlength=size)[None, :]
        of_drawn = resampled(scores[drawn], flags[drawn], once)
        assert resampled(scores, flags, weights) == pytest.approx(of_drawn, nan_ok=True)


@given(RESAMPLES)
def test_the_area_is_the_mean_risk_where_equal_confidences_are_as_likely_to_err(
    rows: list[tuple[float, bool, bool]],
) -> None:
    rate = {sure: np.mean([not right for one, right, _ in rows if one == sure]) for sure, _, _ in rows}
    errors = np.cumsum([rate[sure] for sure in sorted((sure for sure, _, _ in rows), reverse=True)])
    expected = np.mean(errors / np.arange(1, len(rows) + 1))
    assert risk_area([sure for sure, _, _ in rows], [right for _, right, _ in rows]) == pytest.approx(expected)
