import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.english.clutter import is_clutter, is_fragment, is_headline
from qa_bot.model import Span


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
        "Partial transcript as follows:",
        "WALLACE: If I may, sir.",
        "SEN. COLE: Thank you very much.",
        "Here are the five demands:",
        "No.",
    ],
)
def test_what_leads_elsewhere_is_clutter(line: str) -> None:
    assert is_clutter(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "The keeper read more books than anybody on the island.",
        "More than 300 people came.",
        "MOSCOW: The ministry said no.",
        "WALLACE: No, I would not do it.",
        "The transcript was released on Wednesday.",
        "The conditions are as follows: money, time.",
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


@pytest.mark.parametrize(
    "line",
    [
        *["WASHINGTON, June 15. /TASS/.", "CNN —", "New York CNN Business —", "LONDON (Reuters) -", "MORE NEWS:"],
        *["Read the whole story here:", "Read the full story here: https://x.org"],
    ],
)
def test_where_and_by_whom_and_what_leads_elsewhere_is_clutter(line: str) -> None:
    assert is_clutter(line)


@pytest.mark.parametrize("line", ["The mayor read the whole story on Monday.", "NATO: an alliance of 32 states."])
def test_a_sentence_is_none(line: str) -> None:
    assert not is_clutter(line)


PROSE = "The bridge was opened again on Monday after two years of works that cost forty million euros, the mayor said."


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (f"The bridge opens again\n\n{PROSE}", True),
        (f"{PROSE}\n\nWhat it cost\n{PROSE}", True),
        ("Height\n93 m\nLength\n200 m", False),
        (f"- The bridge opens\n\n{PROSE}", False),
        (f"Length: 200 metres\n\n{PROSE}", False),
        (f"It was opened.\n\n{PROSE}", False),
        (f"{PROSE}\n\nWhat it cost", False),
    ],
)
def test_a_headline_stands_alone_over_prose(text: str, is_one: bool) -> None:
    line = next(each for each in text.split("\n") if each and each != PROSE)
    start = text.index(line)
    assert is_headline(text, Span(start, start + len(line))) == is_one
