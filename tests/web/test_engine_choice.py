from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from fakes import STORIES, HashingEmbedder
from scripted import scripted

from qa_bot import QABot
from qa_bot.ask import Ask
from qa_bot.settings import Settings
from qa_bot.web.asking import answer_steps
from qa_bot.web.engine import chosen, engine_field
from qa_bot.writer.chat import Chat


@pytest.mark.parametrize(
    ("host", "wanted", "engine"),
    [
        ("127.0.0.1", "openai:gpt-5-mini", "openai:gpt-5-mini"),
        ("127.0.0.1", " extractive ", "extractive"),
        ("127.0.0.1", "", None),
        ("127.0.0.1", None, None),
        ("0.0.0.0", "openai:gpt-5-mini", None),
        ("0.0.0.0", "extractive", "extractive"),
    ],
)
def test_only_who_owns_the_machine_chooses_a_model(host: str, wanted: str | None, engine: str | None) -> None:
    assert chosen(wanted, Settings.load(host=host)) == engine


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_what_leaves_the_machine_is_said_beside_the_field(host: str) -> None:
    shown = engine_field(Settings.load(host=host), "openai:<b>")
    assert "Each question sends to openai: your question, at most twelve pieces" in shown
    assert "<b>" not in shown
    assert "Each question sends to ollama" in engine_field(Settings.load(host=host), "ollama:given-as-an-object")
    assert "Nothing leaves this machine" in engine_field(Settings.load(host=host, model="ollama:x"), "ollama:x")
    assert 'data-setting="engine"' in shown


@pytest.mark.parametrize("named", [{"host": "0.0.0.0"}, {"public_url": "https://qa.example.org"}], ids=str)
def test_whom_others_reach_lets_nobody_choose_a_model(named: dict[str, str]) -> None:
    assert chosen("openai:gpt-5", Settings.load(**named)) is None
    assert chosen("openai:gpt-5", Settings.load()) == "openai:gpt-5"


def test_a_host_that_a_hosting_service_names_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")
    assert chosen("openai:gpt-5", Settings.load()) is None


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ({}, "'nonsense' names no model; write provider:name"),
        ({"public_url": "https://qa.example.org", "model": "nonsense"}, "The language model is not there for now."),
    ],
    ids=["here", "for others"],
)
def test_where_a_model_cannot_be_set_up_the_quotations_answer(folder: Path, named: dict[str, str], why: str) -> None:
    settings = Settings.load(threshold=0, **named)
    with QABot.open(folder, embedder=HashingEmbedder(), settings=settings) as bot:
        bot.add(*STORIES)
        asked = Ask("Who proposed joint air strikes?", engine=None if named else "nonsense")
        (answer,) = answer_steps(bot, asked, (), Event())
    assert answer.citations
    assert answer.engine == "extractive"
    assert answer.notice.startswith(why)
    assert answer.notice.endswith("The sentences themselves answer.")


def test_a_model_is_tried_with_a_few_words() -> None:
    well, silent, down = scripted("yes"), scripted(""), scripted(ConnectionError("refused"))
    assert [Chat(each, "mine", 5, "auto").problem() for each in (well, silent)] == [
        "",
        "mine writes nothing; try another model",
    ]
    assert "mine cannot be reached" in Chat(down, "mine", 5, "auto").problem()
    ((message,),) = well.asked
    assert message.content == "Answer with: yes"
