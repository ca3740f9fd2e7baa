"""Days and conflicts are counted where a set states them."""

from __future__ import annotations

from datetime import date

import pytest
from fakes import make_article, span

from qa_bot.evaluation.measure import measure
from qa_bot.evaluation.sets import Question
from qa_bot.model import Answer, Citation, Conflict, Direct
from qa_bot.news.days import dated

ARTICLE = make_article("The bridge of Orla opened on Tuesday. It had cost six million.", published="2016-06-15")
QUOTED = dated(Citation(ARTICLE, span(ARTICLE.text, "The bridge of Orla opened on Tuesday."), n=1))
SIDE = Direct(ARTICLE, span(ARTICLE.text, "Tuesday"), n=1, probability=0.9)


def measured(question: Question, *, differs: bool = False) -> dict[str, float | None]:
    conflict = Conflict((SIDE, SIDE)) if differs else None
    answer = Answer(question.question, question.question, 0.9, "test", citations=(QUOTED,), conflict=conflict)
    found = measure(question, answer, [], [], k=3, text_of=lambda _: ARTICLE.text)
    return {name: found[name] for name in ("day_told", "conflict_precision", "conflict_recall")}


@pytest.mark.parametrize(("day", "told"), [(date(2016, 6, 14), 1.0), (date(2016, 6, 15), 0.0), (None, None)])
def test_a_day_is_told_where_a_quotation_means_it(day: date | None, told: float | None) -> None:
    assert measured(Question("q", "When did it open?", answers=("Tuesday",), day=day))["day_told"] == told


@pytest.mark.parametrize(
    ("stated", "told", "precision", "recall"),
    [
        (True, True, 1.0, 1.0),
        (True, False, None, 0.0),
        (False, True, 0.0, None),
        (False, False, None, None),
        (None, True, None, None),
    ],
)
def test_conflicts_are_counted_as_the_set_says(
    stated: bool | None, told: bool, precision: float | None, recall: float | None
) -> None:
    found = measured(Question("q", "When did it open?", answers=("Tuesday",), conflict=stated), differs=told)
    assert (found["conflict_precision"], found["conflict_recall"]) == (precision, recall)


def test_a_question_keeps_its_day_and_that_nothing_differs() -> None:
    row = Question("q", "When?", answers=("Tuesday",), day=date(2016, 6, 14), conflict=False).to_dict()
    assert (row["day"], row["conflict"]) == ("2016-06-14", False)
