import unicodedata
from collections.abc import Sequence

import pytest
from fakes import make_article, texts
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.model import Passage
from qa_bot.text.passages import split_passages
from qa_bot.text.sentences import split_sentences


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len("".join(text.split())) for text in texts]


def split(text: str, limit: int) -> list[Passage]:
    return split_passages(make_article(text), count_words, limit)


def test_short_paragraphs_stay_together() -> None:
    text = "The first paragraph is short.\n\nSo is the second one.\n\nAnd the third is short too."
    assert [passage.text for passage in split(text, 60)] == [text]


def test_a_long_paragraph_ends_its_passage() -> None:
    long = "This sentence of the first paragraph has ten words exactly. " * 10
    text = f"{long.strip()}\n\nThe second paragraph stands alone."
    assert [passage.text for passage in split(text, 200)] == [long.strip(), "The second paragraph stands alone."]


def test_a_passage_ends_before_the_sentence_that_would_not_fit() -> None:
    text = "One two three four. Five six seven eight. Nine ten eleven twelve."
    assert [passage.text for passage in split(text, 8)] == [
        "One two three four. Five six seven eight.",
        "Nine ten eleven twelve.",
    ]


def test_a_sentence_over_the_limit_is_cut_between_words() -> None:
    text = "alpha beta gamma delta epsilon zeta eta theta"
    found = split(text, 3)
    assert " ".join(passage.text for passage in found) == text
    assert max(count_words([passage.text for passage in found])) <= 3


def test_a_word_over_the_limit_is_cut_between_letters() -> None:
    text = "e\u0301\u0327" * 40
    found = split_passages(make_article(text), count_characters, 20)
    assert "".join(passage.text for passage in found) == text
    assert not any(unicodedata.combining(passage.text[0]) for passage in found)


def test_blanks_inside_a_long_sentence_make_no_passage() -> None:
    text = "x" * 200 + " " * 600 + "y" * 100 + " end of it"
    found = split_passages(make_article(text), count_characters, 50)
    assert all(span.of(text) == span.of(text).strip() != "" for passage in found for span in passage.sentences)


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_has_no_passages(text: str) -> None:
    assert split(text, 10) == []


@given(texts(), st.integers(1, 60))
def test_every_sentence_is_in_one_passage_in_order_and_within_the_limit(text: str, limit: int) -> None:
    found = split(text, limit)
    pieces = [span for passage in found for span in passage.sentences]
    assert pieces == sorted(pieces)
    assert "".join("".join(piece.of(text).split()) for piece in pieces) == "".join(text.split())
    for passage in found:
        assert (passage.span.start, passage.span.end) == (passage.sentences[0].start, passage.sentences[-1].end)
        assert len(passage.text.split()) <= limit
    if all(len(span.of(text).split()) <= limit for span in split_sentences(text)):
        assert pieces == split_sentences(text)
