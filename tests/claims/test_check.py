from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.claims import check, contradicts
from qa_bot.claims.conflict import agree, disagree

HELD = "The bridge of Vell was opened on 4 May 2011 by the mayor, Ines Halloran."


@pytest.mark.parametrize(
    "claim",
    [
        HELD,
        "The mayor, Ines Halloran, opened the bridge on May 4, 2011.",
        "Mayor Halloran opened the bridge of Vell in May 2011.",
        "The bridge was opened by Ines Halloran.",
    ],
)
def test_what_the_sentence_says_in_other_words_is_held(claim: str) -> None:
    assert check(claim, [HELD]).why == ""


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("The bridge was opened on 5 May 2011.", "not in the sentences named: 5 May"),
        ("The bridge was opened by Viktor Lund.", "not in the sentences named: Viktor, Lund"),
        ("The bridge was not opened on 4 May 2011.", "it denies what the sentences named say, or says what they deny"),
        ("The bridge of Vell was closed by the mayor.", "it says closed where the sentences named say opened"),
        ("Cats like to sleep in warm and quiet places.", "the sentences named do not say enough of it"),
    ],
)
def test_what_the_sentence_does_not_say_is_not_held(claim: str, why: str) -> None:
    assert check(claim, [HELD]).why == why


def test_what_stands_beside_the_quotation_counts() -> None:
    assert check("Halloran opened the bridge in 2011.", ["She opened the bridge."]).why
    assert (
        check("Halloran opened the bridge in 2011.", ["She opened the bridge."], "Halloran in Vell, 4 May 2011").why
        == ""
    )


def test_several_sentences_hold_a_claim_together() -> None:
    sentences = ["The bridge was opened by the mayor.", "The mayor is Ines Halloran."]
    assert check("The bridge was opened by the mayor, Ines Halloran.", sentences).supported
    assert not check("The bridge was opened by the mayor, Ines Halloran.", sentences[:1]).supported


@given(st.text(max_size=100), st.lists(st.text(max_size=100), max_size=3))
def test_any_text_can_be_checked(claim: str, sentences: list[str]) -> None:
    assert 0 <= check(claim, sentences).probability <= 1


@pytest.mark.parametrize(
    ("sentence", "says_otherwise"),
    [
        ("The flood of Marwick killed 15 people on Monday.", True),
        ("The flood of Marwick did not kill 12 people on Monday.", True),
        ("The flood of Marwick killed twelve people on Monday.", False),
        ("The flood of Marwick destroyed 15 houses.", False),
        ("Ferries call on Tuesdays.", False),
    ],
)
def test_a_sentence_that_says_otherwise_is_told(sentence: str, says_otherwise: bool) -> None:
    assert contradicts(sentence, "The flood of Marwick killed 12 people on Monday.") == says_otherwise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about 40", "42"),
        ("more than 6,600", "6,600"),
        ("1.9 million", "two million"),
        ("nine years", "9 years"),
        ("$2 million", "$1.96 million"),
    ],
)
def test_amounts_that_are_rounded_agree(one: str, other: str) -> None:
    assert agree(one, other)
    assert agree(other, one)
    assert not disagree(one, other)


@pytest.mark.parametrize(
    ("one", "other", "is_of_one_thing"),
    [
        ("28", "at least 37", True),
        ("40", "42", True),
        ("60,000", "75,000", True),
        ("$5.02", "$5.01", True),
        ("$5", "5 percent", False),
        ("two", "two hundred", False),
        ("nobody", "two", False),
    ],
)
def test_other_amounts_disagree_where_they_may_count_one_thing(one: str, other: str, is_of_one_thing: bool) -> None:
    assert disagree(one, other) == disagree(other, one) == is_of_one_thing
