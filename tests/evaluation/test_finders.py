import pytest
from fakes import texts
from hypothesis import given

from qa_bot.evaluation.draft.find.names import names


def found_names(text: str, article: str = "") -> list[str]:
    return [span.of(text) for span, _ in names(text, article or text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The general, Lloyd Austin, spoke in Washington.", ["Lloyd Austin", "Washington"]),
        ("It was General Lloyd Austin of the army.", ["General Lloyd Austin"]),
        ("Then J. R. R. Tolkien met Ludwig van Beethoven.", ["J. R. R. Tolkien", "Ludwig van Beethoven"]),
        ("In Paris, Jean-Luc O'Neil won.", ["Paris", "Jean-Luc O'Neil"]),
        ("He met Brian Deane of Sheffield at the University of Chicago.", ["Brian Deane", "University of Chicago"]),
        ("It was flown by Alcock and Brown.", ["Alcock", "Brown", "Alcock and Brown"]),
        ("It was Ann, Bo and Cai.", ["Ann", "Bo", "Cai", "Ann, Bo and Cai"]),
        ("North Korea and New York answered.", ["North Korea", "New York", "North Korea and New York"]),
        ("On Monday the French army left a Western-style house.", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert found_names(text) == expected


def test_a_word_that_opens_a_sentence_is_no_name_if_the_article_has_it_in_lower_case() -> None:
    assert found_names("Volunteers came.", "Volunteers came. Many volunteers stayed.") == []
    assert found_names("Volkov came.", "Volkov came. Many volunteers stayed.") == ["Volkov"]


@given(texts())
def test_names_are_found_in_every_text(text: str) -> None:
    assert all(span.of(text).strip() for span, _ in names(text, text))
