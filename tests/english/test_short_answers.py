from __future__ import annotations

import pytest
from fakes import span

from qa_bot.english.short_answers import may_answer, with_hedge

FLOODED = "On 3 May the river Alder flooded Brix, Corm and Dale, said Vera Holm, and 40 families fled by boat."


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("Who spoke of it?", FLOODED, "Vera Holm"),
        ("When did the river flood the towns?", FLOODED, "3 May"),
        ("How many families fled?", FLOODED, "40"),
        ("Which towns were flooded?", FLOODED, "Brix, Corm and Dale"),
        ("How did the families flee?", FLOODED, "by boat"),
        (
            "When did the truce come into effect?",
            "A truce brokered by Orn on 22 February came into effect on 27 February.",
            "27 February",
        ),
        ("Where did it flood?", "It flooded the streets of Brix.", "Brix"),
        ("Why did they flee?", "They fled because the dam broke.", "the dam broke"),
        ("What is a sluice?", "A sluice is a gate in a canal.", "a gate in a canal"),
        ("When was Ida Moen elected?", "Holm followed Ida Moen, elected in Brix in 1998.", "1998"),
        ("When was the mayor elected?", "Holm followed Ida Moen, elected in Brix in 1998.", "1998"),
        ("Who did not sign?", "All but Vera Holm signed; it was not Vera Holm who refused.", "Vera Holm"),
        ("flood families number", FLOODED, "40"),
    ],
)
def test_words_of_the_right_type_may_answer(question: str, sentence: str, said: str) -> None:
    assert may_answer(question, sentence, span(sentence, said))


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("Who spoke of it?", FLOODED, "40 families"),
        ("When did the river flood the towns?", FLOODED, "Brix"),
        ("How many families fled?", FLOODED, "Vera Holm"),
        ("How many people fled?", "Of 90 boats, 40 cows were taken.", "40"),
        ("How much does she earn?", "She took her degree in 1998.", "her degree in 1998"),
        ("Which towns were flooded?", FLOODED, "Brix"),
        ("Which towns were flooded?", FLOODED, "Corm and Dale"),
        ("How did the families flee?", FLOODED, "40 families"),
        (
            "When did the truce come into effect?",
            "A truce brokered by Orn on 22 February came into effect on 27 February.",
            "22 February",
        ),
        ("When was Vera Holm elected?", "Holm followed Ida Moen, elected in Brix in 1998.", "1998"),
        ("Where was Vera Holm elected?", "Holm followed Ida Moen, who was elected in Brix.", "Brix"),
        ("How did they flee?", "They fled on 3 May with 40 others.", "3 May"),
        ("Why did they flee?", "They fled at night, and the dam broke.", "the dam broke"),
        ("Where was it made?", "It was made by Brix and Company.", "Brix and Company"),
        ("What is a sluice?", "The sluice was opened in May.", "opened in May"),
        ("What happened in Brix?", FLOODED, "40 families fled"),
        ("Did the river flood Brix?", "The river did not flood Brix.", "flood Brix"),
        ("Who signed?", "It was signed, but not by Vera Holm.", "Vera Holm"),
        ("Who will sign?", "She said it matters if Vera Holm signs.", "Vera Holm"),
        ("What did she say?", "She said that it was “ready to go” now.", "it was “ready"),
        ("flood families number", FLOODED, "Vera Holm"),
    ],
)
def test_words_of_another_type_or_cut_short_may_not(question: str, sentence: str, said: str) -> None:
    assert not may_answer(question, sentence, span(sentence, said))


def test_a_number_is_told_with_the_word_that_says_how_exact_it_is() -> None:
    sentence = "About 40 families fled."
    assert with_hedge("How many families fled?", sentence, span(sentence, "40")).of(sentence) == "About 40"
    assert with_hedge("Who fled?", sentence, span(sentence, "40 families")).of(sentence) == "40 families"
