import pytest
from fakes import texts
from hypothesis import given

from qa_bot.english.times import CALENDAR, asks_of_now, day_number, month_names, times, to_month


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was on 15 June 2016.", ["15 June 2016"]),
        ("It ended on 27 February, at midnight.", ["27 February", "midnight"]),
        ("On March 4, 1998 it rained.", ["March 4, 1998"]),
        ("It was built between 1722 and 1745.", ["between 1722 and 1745"]),
        ("the early 19th century and the 1920s", ["the early 19th century", "the 1920s"]),
        ("around 8,800 BC", ["8,800 BC"]),
        ("They may leave in May.", ["May"]),
        ("1,945 people", []),
    ],
)
def test_times(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in times(text)] == expected


@given(texts())
def test_times_are_found_in_every_text(text: str) -> None:
    assert all(span.of(text).strip() for span in times(text))


@pytest.mark.parametrize(("name", "month"), [("January", 1), ("sept.", 9), ("MAY", 5), ("Jul", 7)])
def test_a_month_is_known_by_its_name_or_a_shortening(name: str, month: int) -> None:
    assert to_month(name) == month
    assert month_names(month)[0][:3] == name[:3].lower()


def test_a_day_of_the_month_may_have_an_ending() -> None:
    assert (day_number("3rd"), day_number("21")) == (3, 21)


def test_the_calendar_has_what_texts_call_months_and_days_of_the_week() -> None:
    assert {"september", "sep", "sept", "09", "sunday"} <= CALENDAR
    assert len(CALENDAR) == 7 + 12 + 12 + 12 + 1 - 1  # "sept" besides; May is short for itself


@pytest.mark.parametrize(
    ("question", "is_of_now"),
    [
        ("Who is now the head of the council?", True),
        ("Who is the mayor of Orn?", True),
        ("Who leads the council currently?", True),
        ("How many ferries does the harbour have?", True),
        ("What is the latest count of the dead?", True),
        ("Who was the mayor of Orn in 2016?", False),
        ("How many ferries did the harbour have?", False),
        ("When did the bridge open?", False),
        ("Why was the bill passed?", False),
    ],
)
def test_a_question_asks_how_things_are_or_how_they_were(question: str, is_of_now: bool) -> None:
    assert asks_of_now(question) is is_of_now
