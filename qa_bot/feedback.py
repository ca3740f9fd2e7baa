"""Write what people think of answers as a question set that `qa-bot eval` reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from qa_bot.evaluation.sets.question import GoldEvidence, Question
from qa_bot.files import keep_private, replacing
from qa_bot.history import Exchange, Feedback

FILE = "feedback.jsonl"
"""Its name in the folder of the library."""

_SHORTEST_QUOTATION = 5
"""Words; what is shorter is taken for an answer."""


def question_line(
    exchange: Exchange, feedback: Feedback, find_quote: Callable[[str], GoldEvidence | None]
) -> dict[str, Any] | None:
    """Return the line of a question set that feedback on an exchange makes; the exchange has an answer.

    What was good is what a right answer rests on. Of what was not, only what the person says is known: that it should
    have been refused, or the right answer or quotation (`better`), which `find_quote` looks for in the articles; of
    what was incomplete, also that its quotations are right. If nothing is known there is no line: an evaluation could
    not tell right from wrong.
    """
    answer = exchange.answer
    if answer is None:
        raise ValueError("there is nothing to think of yet")
    answers: tuple[str, ...] = ()
    evidence: tuple[GoldEvidence, ...] = ()
    if feedback.good:
        evidence = tuple(GoldEvidence(each.quote, each.article.id) for each in answer.citations)
        answers = (answer.direct.text,) if answer.direct else ()
    elif feedback.better.strip() and feedback.wrong != "should_have_refused":
        found = find_quote(feedback.better) if len(feedback.better.split()) >= _SHORTEST_QUOTATION else None
        evidence, answers = ((found,), ()) if found else ((), (feedback.better.strip(),))
        if feedback.wrong == "incomplete":
            evidence = (*(GoldEvidence(each.quote, each.article.id) for each in answer.citations), *evidence)
    refuse = feedback.wrong == "should_have_refused" or (feedback.good and not answer.answered)
    if not (refuse or answers or evidence):
        return None
    tags = ("good" if feedback.good else feedback.wrong or "wrong",)
    return Question(
        id=f"feedback-{exchange.id}",
        question=answer.standalone_question,
        answers=answers,
        evidence=evidence,
        unanswerable=refuse,
        type="feedback",
        tags=(*tags, "filtered") if answer.filters and not answer.filters.inferred else tags,
    ).to_dict()


def write_question_set(lines: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the lines in place of what was there, or remove the file if there are none."""
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
    if not text:
        path.unlink(missing_ok=True)
        return
    with replacing(path) as stream:
        stream.write(text)
    keep_private(path)
