"""An answer that is unsure looks like neither an answer nor a refusal, on every surface."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import ARTICLE, Elements, answer, cite

from qa_bot.history.conversations import from_record, to_record
from qa_bot.model import Answer
from qa_bot.show.blocks import blocks
from qa_bot.show.document import answer_html, to_html
from qa_bot.show.markdown import answer_markdown
from qa_bot.show.notebook import notebook_html
from qa_bot.show.text import answer_text
from qa_bot.show.words import MAY_NOT_ANSWER, summary

SURE = answer(cite(ARTICLE, "It opened in 1889."))
UNSURE = replace(SURE, confidence=0.31, unsure=True)


@pytest.mark.parametrize("shown", [answer_text, answer_markdown, answer_html, notebook_html, to_html, summary])
def test_the_line_stands_over_the_quotations_of_an_unsure_answer_alone(shown: object) -> None:
    assert callable(shown)
    assert MAY_NOT_ANSWER in shown(UNSURE)
    assert MAY_NOT_ANSWER not in shown(SURE)
    assert MAY_NOT_ANSWER not in shown(answer(cite(ARTICLE, "1889"), reason="not_stated"))


def test_the_page_marks_it_apart_from_an_answer_and_from_a_refusal() -> None:
    refusal = answer(cite(ARTICLE, "1889"), reason="not_stated")
    pages = [Elements(answer_html(each)) for each in (SURE, UNSURE, refusal)]
    classes = [next(has["class"] for tag, has, _ in page.all if tag == "section") for page in pages]
    assert classes == ["qa-answer", "qa-answer qa-unsure", "qa-answer qa-refusal"]


def test_what_a_model_wrote_from_its_quotations_stands_without_the_line() -> None:
    assert blocks(replace(UNSURE, text="It opened in 1889. [1]")).hedge == ""


def test_it_stays_unsure_in_a_kept_chat_and_in_json() -> None:
    kept, lost = from_record(to_record(UNSURE), {ARTICLE.id: ARTICLE}.get)
    assert (kept, lost) == (UNSURE, ())
    assert [each.to_dict()["unsure"] for each in (SURE, UNSURE)] == [False, True]


def test_records_from_before_are_not_unsure() -> None:
    record = to_record(SURE)
    del record["unsure"]
    kept, _ = from_record(record, {ARTICLE.id: ARTICLE}.get)
    assert isinstance(kept, Answer)
    assert not kept.unsure
