from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import OBSERVATORY, span

from qa_bot.ask import Ask
from qa_bot.evaluation import load_questions
from qa_bot.evaluation.sets.question import GoldEvidence, Question
from qa_bot.feedback import question_line, write_question_set
from qa_bot.history import Exchange, Feedback
from qa_bot.model import Answer, Citation, Direct, Filters

CITED = Citation(OBSERVATORY, span(OBSERVATORY.text, "The previous record, 640 meteors"), 1)
ANSWER = Answer(
    "And before?",
    "How many meteors were counted before?",
    0.9,
    "test",
    citations=(CITED,),
    direct=Direct(OBSERVATORY, span(OBSERVATORY.text, "640"), 1, 0.9),
)
REFUSAL = Answer("Who?", "Who?", 0.1, "test", reason="not_stated", nearest=(CITED,))
FOUND = GoldEvidence("in one night in August", "observatory")


def line(answer: Answer, feedback: Feedback, tmp_path: Path) -> Question:
    """Return the line as the evaluation reads it."""
    exchange = Exchange("x1", "c1", Ask(answer.question), "answered", answer)
    made = question_line(exchange, feedback, lambda quote: FOUND if quote == FOUND.quote else None)
    write_question_set([made], tmp_path / "feedback.jsonl")
    (read,) = load_questions(tmp_path / "feedback.jsonl")
    return read


def test_a_good_answer_is_what_a_right_one_rests_on(tmp_path: Path) -> None:
    read = line(ANSWER, Feedback(True), tmp_path)
    assert read.question == "How many meteors were counted before?"
    assert (read.answers, read.evidence) == (("640",), (GoldEvidence(CITED.quote, "observatory"),))
    assert (read.unanswerable, read.tags) == (False, ("good",))
    assert line(REFUSAL, Feedback(True), tmp_path).unanswerable


def test_what_should_have_been_refused_is_unanswerable(tmp_path: Path) -> None:
    read = line(ANSWER, Feedback(False, "should_have_refused", "nothing is there"), tmp_path)
    assert (read.unanswerable, read.answers, read.evidence) == (True, (), ())


@pytest.mark.parametrize(
    ("better", "answers", "evidence"),
    [
        (" 812 ", ("812",), ()),
        (FOUND.quote, (), (FOUND,)),
        ("words that stand in no article", ("words that stand in no article",), ()),
    ],
)
def test_what_would_be_right_is_an_answer_or_where_it_stands(
    better: str, answers: tuple[str, ...], evidence: tuple[GoldEvidence, ...], tmp_path: Path
) -> None:
    for wrong in ("wrong_source", "wrong_quotation"):
        read = line(ANSWER, Feedback(False, wrong, better), tmp_path)
        assert (read.answers, read.evidence, read.tags) == (answers, evidence, (wrong,))
    read = line(REFUSAL, Feedback(False, "should_have_answered", better), tmp_path)
    assert (read.answers, read.evidence, read.unanswerable) == (answers, evidence, False)


def test_what_an_incomplete_answer_quotes_is_right_with_what_is_missing(tmp_path: Path) -> None:
    quoted = tuple(GoldEvidence(each.quote, each.article.id) for each in ANSWER.citations)
    read = line(ANSWER, Feedback(False, "incomplete", FOUND.quote), tmp_path)
    assert (read.evidence, read.tags) == ((*quoted, FOUND), ("incomplete",))


def test_what_tells_right_from_wrong_makes_a_line_and_nothing_else() -> None:
    exchange = Exchange("x1", "c1", Ask("Who?"), "answered", ANSWER)
    assert question_line(exchange, Feedback(False, "wrong_source", "  "), lambda _: FOUND) is None


def test_it_is_told_that_filters_were_set(tmp_path: Path) -> None:
    filtered = replace(ANSWER, filters=Filters(source="Sky Letter"))
    assert line(filtered, Feedback(True), tmp_path).tags == ("good", "filtered")


def test_the_file_holds_all_lines_and_goes_with_the_last(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    write_question_set([{"id": "a", "question": "é?"}, {"id": "b", "question": "?"}], path)
    assert [json.loads(each)["id"] for each in path.read_text(encoding="utf-8").splitlines()] == ["a", "b"]
    write_question_set([], path)
    assert not path.exists()
    write_question_set([], path)
