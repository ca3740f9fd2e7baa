import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.text.clutter import is_clutter, is_fragment


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "More: The lighthouse that nobody wanted",
        "READ MORE: Five facts about the tower",
        "Related: Keepers of the coast",
        "Sign up here to get the Island Post in your inbox.",
        "Follow Marta Lind on Twitter @martalind",
        "Photo: Orm Staal / Getty Images",
        "Hide Caption 4 of 16 Photos: The tower at night",
        "Advertisement",
        "© 2016 Island Post. All rights reserved.",
        "This story has been updated with additional details.",
        "Contributing: The Associated Press",
        "Subscribe to our newsletter.",
        "Click here to see the pictures",
        "CNN —",
        "___",
    ],
)
def test_what_leads_elsewhere_is_clutter(line: str) -> None:
    assert is_clutter(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "The keeper read more books than anybody on the island.",
        "More than 300 people came.",
        "Customers that do not subscribe to the channel pay a fee.",
        "He signed up for the navy in 1911.",
        "She followed him on the road to the tower.",
        "The photograph was sold for $3 million.",
        "Moscow: talks ended without a result.",
        "The company owns the copyright to the song.",
        "Video of the landing was shown in court.",
    ],
)
def test_what_an_article_says_is_none(sentence: str) -> None:
    assert not is_clutter(sentence)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Keepers of the coast", True),
        ("1. Ukraine", True),
        ("It was painted white.", False),
        ("“It was painted white”", False),
        ("The tower: a history in " + "many " * 20 + "words", False),
    ],
)
def test_a_short_line_without_an_end_is_a_fragment(line: str, expected: bool) -> None:
    assert is_fragment(line) is expected


@given(st.text())
def test_any_text_can_be_judged(text: str) -> None:
    assert is_clutter(text) in (True, False)
    assert is_fragment(text) in (True, False)
