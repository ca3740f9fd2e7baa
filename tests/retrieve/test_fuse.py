import numpy as np
import pytest

from qa_bot.retrieve.search import fuse, standardise


def test_z_scores_have_mean_zero_and_spread_one() -> None:
    found = standardise([1.0, 2.0, 3.0, 10.0])
    assert found.mean() == pytest.approx(0)
    assert found.std() == pytest.approx(1)
    assert list(np.argsort(found)) == [0, 1, 2, 3]


@pytest.mark.parametrize("values", [[], [5.0], [0.1 + 0.2, 0.3, 0.3]])
def test_what_does_not_differ_counts_nothing(values: list[float]) -> None:
    assert standardise(values).tolist() == [0.0] * len(values)


def test_signals_are_weighted_and_their_scales_do_not_matter() -> None:
    small, large = [0.1, 0.3, 0.2], [100.0, 0.0, 50.0]
    assert fuse({"a": small, "b": large}, {"a": 1.0, "b": 0.5}).argmax() == 1
    assert fuse({"a": small, "b": large}, {"a": 0.5, "b": 1.0}).argmax() == 0
    np.testing.assert_allclose(
        fuse({"a": small, "b": large}, {"a": 2.0, "b": 1.0}),
        fuse({"a": [1000 * each for each in small], "b": large}, {"a": 2.0, "b": 1.0}),
        atol=1e-9,
    )
