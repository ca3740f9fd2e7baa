"""Questions in other words than they were asked in."""

from __future__ import annotations

import random

import pytest

from training.reworded import keywords, reworded

QUESTION = "when did the council of skarholm sell the north tower"
TEXT = "In 1874 the council of Skarholm sold the north tower to a painter."


def made(*, is_answered: bool) -> set[str]:
    return {reworded(QUESTION, TEXT, random.Random(seed), is_answered=is_answered) for seed in range(400)}


def test_an_answered_question_sometimes_loses_a_word_that_the_text_has_too() -> None:
    short = {each for each in made(is_answered=True) if len(each.split()) == len(QUESTION.split()) - 1}
    assert "when did the council of sell the north tower" in short
    assert not any("sell" not in each for each in short)  # the text says "sold"


def test_one_without_an_answer_keeps_its_telling_words() -> None:
    for each in made(is_answered=False):
        assert len(set(each.split()) & set(QUESTION.split())) >= 4
        assert len(each.split()) in (len(QUESTION.split()), 5)


def test_most_questions_stay_as_they_are_and_some_are_misspelt() -> None:
    seen = [reworded(QUESTION, TEXT, random.Random(seed), is_answered=False) for seed in range(400)]
    assert 250 < seen.count(QUESTION) < 380
    misspelt = [each for each in seen if set(each.split()) - set(QUESTION.split())]
    assert misspelt
    assert all(len(set(each.split()) - set(QUESTION.split())) == 1 for each in misspelt)


@pytest.mark.parametrize(
    ("question", "telling"),
    [
        (QUESTION, "council skarholm sell north tower"),
        ("who is it", "who is it"),
        ("why did he leave", "why did he leave"),
    ],
)
def test_keywords_are_the_telling_words_if_there_are_enough(question: str, telling: str) -> None:
    assert keywords(question) == telling
