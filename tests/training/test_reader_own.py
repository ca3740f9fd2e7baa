"""A question set about one's own articles becomes training data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from fakes import OBSERVATORY, STORIES

from qa_bot import QABot
from qa_bot.text.sentences import split_sentences
from training import own
from training.prepare import prepare

pytestmark = pytest.mark.model


def test_a_question_set_becomes_training_data(tmp_path: Path) -> None:
    with QABot.open(tmp_path / "library") as bot:
        bot.add(*STORIES)
    number = "812"
    sentences = [span.of(OBSERVATORY.text) for span in split_sentences(OBSERVATORY.text)]
    sentence = next(each for each in sentences if number in each)
    lines = [
        {"id": "a", "question": "How many meteors?", "answers": [number], "evidence": [{"quote": sentence}]},
        {"id": "b", "question": "What is said?", "answers": [], "evidence": [{"quote": sentence}]},
        {"id": "c", "question": "Who painted the lighthouse?", "unanswerable": True},
    ]
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))
    out = tmp_path / "own.jsonl.gz"
    own.main([str(tmp_path / "set.jsonl"), "--library", str(tmp_path / "library"), "--out", str(out)])
    with gzip.open(out, "rt") as stream:
        rows = [json.loads(line) for line in stream]
    asked = {each["question"]: (each, row["context"]) for row in rows for each in row["questions"]}
    short, context = asked["How many meteors?"]
    assert short["answers"] == [number]
    assert context[short["answer_start"][0] :].startswith(number)
    assert asked["What is said?"][0]["answers"] == [sentence]
    assert asked["Who painted the lighthouse?"][0]["unanswerable"]
    data = prepare(tmp_path)
    assert sum(bool(each.answers) for each in data.questions) == 2
    assert len(data.questions) == 3
