import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answer.direct.wanted import wanted


@pytest.mark.parametrize(
    ("question", "kind", "sort"),
    [
        ("Who built the tower?", "person", "person"),
        ("The tower was built by whom?", "person", "person"),
        ("When he died, who followed?", "person", "person"),
        ("When was it built?", "time", "time"),
        ("In what year was it built?", "time", "year"),
        ("what month did it open", "time", "month"),
        ("Where did they land?", "place", "place"),
        ("Which country sent ships?", "place", "region"),
        ("How many troops were sent?", "number", "count"),
        ("What percentage of the crew came?", "number", "percent"),
        ("How old was the keeper?", "number", "age"),
        ("How long did it burn?", "number", "duration"),
        ("How tall is the tower?", "number", "length"),
        ("How much money was raised?", "number", "money"),
        ("What is the population of Skarholm?", "number", "count"),
    ],
)
def test_a_question_says_what_it_wants_in_any_case(question: str, kind: str, sort: str) -> None:
    asked = wanted(question)
    assert asked
    assert (asked.kind, asked.sort) == (kind, sort)
    assert asked == wanted(question.lower()) == wanted(question.upper())


@pytest.mark.parametrize(
    "question",
    ["Why was it built?", "What did the general say?", "Is it known what people say when they leave?", "", "?"],
)
def test_other_questions_want_none_of_these(question: str) -> None:
    assert wanted(question) is None


@pytest.mark.parametrize(
    ("question", "things", "focus"),
    [
        ("How many active troops did they send?", {"activ", "troop"}, "send"),
        ("How many people live on the island?", {"peopl"}, "live"),
        ("What percentage of students graduated?", {"student"}, "graduat"),
        ("Who wrote the letter?", set(), "write"),
    ],
)
def test_what_is_counted_and_the_verb(question: str, things: set[str], focus: str) -> None:
    asked = wanted(question)
    assert asked
    assert (asked.things, asked.focus) == (things, focus)


@given(st.text())
def test_no_text_is_too_strange(question: str) -> None:
    wanted(question)
