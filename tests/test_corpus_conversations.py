"""Conversations over the sample corpus: what each turn must cite, or that it is refused, and if it stands alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakes import CORPUS

from qa_bot import QABot
from qa_bot.read import FoundArticle, read
from qa_bot.settings import Settings

LINES = (Path(__file__).parent / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
CONVERSATIONS: list[dict[str, Any]] = [json.loads(line) for line in LINES]


def test_there_are_forty_conversations_of_three_to_five_turns() -> None:
    assert len(CONVERSATIONS) == 40
    assert {len(each["turns"]) for each in CONVERSATIONS} == {3, 4, 5}


def test_every_piece_of_evidence_stands_in_its_article() -> None:
    items = [item for file in sorted(CORPUS.glob("*.md")) for item in read(str(file), Settings.load())]
    texts = {item.article.id: item.article.text for item in items if isinstance(item, FoundArticle)}
    turns = [turn for each in CONVERSATIONS for turn in each["turns"] if not turn.get("refused")]
    assert [turn["quote"] for turn in turns if turn["quote"] not in texts[turn["article_id"]]] == []


@pytest.mark.model
@pytest.mark.parametrize("turns", [pytest.param(each["turns"], id=each["id"]) for each in CONVERSATIONS])
def test_every_turn_is_understood(corpus_bot: QABot, turns: list[dict[str, Any]]) -> None:
    conversation = corpus_bot.conversation()
    for turn in turns:
        answer = conversation.ask(turn["question"])
        cited = [(each.article.id, each.quote) for each in answer.citations]
        assert (answer.standalone_question == turn["question"]) == turn["new_subject"], answer.standalone_question
        if turn.get("refused"):
            assert cited == []
        else:
            assert any(turn["article_id"] == place and turn["quote"] in quote for place, quote in cited), cited
