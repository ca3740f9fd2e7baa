"""A bot that evaluates itself, under its settings and others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import STORIES, HashingEmbedder

from qa_bot import Article, QABot, Settings
from qa_bot.errors import SettingsError
from qa_bot.evaluation import compare


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    rows = [
        {"question": "What was decided about joint air strikes?", "answers": ["not to do joint air strikes"]},
        {"question": "Who won on Mars?", "unanswerable": True},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_comparing_two_settings_takes_three_lines(bot: QABot, questions: Path) -> None:
    bot.add(*STORIES)
    before, after = bot.evaluate(questions), bot.with_settings(threshold=1).evaluate(questions)
    found = compare(before, after)
    assert [flip.after.question.question for flip in found.gained] == ["Who won on Mars?"]
    assert "threshold 0.0 → 1.0" in found.notes
    assert bot.settings.threshold == 0


def test_what_answers_is_known_by_its_settings_model_and_articles(bot: QABot) -> None:
    bot.add(*STORIES)
    about = bot.identity()
    assert about["settings"]["threshold"] == 0
    assert not {"library", "host", "port", "auth", "model", "model_key", "unsupported"} & set(about["settings"])
    assert (about["library"]["model"], about["library"]["articles"]) == ("hashing-64", len(STORIES))
    bot.add(Article("new", "New", "Something else happened in the harbour of Vell on that day."))
    assert bot.identity()["library"]["sha256"] != about["library"]["sha256"]
    bot.library.remove("new")
    assert bot.identity() == about


def test_two_libraries_of_the_same_articles_are_known_as_the_same(
    bot: QABot, tmp_path: Path, hashing_embedder: HashingEmbedder
) -> None:
    bot.add(*STORIES)
    settings = Settings.load(threshold=0)
    with QABot.open(tmp_path / "other", embedder=hashing_embedder, settings=settings) as other:
        other.add(*reversed(STORIES))
        assert other.identity() == bot.identity()


@pytest.mark.parametrize("name", ["embedder", "library", "port"])
def test_a_setting_that_needs_more_than_another_answer_is_refused(bot: QABot, name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} cannot change on an open library"):
        bot.with_settings(**{name: "x"})


def test_a_value_that_is_none_is_refused(bot: QABot) -> None:
    with pytest.raises(SettingsError, match="threshold"):
        bot.with_settings(threshold=2)
