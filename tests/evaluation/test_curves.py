import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.evaluation.metrics import abstention, resampled
from qa_bot.evaluation.metrics.abstention import Bin, Risk, reliability, risk_area, risk_coverage

RESAMPLES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.35, 0.5, 0.99, 1.0]), st.booleans(), st.booleans()), min_size=1, max_size=12
)


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
    drawn = data.draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size))
    weights = np.bincount(drawn, minlength=size)[None, :]
    sure, held, flag = (np.asarray(column) for column in zip(*rows, strict=True))
    some = [int(at) for at in drawn]

    def value(found: np.ndarray) -> float | None:
        return None if np.isnan(found[0]) else pytest.approx(float(found[0]))

    assert abstention.auroc(sure[some], flag[some]) == value(resampled.auroc(sure, flag, weights))
    assert abstention.refusal_scores(held[some], flag[some]).f1 == value(resampled.refusal_f1(held, flag, weights))
    assert abstention.risk_area(sure[some], held[some]) == value(resampled.risk_area(sure, held, weights))
    assert abstention.calibration_error(sure[some], held[some]) == value(
        resampled.calibration_error(sure, held, weights)
    )
