import pytest

from qa_bot.answer.leaning import leans, means_a_person


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
        "What is Brexit?",
        "What is a kilonova?",
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
    assert means_a_person("Why did Putin call him?")
    assert not means_a_person("When did Theresa May send her letter?")
    assert not means_a_person("How long was it?")
