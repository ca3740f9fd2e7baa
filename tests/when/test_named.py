"""Which times a passage names."""

from __future__ import annotations

from datetime import date

import pytest
from fakes import texts
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.when import Period, names_time

JUNE = Period.of_month(2016, 6)


@pytest.mark.parametrize(
    ("text", "published", "named"),
    [
        ("It was signed on 15 June 2016.", None, True),
        ("It was signed in June 2016.", None, True),
        ("It was signed on June 15, 2016.", date(2019, 1, 1), True),
        ("It was signed in 2016.", date(2016, 7, 1), False),
        ("It was signed in May 2016.", date(2016, 7, 1), False),
        ("It was signed on 27 June.", date(2016, 7, 1), True),
        ("It was signed on 27 June.", None, False),
        ("It was signed on 27 June.", date(2018, 7, 1), False),
        ("It was signed in June.", date(2016, 9, 1), True),
        ("It was signed in June.", date(2016, 5, 31), False),
        ("It was signed on Thursday.", date(2016, 7, 1), True),
        ("It was signed on Friday.", date(2016, 7, 1), False),
        ("It was signed last month.", date(2016, 7, 1), True),
        ("It was signed yesterday.", date(2016, 7, 1), True),
        ("They may march on 27 trains.", date(2016, 7, 1), False),
        ("", date(2016, 7, 1), False),
    ],
)
def test_a_time_is_named_with_its_year_or_read_from_the_day_of_publication(
    text: str, published: date | None, named: bool
) -> None:
    assert names_time(text, published, JUNE) is named


def test_a_day_without_its_year_is_the_nearest() -> None:
    assert names_time("on 30 December", date(2016, 1, 2), Period.of_years(2015))
    assert names_time("on 2 January", date(2015, 12, 30), Period.of_years(2016))
    assert names_time("on 29 February", date(2017, 1, 5), Period.of_years(2016))


def test_a_time_after_a_day_is_named_whatever_its_end() -> None:
    assert names_time("in 2018", None, Period(date(2016, 1, 1), None))
    assert not names_time("in 2015", None, Period(date(2016, 1, 1), None))


@given(st.one_of(texts(most=30), st.text()), st.none() | st.dates(), st.dates(), st.dates())
def test_no_text_trips_it(text: str, published: date | None, one: date, other: date) -> None:
    names_time(text, published, Period(min(one, other), max(one, other)))


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_a_period_holds_those_inside_it(a: date, b: date, c: date, d: date) -> None:
    outer, inner = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    inside = min(a, b) <= min(c, d) and max(c, d) <= max(a, b)
    assert outer.holds(inner) is inside
    assert Period(outer.start, None).holds(outer)
    assert not outer.holds(Period(outer.start, None))


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period(date(2016, 2, 1), date(2016, 1, 1))
