import pytest
from fakes import texts
from hypothesis import given

from qa_bot.english.names import as_in_a_sentence, full_name, longer_names, names, names_in_title, people, places


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
        ("It is the Royal Palace of Madrid.", ["Royal Palace of Madrid"]),
        ("It was flown by Alcock and Brown.", ["Alcock", "Brown"]),
        ("It was Ann, Bo and Cai.", ["Ann", "Bo", "Cai"]),
        ("North Korea and New York answered.", ["North Korea", "New York"]),
        ("Then Émile Zola met élan in Łódź.", ["Émile Zola", "Łódź"]),
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russia's defence minister, Sergei Shoigu, proposed it to the United States.", ["Sergei Shoigu"]),
        ("Secretary of State John Kerry and Foreign Minister Sergei Lavrov met.", ["John Kerry", "Sergei Lavrov"]),
        ('"We already miss you," Tusk said in Brussels.', ["Tusk"]),
        ("Peter Cook spoke; Cook said that it was so.", ["Peter Cook"]),
        ("General Charles Q. Brown commands the air component.", ["Charles Q. Brown"]),
        ("It was signed by Ursula von der Leyen and President Macron.", ["Ursula von der Leyen", "Macron"]),
        ("The Security Council met near Deir ez-Zor and in New York on Monday.", []),
        ("The State Department answered, and Director Ann Berg was told.", ["Ann Berg"]),
        ("When Donald Tusk spoke, We said nothing.", ["Donald Tusk"]),
        ("Before May it was Elżbieta Żak and Will Smith.", ["Elżbieta Żak", "Will Smith"]),
        ("Saint Petersburg and St Albans", ["Saint Petersburg", "St Albans"]),
        ("no capitals here", []),
        ("", []),
    ],
)
def test_people_are_told_from_other_names(text: str, found: list[str]) -> None:
    assert people(text) == found


def test_the_names_of_a_title_are_those_that_the_text_is_about() -> None:
    text = "Many in the United Kingdom voted. Leaving the United Kingdom, the Scots said, was one thing."
    assert names_in_title("Votes of the United Kingdom", text) == ["United Kingdom"]


def test_longer_names_and_places_stand_inside_sentences() -> None:
    text = "On Sunday the Orla Bridge fell in Skarholm, and in May the Orla Bridge rose near Łódź Kaliska."
    assert longer_names(text) == ["Orla Bridge", "Łódź Kaliska"]
    assert places(text) == ["Skarholm", "Łódź Kaliska"]


def test_a_name_is_said_as_its_text_says_it() -> None:
    text = "Talks with the United States, led by Donald Tusk, were hard for the United States and for Tusk."
    assert as_in_a_sentence("United States", text) == "the United States"
    assert as_in_a_sentence("Tusk", text) == "Tusk"
    assert as_in_a_sentence("Wales", text) is None
    assert full_name("Tusk", text) == "Donald Tusk"
