import pytest

from qa_bot.answer.asking import is_elliptic, leans, means_a_person, topic, without_manners


@pytest.mark.parametrize(
    "question",
    [
        "and who proposed it?",
        "what did he say about that?",
        "in Aleppo?",
        "why?",
        "when was that?",
        "what about France?",
        "how many of them?",
        "Who is his successor?",
        "Does any contact between the two militaries remain then?",
        "How much money is that prize worth?",
        "",
    ],
)
def test_a_question_that_points_back_or_says_too_little_leans(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "When was the bridge over the Orla opened?",
        "When did Theresa May send her letter?",
        "Who announced his resignation after the referendum?",
        "Who said that Russia would stop the raids?",
        "Are there any ferries to Skarholm?",
        "Who proposed it? (joint air strikes)",
    ],
)
def test_a_question_that_explains_itself_does_not_lean(question: str) -> None:
    assert not leans(question)


def test_a_short_question_leans_on_a_thing_that_was_spoken_of() -> None:
    assert leans("Who owns the ship?", {"ship", "canal"})
    assert not leans("Who owns the ship?", {"vaccin"})


def test_a_person_is_meant_where_no_name_explains_the_pronoun() -> None:
    assert means_a_person("How old was she?")
    assert not means_a_person("When did Theresa May send her letter?")
    assert not means_a_person("How long was it?")


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
