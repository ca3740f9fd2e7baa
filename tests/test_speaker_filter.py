"""Asking only what somebody says, and what somebody said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import Command, HashingEmbedder, make_article

from qa_bot import QABot, Settings
from qa_bot.ask import Ask
from qa_bot.english.questions import asked_speaker
from qa_bot.errors import QuestionError
from qa_bot.history.conversations import from_record, to_record

TOWN = """General Ann Berg came to Orn, where the bridge over the river is to be closed in the spring of the year.

“The bridge over the river is tired,” Berg said. The bridge over the river was opened in 1932 by the old king.

“The bridge over the river is young,” said Tom Holt, a shipowner. The bridge over the river is painted green."""


@pytest.fixture
def town(folder: Path) -> Iterator[QABot]:
    """Return a bot with an article in which two people speak, and another in which nobody does."""
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(make_article(TOWN, "town"), make_article("The bridge over the river is long and Berg knows it.", "b"))
        yield bot


def test_only_what_the_speaker_says_is_quoted(town: QABot) -> None:
    answer = town.ask("What of the bridge over the river?", speaker="berg")
    assert [each.quote for each in answer.citations] == ["“The bridge over the river is tired,” Berg said."]
    assert [each.speaker and each.speaker.of(each.article.text) for each in answer.citations] == ["General Ann Berg"]
    assert answer.filters.to_dict()["speaker"] == "berg"
    (hit,) = town.search("the bridge over the river", speaker="Ann Berg")
    assert "General Ann Berg" in hit.speakers
    (document,) = town.as_retriever(speaker="Berg").invoke("the bridge over the river")
    assert document.metadata["speakers"] == ["General Ann Berg", "Tom Holt, a shipowner"]


def test_who_says_nothing_leaves_nothing(town: QABot) -> None:
    answer = town.ask("What of the bridge?", speaker="Nobody Atall")
    assert (answer.answered, answer.reason, answer.nearest) == (False, "no_match", ())


def test_a_speaker_goes_with_the_other_filters(town: QABot) -> None:
    assert town.among("b").ask("What of the bridge?", speaker="Berg").reason == "no_match"
    assert town.among("town").ask("What of the bridge?", speaker="Berg").answered
    assert town.conversation().ask("What of the bridge?", speaker="Holt").filters.heard is not None


@pytest.mark.parametrize("speaker", [" ", "?!", "x" * 101])
def test_no_name_is_refused(town: QABot, speaker: str) -> None:
    with pytest.raises(QuestionError, match="names nobody; give a name of at most 100 characters"):
        town.ask("What of the bridge?", speaker=speaker)


def test_what_somebody_said_is_quoted_from_what_they_say(town: QABot) -> None:
    asked = town.ask("What did Berg say about the bridge over the river?")
    assert [each.quote for each in asked.citations] == ["“The bridge over the river is tired,” Berg said."]
    assert asked.filters.heard is None
    without = town.ask("What did Lund say about the bridge over the river?")
    assert without.citations, "of whom nothing is said, all that the articles say is searched"


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did John Kerry say about Syria?", "John Kerry"),
        ("And what has the State Department said?", "the State Department"),
        ("How did Gen. Mark Welsh respond?", "Gen. Mark Welsh"),
        ("what did they say?", None),
        ("Who said that it rains?", None),
        ("What did Kerry sign?", None),
        ("Why did the US suspend talks with Russia?", None),
    ],
)
def test_whom_a_question_asks_about(question: str, speaker: str | None) -> None:
    assert asked_speaker(question) == speaker


def test_a_kept_answer_keeps_who_says_it_and_who_was_heard(town: QABot) -> None:
    answer = town.ask("What of the bridge over the river?", speaker="Berg")
    record = json.loads(json.dumps(to_record(answer)))
    kept, lost = from_record(record, town.library.article)
    assert kept is not None
    assert not lost
    assert kept.citations == answer.citations
    assert kept.filters.to_dict() == answer.filters.to_dict()
    for each in record["citations"]:
        del each["saying"]  # as earlier versions kept it
    older, _ = from_record(record, town.library.article)
    assert older is not None
    assert older.citations[0].saying is None


def test_an_ask_has_the_speaker(town: QABot) -> None:
    *_, answer = town.answers(Ask.of({"question": "What of the bridge over the river?", "speaker": "Holt"}))
    assert [each.quote for each in answer.citations] == [
        "“The bridge over the river is young,” said Tom Holt, a shipowner."
    ]


@pytest.mark.model
def test_the_command_asks_only_what_somebody_says(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "town.txt").write_text(TOWN, encoding="utf-8")
    command("add", tmp_path / "town.txt", "--library", folder)
    asked = command(
        "ask", "What is with the bridge over the river?", "--speaker", "Holt", "--json", "--library", folder
    )
    told = json.loads(asked.out)
    assert told["filters"]["speaker"] == "Holt"
    shown = [*told["citations"], *told["nearest"]]
    assert {each["speaker"] for each in shown} == {"Tom Holt, a shipowner"}
    assert {each["saying"]["cue"] for each in shown} == {"said"}
