"""Cells and fields of question sets in which a program wrote that nothing is there."""

import json
from pathlib import Path

import pytest

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.sets import QuestionSet, read_questions


def reading(folder: Path, name: str, content: str) -> QuestionSet:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read_questions(path)


@pytest.mark.parametrize("absent", ["NaN", "null", '""', '"nan"', '"None"', '"N/A"', "[]", '["nan"]', "[NaN, null]"])
def test_a_gold_answer_that_is_absent_is_none(tmp_path: Path, absent: str) -> None:
    lines = f'{{"question": "a?", "answers": {absent}, "unanswerable": true, "tags": {absent}}}\n'
    (question,) = reading(tmp_path, "a.jsonl", lines).require()
    assert (question.answers, question.tags, question.unanswerable) == ((), (), True)


@pytest.mark.parametrize(
    "row",
    [
        {"user_input": "a?", "reference": float("nan"), "reference_contexts": ["None", "The bridge."]},
        {"question": "a?", "ground_truth": "nan", "reference_contexts": ["The bridge."]},
        {"input": "a?", "expected_output": None, "context": ["The bridge.", float("nan")]},
    ],
)
def test_so_it_is_in_the_words_of_other_tools(tmp_path: Path, row: object) -> None:
    (question,) = reading(tmp_path, "a.json", json.dumps([row])).require()
    assert (question.question, question.answers, question.reference) == ("a?", (), "")
    assert [each.quote for each in question.evidence] == ["The bridge."]


def test_what_could_be_meant_is_noted_and_nothing_else_is_lost(tmp_path: Path) -> None:
    table = "question,answers,article_id\nHow many died?,None,x\nWho sold it?,Ingrid Sole,nan\nWhy?,I don't know,\n"
    read = reading(tmp_path, "a.csv", table)
    assert [(each.question, each.answers) for each in read.questions] == [
        ("How many died?", ()),
        ("Who sold it?", ("Ingrid Sole",)),
        ("Why?", ("I don't know",)),
    ]
    assert read.notes == (
        'line 2: answers: "None" is taken for absent',
        'line 3: article_id: "nan" is taken for absent',
        'line 4: answers: "I don\'t know" is asked for word for word; if none is known, mark the question unanswerable',
    )


def test_a_question_whose_answer_is_absent_says_so(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="line 1: answers: neither answers nor evidence is given"):
        reading(tmp_path, "a.jsonl", '{"question": "a?", "answers": "N/A"}\n').require()
