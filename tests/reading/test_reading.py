"""The packaged reader finds the sentence that answers and the words that do, and says when none does."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from fakes import STORIES, make_article
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.errors import ModelError, SettingsError
from qa_bot.model import Article, Passage, Span
from qa_bot.models import Reader, load_reader
from qa_bot.models.load import packaged_reader
from qa_bot.text.passages import split_passages
from qa_bot.text.sentences import split_sentences

pytestmark = pytest.mark.model

TEXT = (
    "The lighthouse of Skarholm stands on a rock. It was built in 1871 by the engineer Orm Staal. "
    "Marta Lind kept its lamp for thirty years. Ships still steer by it."
)


def passage(text: str = TEXT) -> Passage:
    return Passage(make_article(text), Span(0, len(text)), tuple(split_sentences(text)))


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = load_reader()
    assert found
    return found


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("Who built the lighthouse?", 1, "Orm Staal"),
        ("When was the lighthouse built?", 1, "1871"),
        ("How long did Marta Lind keep the lamp?", 2, "thirty years"),
        ("WHERE DOES THE LIGHTHOUSE STAND", 0, "on a rock"),
    ],
)
def test_the_sentence_and_the_words_that_answer(reader: Reader, question: str, sentence: int, short: str) -> None:
    (said,) = reader.read(question, [passage()])
    best = max(range(len(said)), key=lambda at: said[at].odds)
    assert best == sentence
    assert said[best].odds > 0
    found = said[best].short
    assert found
    assert short in found.span.of(TEXT)
    assert len(found.span.of(TEXT)) <= len(short) + len("the engineer ")


@pytest.mark.parametrize(
    "question", ["Who painted the lighthouse?", "Who won the cup in 1871?", "Who is the minister?"]
)
def test_no_sentence_answers_what_is_not_said(reader: Reader, question: str) -> None:
    (said,) = reader.read(question, [passage()])
    assert max(each.odds for each in said) < 0


def test_what_it_says_of_a_passage_does_not_change_with_its_company() -> None:
    others = [passage("Nothing much happened."), passage("A much longer story. " * 40)]
    alone, beside = load_reader(), load_reader()
    assert alone
    assert beside
    question = "Who built the lighthouse?"
    assert alone.read(question, [passage()])[0] == beside.read(question, [*others, passage()])[2]
    assert alone.read(question, [*others, passage()])[2] == alone.read(question, [passage()])[0]


@given(st.sampled_from(STORIES), st.text(min_size=1, max_size=300))
@settings(max_examples=25)
def test_it_says_something_of_every_sentence_and_points_inside_it(story: Article, question: str) -> None:
    reader = load_reader()
    assert reader
    shown = split_passages(story, lambda texts: [len(text) // 4 for text in texts], 200)
    for each, said in zip(shown, reader.read(question, shown), strict=True):
        assert len(said) == len(each.sentences)
        for sentence, reading in zip(each.sentences, said, strict=True):
            assert reading.short is None or sentence.holds(reading.short.span)


def test_a_sentence_longer_than_its_window_is_read_as_far_as_it_goes(reader: Reader) -> None:
    text = "The lamp was lit by Marta Lind " + "and by others " * 200 + "until 1931."
    (said,) = reader.read("Who lit the lamp?", [passage(text)])
    assert said[0].short
    assert "Marta Lind" in said[0].short.span.of(text)


def test_none_turns_it_off_and_a_missing_file_is_named(tmp_path: Path) -> None:
    assert load_reader("none") is None
    with pytest.raises(SettingsError, match=r"there is no file .*absent\.onnx"):
        load_reader(str(tmp_path / "absent.onnx"))


def test_what_is_no_reader_is_told_so_at_the_first_question(tmp_path: Path) -> None:
    (tmp_path / "other.onnx").write_bytes(b"not a model")
    other = load_reader(str(tmp_path / "other.onnx"))
    assert other
    with pytest.raises(ModelError, match="cannot read the evidence reader other@"):
        other.read("Who?", [passage()])


def test_a_damaged_packaged_reader_is_refused(tmp_path: Path) -> None:
    packaged = files("qa_bot.models")
    (tmp_path / "reader.json").write_text((packaged / "reader.json").read_text())
    (tmp_path / "reader.onnx").write_bytes((packaged / "reader.onnx").read_bytes()[:-1] + b"x")
    damaged = packaged_reader(tmp_path)
    with pytest.raises(ModelError, match="damaged"):
        damaged.read("Who?", [passage()])


def test_it_is_named_with_the_start_of_its_sha256(reader: Reader) -> None:
    assert reader.name.startswith("minilm-reader@")
