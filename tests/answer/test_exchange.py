import pytest

from qa_bot.answer.exchange import exchanged


@pytest.mark.parametrize(
    ("question", "before", "found"),
    [
        ("Why?", "When did the talks end?", "Why did the talks end?"),
        ("and when was that?", "Where did the ship run aground?", "When did the ship run aground?"),
        ("What about Wales?", "How did Scotland vote?", "How did Wales vote?"),
        ("and in 2018?", "Who won the prize in 2017?", "Who won the prize in 2018?"),
        ("in Aleppo?", "Who fought in Damascus?", "Who fought in Aleppo?"),
    ],
)
def test_a_part_is_exchanged_where_it_is_plain_which(question: str, before: str, found: str) -> None:
    assert exchanged(question, before) == found


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("Why?", "Who ended the talks?"),
        ("What about Wales?", "Who won?"),
        ("in Aleppo?", "Who won?"),
        ("in Aleppo?", "How did Wales vote in the EU referendum?"),
        ("Who ended it?", "When did the talks end?"),
        ("Why?", "When did I say so. I do not know."),
    ],
)
def test_nothing_is_exchanged_where_it_is_not(question: str, before: str) -> None:
    assert exchanged(question, before) is None
