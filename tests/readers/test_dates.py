from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.read.dates import stated_date, understood_date

DAY = date(2016, 6, 15)
DAYS = st.dates(date(1400, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    "value",
    [
        "2016-06-15",
        "20160615",
        "2016/6/15",
        "2016-06-15T23:30:00-08:00",
        "2016-06-15T00:30:00.000+1200",
        "2016-06-15 10:00",
        "20160615T103000Z",
        "Wed, 15 Jun 2016 23:30:00 GMT",
        "Wed, 15 Jun 2016 23:30:00 XYZ",
        "15 June 2016",
        "June 15, 2016",
        " june  15th, 2016 ",
        "15.06.2016",
        "6/15/2016",
        "2016 June 15",
        DAY,
        datetime(2016, 6, 15, 23, 30, tzinfo=timezone(timedelta(hours=-8))),
    ],
)
def test_a_date_stated_in_full(value: object) -> None:
    assert stated_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        *["", " ", "2016", "June 2016", "2016-06", "June 15", "15 June", "Wednesday", "10:30", "15/06/16", "yesterday"],
        *["03/04/2020", "3.4.2020", "2016-13-01", "2016-02-30", "April 31, 2016", "1465948800", "2016-W24"],
        *["1399-12-31", "2201-01-01", "0001-01-01", "Published 15 June 2016", "15 June 2016" + "0" * 100],
        *[None, 2016, 20160615, 1465948800.0, True, ["2016-06-15"], {}, date(1066, 10, 14)],
    ],
)
def test_anything_less_is_none(value: object) -> None:
    assert stated_date(value) is None


@given(DAYS)
def test_every_full_notation_of_a_day_is_that_day(day: date) -> None:
    for notation in ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 23:59:59 -0800"):
        assert stated_date(day.strftime(notation)) == day


@given(DAYS)
def test_a_numeric_day_is_right_or_none(day: date) -> None:
    assert stated_date(day.strftime("%d/%m/%Y")) in (day, None)
    assert stated_date(day.strftime("%m/%d/%Y")) in (day, None)


@given(st.text() | st.text("0123456789-/.:, TZamp+", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    stated = stated_date(text)
    assert stated is None or 1400 <= stated.year <= 2200


@pytest.mark.parametrize("value", ["9" * 5000, float("nan"), float("inf"), -1, 10**400])
def test_a_number_that_is_no_time_is_no_date(value: object) -> None:
    assert understood_date(value) is None
