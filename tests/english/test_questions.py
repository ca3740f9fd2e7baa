import pytest

from qa_bot.english.questions import (
    asked_again,
    asked_kind,
    asks_nothing,
    asks_who,
    holds,
    is_elliptic,
    topic,
    without_manners,
)


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


@pytest.mark.parametrize(
    ("question", "before", "found"),
    [
        ("Why?", "When did the talks end?", "Why did the talks end?"),
        ("and when was that?", "Where did the ship run aground?", "When did the ship run aground?"),
        ("What about Wales?", "How did Scotland vote?", "How did Wales vote?"),
        ("and in 2018?", "Who won the prize in 2017?", "Who won the prize in 2018?"),
        ("in Aleppo?", "Who fought in Damascus?", "Who fought in Aleppo?"),
        ("And on 12 March?", "How did the Commons vote?", "How did the Commons vote on 12 March?"),
        ("since Tuesday?", "Who was hurt?", "Who was hurt since Tuesday?"),
    ],
)
def test_a_part_is_exchanged_where_it_is_plain_which(question: str, before: str, found: str) -> None:
    assert asked_again(question, before) == found


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("Why?", "Who ended the talks?"),
        ("What about Wales?", "Who won?"),
        ("in Aleppo?", "Who won?"),
        ("on 12 March?", "Who won on 11 March?"),
        ("on 12 March?", "When did they vote?"),
        ("on the 12 March 2016 agreement?", "Who voted?"),
        ("in Aleppo?", "How did Wales vote in the EU referendum?"),
        ("Who ended it?", "When did the talks end?"),
        ("Why?", "When did I say so. I do not know."),
    ],
)
def test_nothing_is_exchanged_where_it_is_not(question: str, before: str) -> None:
    assert asked_again(question, before) is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people came?", "number"),
        ("how old is the tower", "number"),
        ("When did the ceasefire come into effect?", "time"),
        ("In which year was it built?", "time"),
        ("Who proposed it?", "person"),
        ("Where did they land?", "place"),
        ("Which city was it?", "place"),
        ("Why did the US decline?", "reason"),
        ("What did the general say?", None),
        ("", None),
    ],
)
def test_a_question_tells_what_it_asks_for(question: str, kind: str | None) -> None:
    assert asked_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many came?", "Some 300 came.", True),
        ("How many came?", "Many came.", False),
        ("How many came?", "Seventeen came.", True),
        ("How many of the 300 came?", "Of the 300, most came.", False),
        ("When was it?", "It was on 27 February.", True),
        ("When was it?", "It was late.", False),
        ("Who said it?", "It was said by Marta Lind.", True),
        ("Who is Marta Lind?", "It is about Marta Lind again.", False),
        ("Where was it?", "It was on Skarholm.", True),
        ("Why was it?", "It was because of the wind.", True),
        ("Why was it?", "It was windy.", False),
        ("Why was it?", "It is so since it is windy.", True),
        ("Why was it?", "It has been so since February 2016.", False),
        ("Why was it?", "It was the wind, she explained.", True),
    ],
)
def test_a_sentence_holds_the_kind_if_it_is_new(question: str, sentence: str, expected: bool) -> None:
    kind = asked_kind(question)
    assert kind
    assert holds(kind, sentence, question) is expected
