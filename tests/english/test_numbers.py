import pytest
from fakes import texts
from hypothesis import given

from qa_bot.english.numbers import numbers


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
def test_numbers_are_found_in_every_text(text: str) -> None:
    assert all(span.of(text).strip() for span, _ in numbers(text))
