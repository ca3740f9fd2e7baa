from __future__ import annotations

from pathlib import Path

import pytest
from fakes import STORIES, HashingEmbedder
from scripted import scripted

from qa_bot import QABot, Settings, Turn
from qa_bot.settings import Settings as S
from qa_bot.writer.load import load_chat
from qa_bot.writer.writer import rewritten

HISTORY = [Turn("Who proposed joint air strikes in Syria?", "Sergey Shoigu proposed them. [1]")]
ASKED = "And when did he say that?"


def written(reply: object, question: str = ASKED) -> str | None:
    chat = load_chat(scripted(reply), S.load(model_seconds=5))
    assert chat
    return rewritten(chat, question, HISTORY)


@pytest.mark.parametrize(
    "reply",
    [
        "When did Sergey Shoigu propose joint air strikes in Syria?",
        '"When did Sergey Shoigu say that?"\n',
        "<think>he is Shoigu</think>When did Shoigu propose air strikes?",
    ],
)
def test_a_question_of_words_that_were_said_is_taken(reply: str) -> None:
    question = written(reply)
    assert question
    assert question.startswith("When did")
    assert "Shoigu" in question


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Sergey Shoigu said it on Monday.",
        "When did Sergey Lavrov say that?",
        "When did he say that?\nHe said it on Monday.",
        "Why " + "so " * 200 + "?",
        "?",
        OSError("gone"),
    ],
)
def test_anything_else_is_not(reply: object) -> None:
    assert written(reply) is None


@pytest.mark.parametrize(
    ("reply", "understood"),
    [
        ("Who raised money for the lighthouse of Skarholm?", "Who raised money for the lighthouse of Skarholm?"),
        ("", None),
    ],
)
def test_the_question_is_shown_and_falls_back_to_the_rules(tmp_path: Path, reply: str, understood: str | None) -> None:
    history = [Turn("When was the lighthouse of Skarholm lit?", "On Sunday. [1]")]
    settings = Settings.load(threshold=0, model_followups=True)
    with QABot.open(tmp_path / "library", embedder=HashingEmbedder(), settings=settings) as bot:
        bot.add(*STORIES)
        by_rule = bot.ask("And who raised money for it?", history=history).standalone_question
        answer = bot.ask("And who raised money for it?", history=history, engine=scripted(reply, "NOT STATED"))
    assert answer.standalone_question == (understood or by_rule)
