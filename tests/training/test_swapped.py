"""Questions that lose their answer when one thing in them is exchanged."""

from __future__ import annotations

import random

import pytest

from training.swapped import Names, swapped

TEXT = (
    "The north tower was built by Orm Staal in 1874. Later the council of Skarholm sold it. "
    "In 1902 the painter Ada Berg bought the oldest house of Ternoya."
)
NEARBY = [Names.of("In Hellesund the fire of 1911 was seen by Jon Vik and 12 others.")]


def tries(question: str, answer: str, times: int = 40) -> set[str | None]:
    start = TEXT.index(answer)
    place = (start, start + len(answer))
    return {swapped(question, TEXT, place, Names.of(TEXT), NEARBY, random.Random(seed)) for seed in range(times)}


def test_a_year_becomes_another_year_and_a_name_another_name() -> None:
    assert tries("What stood in 1874?", "tower") == {"what stood in 1911?", "what stood in 1902?"}
    assert tries("Who sold what in Skarholm?", "council") <= {
        "who sold what in hellesund?",
        "who sold what in ternoya?",
        "who bought what in skarholm?",
    }


def test_a_word_becomes_its_opposite_if_the_text_has_it_where_the_answer_stands() -> None:
    made = tries("Who bought the oldest house?", "Ada Berg")
    assert "who bought the youngest house?" in made
    assert "who sold the oldest house?" not in made  # "sold" stands in the text too
    assert tries("Who built the north tower?", "Orm Staal") >= {"who built the south tower?"}


@pytest.mark.parametrize("question", ["Who lit the lighthouse?", "", "Who painted the wall?"])
def test_a_question_with_nothing_to_exchange_is_left_out(question: str) -> None:
    assert tries(question, "Orm Staal") == {None}


def test_what_is_asked_for_is_never_exchanged() -> None:
    for made in tries("Was it Ada Berg of Ternoya who bought the house?", "Ada Berg"):
        assert made is None or "ada berg" in made


def test_names_are_found_with_their_sentences_but_not_where_a_sentence_opens() -> None:
    found = Names.of(TEXT).found
    assert (found["skarholm"], found["1902"]) == ({1}, {2})
    assert not {"the", "later", "in"} & set(found)
