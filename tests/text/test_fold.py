import pytest
from fakes import texts
from hypothesis import assume, given
from hypothesis import strategies as st

from qa_bot.model import Span
from qa_bot.text.fold import fold, locate

TEXT = """“I have not decided to step down,” the minister’s spokes\u00adwoman said on 10\u00a0May — \
in the caf\u00e9 “Der Fluß”.

He told them: “It’s over”. Eﬃciency rose by ½ per cent; the co\u2011operation held."""


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ('"I have not decided to step down,"', "“I have not decided to step down,”"),
        ("the minister's spokeswoman", "the minister’s spokes\u00adwoman"),
        ("10 May - in the cafe\u0301", "10\u00a0May — in the caf\u00e9"),
        ("step  down,”\n\tthe", "step down,” the"),
        ("Efficiency rose", "Eﬃciency rose"),
        ("co-operation held", "co\u2011operation held"),
        ("\u201eIt\u2019s over\u201f", "“It’s over”"),
        ("Der Fluß”. He told", "Der Fluß”.\n\nHe told"),
        ("½ per cent", "½ per cent"),
    ],
)
def test_typography_does_not_hide_a_quotation(quote: str, found: str) -> None:
    located = locate(quote, TEXT)
    assert located
    assert located.of(TEXT) == found


@pytest.mark.parametrize(
    "quote",
    [
        "I have decided to step down",
        "I have not not decided",
        "I HAVE NOT DECIDED",
        "have not decided to step dow",
        "ave not decided",
        "in the cafe",
        "2 per cent",
        "iciency rose",
        "",
        "  ",
        "“”",
        "— ...",
        "\u00ad\u200b",
    ],
)
def test_other_words_and_parts_of_words_are_not_found(quote: str) -> None:
    assert locate(quote, TEXT) is None


def test_a_part_that_a_character_unfolds_into_is_not_found() -> None:
    assert locate("2 cups", "Take ½ cups.") is None
    assert locate("a word.", "It is a word… more") is None
    assert locate("Take 1", "Take ½ cups.") is None


def test_the_first_place_between_word_boundaries_is_found() -> None:
    assert locate("art", "The article is art, and art sells.") == Span(15, 18)


@pytest.mark.parametrize("marks", ["\u0301\u0327", "\u0327\u0301"])
def test_marks_in_another_order_are_found_whole(marks: str) -> None:
    text = f"a caf e{marks} end"
    located = locate("caf e\u0327\u0301", text)
    assert located
    assert located.of(text) == f"caf e{marks}"


def test_the_same_letters_composed_and_decomposed_fold_alike() -> None:
    assert fold("Caf\u00e9 \u1e69 각").text == fold("Cafe\u0301 s\u0307\u0323 각").text


@given(texts())
def test_every_folded_character_comes_from_a_place_in_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)
    assert fold(folded.text).text == folded.text


@given(texts(), st.data())
def test_a_slice_between_blanks_is_found_and_folds_equal(text: str, data: st.DataObject) -> None:
    words = text.split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote = data.draw(st.sampled_from([" ", "  ", "\u00a0"])).join(words[start:end])
    assume(any(character.isalnum() for character in fold(quote).text))
    located = locate(quote, text)
    assert located
    assert fold(located.of(text)).text == fold(quote).text


@given(st.lists(st.sampled_from(["the", "court", "did", "not", "say", "why"]), min_size=4, max_size=30), st.data())
def test_a_sentence_without_its_not_is_not_found(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(words) - 1))
    text = " ".join([*words[:at], "never", *words[at:]])
    before, after = words[:at], words[at:]
    quote = " ".join([*before, *after])
    assert locate(quote, text) is None
    assert locate(text, quote) is None
