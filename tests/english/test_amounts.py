from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.english.amounts import amounts


@pytest.mark.parametrize(
    ("held", "claimed"),
    [
        ("two people", "2 people"),
        ("240,000 euros", "€240 000".replace(" ", "\u00a0")),
        ("15 June 2016", "on June 15, 2016"),
        ("June 15", "the 15th of June"),
        ("2016-06-15", "15 June 2016"),
        ("on 15 June", "in June"),
        ("$2.5 million", "2,500,000 dollars"),
        ("1.5bn", "1.5 billion"),
        ("twenty-one men", "21 men"),
        ("three hundred and five", "305"),
        ("a 47-year-old", "47 years old"),
        ("5.9 %", "5.9 percent"),
        ("more than 200", "200"),
        ("more than 200", "over 200"),
        ("the third", "3rd"),
        ("a dozen eggs", "12 eggs"),
    ],
)
def test_the_same_amount_in_other_words_is_held(held: str, claimed: str) -> None:
    assert amounts(held).missing(amounts(claimed)) == []


@pytest.mark.parametrize(
    ("held", "claimed", "missing"),
    [
        ("240,000 euros", "250,000 euros", ["250,000 euros"]),
        ("240,000 euros", "240,000 dollars", ["240,000 dollars"]),
        ("15 June", "16 June", ["16 June"]),
        ("in June", "15 June", ["15 June"]),
        ("on Monday", "on Tuesday", ["Tuesday"]),
        ("1997", "1987", ["1987"]),
        ("870 people", "less than 870 people", ["less than 870"]),
        ("2.5 million", "2.5 billion", ["2.5 billion"]),
        ("47 per cent", "47 years", ["47 years"]),
    ],
)
def test_another_amount_is_missing(held: str, claimed: str, missing: list[str]) -> None:
    assert amounts(held).missing(amounts(claimed)) == missing


@given(st.text(max_size=200))
def test_every_text_holds_its_own_amounts(text: str) -> None:
    assert amounts(text).missing(amounts(text)) == []


@given(st.integers(0, 10**12))
def test_a_number_is_read_with_and_without_separators(number: int) -> None:
    assert amounts(f"{number:,}").missing(amounts(str(number))) == []
