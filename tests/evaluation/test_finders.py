import pytest
from fakes import texts
from hypothesis import given

from qa_bot.evaluation.draft.find.names import names
from qa_bot.evaluation.draft.find.numbers import numbers
from qa_bot.evaluation.draft.find.times import times


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was on 15 June 2016.", [("15 June 2016", "day year")]),
        ("It ended on 27 February, at midnight.", [("27 February", "day"), ("midnight", "other")]),
        ("On March 4, 1998 it rained.", [("March 4, 1998", "day year")]),
        ("It was built between 1722 and 1745.", [("between 1722 and 1745", "year")]),
        ("the early 19th century and the 1920s", [("the early 19th century", "decade"), ("the 1920s", "decade")]),
        ("around 8,800 BC", [("8,800 BC", "year")]),
        ("They may leave in May.", [("May", "month")]),
        ("1,945 people", []),
    ],
)
def test_times(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(span.of(text), what) for span, what in times(text, "time")] == expected


@pytest.mark.parametrize(("sort", "expected"), [("year", "2016"), ("month", "June"), ("time", "15 June 2016")])
def test_of_a_date_only_what_is_asked_for(sort: str, expected: str) -> None:
    text = "It was on 15 June 2016."
    assert [span.of(text) for span, _ in times(text, sort)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 600 troops", [("about 600", "count")]),
        ("It cost $3.5 million.", [("$3.5 million", "money")]),
        ("240,000 euros", [("240,000 euros", "money")]),
        ("rose by 11 per cent and 12%", [("11 per cent", "percent"), ("12%", "percent")]),
        ("She was 24 years old.", [("24 years old", "age")]),
        ("He died aged 81.", [("81", "age")]),
        ("eleven years of darkness", [("eleven years", "duration")]),
        ("It is 324 metres tall.", [("324 metres", "length")]),
        ("two hundred and fifty men", [("two hundred and fifty", "count")]),
        ("the 21st birthday, version 1.2.3", []),
    ],
)
def test_numbers_with_their_units(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(span.of(text), what) for span, what in numbers(text)] == expected


@given(texts())
def test_finders_take_every_text(text: str) -> None:
    for found in (names(text, text), times(text, "time"), times(text, "year"), numbers(text)):
        assert all(span.of(text).strip() for span, _ in found)
