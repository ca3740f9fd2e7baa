import pytest

from qa_bot.answer.asking import asks_nothing, asks_who, is_elliptic, topic, without_manners


@pytest.mark.parametrize(
    ("question", "elliptic"),
    [("in Aleppo?", True), ("what about France?", True), ("and in 2017", True), ("why?", False), ("Is it?", False)],
)
def test_a_question_without_what_it_asks_is_elliptic(question: str, elliptic: bool) -> None:
    assert is_elliptic(question) is elliptic


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Who repaired the lighthouse of Skarholm?", "repaired the lighthouse of Skarholm"),
        ("And when did the bridge fall?", "the bridge fall"),
        ("How many doses did Ghana receive?", "doses Ghana receive"),
        ("On how many cases did it rest?", "cases rest"),
        ("How many pixels does it have?", "pixels"),
        ("Thanks. Can you tell me about Berlin?", "Berlin"),
        ("who proposed it?", "proposed"),
        ("Why?", ""),
    ],
)
def test_the_topic_is_the_question_without_the_words_that_ask(question: str, about: str) -> None:
    assert topic(question) == about


@pytest.mark.parametrize(
    ("question", "rest"),
    [("Thank you!", ""), ("Ok, I see. Why?", "Why?"), ("Nobody knows", "Nobody knows"), ("Why?", "Why?")],
)
def test_manners_are_no_part_of_a_question(question: str, rest: str) -> None:
    assert without_manners(question) == rest


def test_who_asks_for_a_person() -> None:
    assert asks_who("And who led them?")
    assert not asks_who("Which ship was it?")


@pytest.mark.parametrize(
    "said", ["Thanks!", "thank you very much", "Great, thanks", "OK, thank you. That helps!", "Hi"]
)
def test_thanks_ask_nothing(said: str) -> None:
    assert asks_nothing(said)


@pytest.mark.parametrize(
    "asked", ["Thanks. And who announced it?", "good governance", "Who said thanks?", "great fire"]
)
def test_a_question_after_thanks_asks_something(asked: str) -> None:
    assert not asks_nothing(asked)
