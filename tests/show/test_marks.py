"""Spans are laid over a text in one way: in pieces without gaps, or so that they overlap nowhere."""

from __future__ import annotations

from fakes import texts
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.model import Span
from qa_bot.show.blocks import Piece, apart, lay_out


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[str, Span]]]:
    text = draw(texts())
    bound = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(bound, bound).filter(lambda two: two[0] != two[1]), max_size=6))
    return text, [(str(at), Span(min(pair), max(pair))) for at, pair in enumerate(pairs)]


@given(marked_texts())
def test_a_text_is_laid_out_without_gaps(made: tuple[str, list[tuple[str, Span]]]) -> None:
    text, marks = made
    pieces = list(lay_out(text, marks))
    assert "".join(piece.text for piece in pieces) == text
    for name, span in marks:
        assert "".join(each.text for each in pieces if name in each.covering) == span.of(text)
        assert sum(name in each.begins for each in pieces) == sum(name in each.ends for each in pieces) == 1


def test_several_spans_may_bear_one_name_and_one_may_reach_out_of_the_text() -> None:
    marks = [("x", Span(0, 2)), ("x", Span(1, 3)), ("y", Span(3, 9))]
    assert list(lay_out("abcd", marks)) == [
        Piece("a", ("x",), ("x",)),
        Piece("b", ("x",), ("x",), ("x",)),
        Piece("c", ("x",), (), ("x",)),
        Piece("d", ("y",), ("y",)),
        Piece("", ("y",), (), ("y",)),
    ]


@given(marked_texts())
def test_marks_that_are_apart_overlap_nowhere_and_one_stays_whole(made: tuple[str, list[tuple[str, Span]]]) -> None:
    text, marks = made
    for whole in (None, *marks):
        laid = apart([each for each in marks if each != whole], whole)
        assert all(len(piece.covering) <= 1 for piece in lay_out(text, laid))
        assert whole is None or whole in laid
