"""One file holds what is fitted, and what is fitted anew takes its place there."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from qa_bot.fitted import FITTED, Fitted, Logistic


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    new = FITTED.write(tmp_path / "fitted.json", unnamed=0.5, short_answer=Logistic(1.0, {"short": 2.0}))
    assert Fitted.read(tmp_path / "fitted.json") == new
    assert (new.unnamed, new.short_answer.coefficients) == (0.5, {"short": 2.0})
    assert new.claim_held == FITTED.claim_held


def test_a_name_that_nothing_is_fitted_under_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        FITTED.write(tmp_path / "fitted.json", other=0.5)
    assert not (tmp_path / "fitted.json").exists()


def test_a_chance_is_the_logistic_function_of_the_weighted_sum() -> None:
    assert Logistic(0.5, {"a": 2.0, "b": -1.0}).chance({"a": 1.0, "b": 2.0, "c": 9.0}) == 1 / (1 + math.exp(-0.5))
