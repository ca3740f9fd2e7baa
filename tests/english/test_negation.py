import pytest

from qa_bot.english.negation import OPPOSITES, denies, flipped


@pytest.mark.parametrize(
    "text", ["It was not signed.", "Nobody signed.", "They refused to sign.", "He didn’t sign it."]
)
def test_what_a_text_denies(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize("text", ["It was signed.", "No. It was signed.", "It is known.", ""])
def test_what_no_text_denies(text: str) -> None:
    assert not denies(text)


def test_a_word_is_flipped_where_one_text_denies_it_and_the_other_does_not() -> None:
    assert flipped("The memorandum was not signed.", "The memorandum was signed in Geneva.") == ["signed"]
    assert flipped("The memorandum was signed.", "The memorandum was signed in Geneva.") == []
    assert flipped("It was not signed.", "It was not thought that it had been signed.") == []


def test_opposites_are_each_others() -> None:
    assert "fell" in OPPOSITES["rose"]
    assert all(word in OPPOSITES[other] for word, others in OPPOSITES.items() for other in others)
