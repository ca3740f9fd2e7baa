import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.read.build import normalise

ANY_TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\r\n\t \x00\x85\u2028\ufeff\u00a0\x0b\x1c"))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d\x0ce", "a\nb\nc\nd\ne"),
        ("\ufeffa\x00b\x07c\x9fd\x7f", "abcd"),
        ("a\tb", "a b"),
        ("a \nb\t\n", "a\nb"),
        ("a\n\n \n\t\n\nb", "a\n\nb"),
        ("  \n a \n ", "a"),
        ("a\ud800b", "a\ufffdb"),
        ("", ""),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    "text", ["“It\u2019s”", "10\u00a0km", "co\u00adop", "\ufb01sh", "e\u0301", "\u200f\u05d0\u200e", "a  b"]
)
def test_what_the_author_wrote_stays(text: str) -> None:
    assert normalise(text) == text


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(ANY_TEXT)
def test_normal_text_can_be_stored_and_has_no_wide_gaps(text: str) -> None:
    normal = normalise(text)
    assert normal.encode().decode() == normal
    assert "\n\n\n" not in normal
    assert not {"\r", "\t", "\0", "\ufeff"} & set(normal)
