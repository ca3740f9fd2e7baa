import pytest

from qa_bot.english.pointing import (
    enumerated,
    means_a_person,
    means_several,
    name_people,
    name_thing,
    needs_context,
    opens_by_pointing,
)


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
        "How did Lavrov see it?",
        "Why did Putin call him?",
        "What else did Kerry say in Geneva?",
        "Who was there?",
        "What happened next?",
        "Does any contact between the two militaries remain then?",
        "How much money is that prize worth?",
        "",
    ],
)
def test_a_question_that_points_back_or_says_too_little_needs_context(question: str) -> None:
    assert needs_context(question)


@pytest.mark.parametrize(
    "question",
    [
        "When was the bridge over the Orla opened?",
        "When did Theresa May send her letter?",
        "Who announced his resignation after the referendum?",
        "Who said that Russia would stop the raids?",
        "Are there any ferries to Skarholm?",
        "What is Brexit?",
        "What is a kilonova?",
    ],
)
def test_a_question_that_explains_itself_needs_none(question: str) -> None:
    assert not needs_context(question)


def test_a_short_question_leans_on_a_thing_that_was_spoken_of() -> None:
    assert needs_context("Who owns the ship?", {"ship", "canal"})
    assert not needs_context("Who owns the ship?", {"vaccin"})


def test_a_person_is_meant_where_no_name_explains_the_pronoun() -> None:
    assert means_a_person("How old was she?")
    assert means_a_person("Why did Putin call him?")
    assert not means_a_person("When did Theresa May send her letter?")
    assert not means_a_person("How long was it?")


def test_several_are_meant_by_a_they_that_no_name_explains() -> None:
    assert means_several("What did they say?")
    assert not means_several("Did the Scots say that they agreed?")


@pytest.mark.parametrize(
    ("question", "people", "named"),
    [
        ("How old was she?", ["Ann Berg"], "How old was Ann Berg?"),
        ("What was her answer?", ["Ann Berg"], "What was Ann Berg’s answer?"),
        ("What did they say?", ["Ann Berg", "Bo", "Cai"], "What did Ann Berg, Bo and Cai say?"),
        ("When did Theresa May send her letter?", ["Ann Berg"], "When did Theresa May send her letter?"),
        ("How old was she?", [], "How old was she?"),
    ],
)
def test_whom_a_question_means_is_named_in_it(question: str, people: list[str], named: str) -> None:
    assert name_people(question, people) == named


def test_a_thing_is_named_that_the_question_before_was_plainly_about() -> None:
    before = "How tall is the lighthouse of Skarholm?"
    assert name_thing("Who built it?", before) == "Who built the lighthouse of Skarholm?"
    assert name_thing("Who built it?", "Why did they leave?") == "Who built it?"


def test_names_are_listed_as_one_says_them() -> None:
    assert enumerated(["Ann"]) == "Ann"
    assert enumerated(["Ann", "Bo"]) == "Ann and Bo"
    assert enumerated(["Ann", "Bo", "Cai"]) == "Ann, Bo and Cai"


def test_a_sentence_opens_with_what_the_one_before_explains() -> None:
    assert all(map(opens_by_pointing, ["He left.", "“That was it,” she said.", "Both left.", "The latter stayed."]))
    assert not any(map(opens_by_pointing, ["Ann left when he came.", "The last one stayed.", "Hershey left."]))
