"""Work on all cores."""

import threading

import pytest

from qa_bot.cores import on_cores


def test_what_comes_back_is_in_the_order_of_what_went_in() -> None:
    assert on_cores(lambda each: each * each, range(50)) == [each * each for each in range(50)]


def test_several_pieces_are_worked_on_at_once_and_a_single_one_where_it_was_asked() -> None:
    meet = threading.Barrier(2, timeout=10)
    on_cores(lambda each: meet.wait(), range(2))
    assert on_cores(lambda each: threading.current_thread(), [0]) == [threading.current_thread()]


def test_an_error_of_a_piece_is_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        on_cores(lambda each: 1 / each, [1, 0, 2])
