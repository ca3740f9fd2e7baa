import pytest

from qa_bot.answer.followup import standalone
from qa_bot.model import Turn

LIGHT = Turn("Who repaired the lighthouse of Skarholm?", "Volunteers did.")


@pytest.mark.parametrize(
    "question", ["When was the bridge over the Orla opened?", "Which ferries call at Skarholm island?"]
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert standalone(question, [LIGHT]) == question


@pytest.mark.parametrize(
    "question",
    ["And when?", "What about the keeper's house next door?", "How long did they work?", "Why?", "how much"],
)
def test_a_question_that_leans_gets_the_one_before(question: str) -> None:
    assert standalone(question, [LIGHT]) == f"{question} (Who repaired the lighthouse of Skarholm?)"


def test_leaning_reaches_back_over_questions_that_lean_themselves() -> None:
    found = standalone("And why?", [LIGHT, Turn("And when was it?")])
    assert found == "And why? (Who repaired the lighthouse of Skarholm? And when was it?)"


def test_without_a_history_a_question_is_left_as_it_is() -> None:
    assert standalone("And when?", []) == "And when?"
