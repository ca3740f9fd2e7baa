"""The evaluation tab behind the page: what its handlers yield."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fakes import STORIES

from qa_bot import QABot
from qa_bot.evaluation.run import NAME
from qa_bot.web.evaluations import Evaluations

pytestmark = pytest.mark.slow


@pytest.fixture
def tab(bot: QABot, tmp_path: Path) -> Evaluations:
    bot.add(*STORIES)
    return Evaluations(bot, tmp_path / "runs")


def questions(folder: Path, *rows: dict[str, object], name: str = "my set.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


ASKED = (
    {"question": "What was decided about joint air strikes?", "answers": ["not to do joint air strikes"]},
    {"question": "Who won the election on Mars?", "unanswerable": True},
)


def last(steps: Any) -> tuple[Any, ...]:  # noqa: ANN401
    *_, shown = steps
    assert isinstance(shown, tuple)
    return shown


def test_a_run_says_how_far_it_is_and_then_shows_its_report(tab: Evaluations, tmp_path: Path) -> None:
    steps = list(tab.run(questions(tmp_path, *ASKED), None, False))
    assert "Loading" in steps[0][0]
    assert ["1 of 2" in step[0] for step in steps[1:3]] == [True, False]
    assert "All 2 questions are answered. Computing the figures and their intervals …" in steps[2][0]
    status, report, _, shown, other, saved = steps[-1]
    assert "2 questions answered. Kept as my-set-1." in status
    assert report.count("<details") == 2
    assert (shown.value, shown.choices[0][0], other.choices) == ("my-set-1", "my-set-1", [])
    assert 'data-run="my-set-1" data-before=""' in saved
    assert 'data-file="report.html"' in tab.save("my-set-1", "")


def test_each_run_is_kept_and_two_are_compared(tab: Evaluations, tmp_path: Path) -> None:
    file = questions(tmp_path, *ASKED)
    last(tab.run(file, 0.0, False))
    last(tab.run(file, 1.0, False))
    shown, other = tab.load()
    assert {name for name, _ in shown.choices} == {name for name, _ in other.choices} == {"my-set-1", "my-set-2"}
    compared = tab.compare("my-set-1", "my-set-2")
    assert "my-set-1 → my-set-2" in compared[1]
    assert "threshold 0.0 → 1.0" in compared[1]
    assert "my-set-1" in str(tab.show("my-set-1")[3].value)
    assert 'data-run="my-set-2" data-before="my-set-1"' in compared[5]
    assert 'data-file="comparison.html"' in tab.save("my-set-2", "my-set-1")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (({"question": 5},), "Line 1: question: should be text"),
        ((), "There are no questions in this file"),
    ],
)
def test_what_is_wrong_with_a_set_is_said_without_the_place_of_the_upload(
    tab: Evaluations, tmp_path: Path, rows: tuple[dict[str, object], ...], problem: str
) -> None:
    status = last(tab.run(questions(tmp_path, *rows), None, False))[0]
    assert problem in status
    assert str(tmp_path) not in status


def test_without_a_file_or_a_run_it_says_what_is_missing(tab: Evaluations) -> None:
    assert "Choose a question set first" in last(tab.run(None, None, False))[0]
    assert "Choose two runs" in tab.compare(None, "x")[0]
    assert "no longer there" in tab.show("../../etc")[0]
    assert "no longer there" in tab.compare("..", "..")[0]
    assert [tab.save(*names) for names in (("..", ""), (None, None), ([], {}), ({}, "x"))] == [""] * 4


def test_a_run_that_is_stopped_goes_on_in_its_folder(tab: Evaluations, tmp_path: Path) -> None:
    rows = [{"question": f"What was decided, number {n}?", "answers": ["x"]} for n in range(40)]
    file = questions(tmp_path, *rows)
    steps = tab.run(file, None, False)
    while "of 40" not in next(steps)[0]:
        pass
    steps.close()  # type: ignore[attr-defined]
    assert "Kept as my-set-1" in last(tab.run(file, None, False))[0]
    assert not (tmp_path / "runs" / "my-set-1" / NAME).exists()


def clicked(**sent: object) -> gr.EventData:
    return gr.EventData(None, sent)


def test_evidence_opens_its_article_at_the_words(tab: Evaluations) -> None:
    story = STORIES[0]
    shown = tab.open_evidence(clicked(article=story.id, start=0, end=10))
    assert 'class="qa-chosen"' in shown
    assert "no longer in the library" in tab.open_evidence(clicked(article="x", start=0, end=1))
    assert "qa-article" in tab.open_evidence(clicked(article=story.id, start=5, end=10**9))
