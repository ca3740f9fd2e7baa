from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event

import pytest
from fakes import AIR_STRIKES, STORIES, span

from qa_bot import Answer, Citation, Conversation, QABot, Turn
from qa_bot.ask import Ask
from qa_bot.errors import QuestionError

LIGHT = "Who raised money for the lighthouse of Skarholm?"


@dataclass
class ScriptedBot:
    """Answers the same to every question, and remembers what it was asked; satisfies `AskedBot`."""

    heard: list[tuple[Ask, Sequence[Turn]]] = field(default_factory=list)

    def answers(self, ask: Ask, history: Sequence[Turn] = (), stop: Event | None = None) -> Iterator[Answer]:
        self.heard.append((ask, history))
        cited = Citation(AIR_STRIKES, span(AIR_STRIKES.text, "The Pentagon turned the invitation down."), n=1)
        yield Answer(
            ask.question, ask.standalone_question or ask.question, 0.9, "test", "It did [1].", citations=(cited,)
        )


def test_a_conversation_keeps_its_turns_and_asks_with_them() -> None:
    bot = ScriptedBot()
    conversation = Conversation(bot, [Turn("Earlier?")])
    first = conversation.ask("Who?")
    conversation.ask("And when?")
    assert [turn.question for turn in conversation.turns] == ["Earlier?", "Who?", "And when?"]
    assert conversation.turns[1] == Turn.of(first) == Turn("Who?", "It did [1].", "Who?", citations=first.citations)
    assert bot.heard[1][1] == conversation.turns[:2]


def test_filters_and_a_corrected_question_are_passed_on() -> None:
    bot = ScriptedBot()
    Conversation(bot).ask(
        "Who?",
        standalone_question="Who won?",
        after="2016-05-01",
        before="2016-06-01",
        source="Wire",
        today="2016-06-15",
        infer_dates=False,
        engine="extractive",
    )
    asked = Ask("Who?", "Who won?", "2016-05-01", "2016-06-01", "Wire", False, "2016-06-15", "extractive")
    assert bot.heard == [(asked, ())]


def test_a_bot_holds_a_conversation(bot: QABot) -> None:
    bot.add(*STORIES)
    conversation = bot.conversation()
    conversation.ask(LIGHT)
    answer = conversation.ask("And when was that?")
    assert answer.standalone_question == "Who raised money for the lighthouse of Skarholm – and when was that?"
    assert bot.conversation(conversation.turns).turns == conversation.turns


def test_a_corrected_question_is_answered_and_followed_up(bot: QABot) -> None:
    bot.add(*STORIES)
    conversation = bot.conversation()
    answer = conversation.ask("And when?", standalone_question=LIGHT)
    assert (answer.question, answer.standalone_question) == ("And when?", LIGHT)
    assert answer.citations[0].article.id == "lighthouse"
    assert (
        conversation.ask("And why?").standalone_question == "Who raised money for the lighthouse of Skarholm – and why?"
    )


def test_a_corrected_question_must_be_one(bot: QABot) -> None:
    with pytest.raises(QuestionError, match=r"^the question is empty"):
        bot.ask("And when?", standalone_question="  ")


def test_an_error_leaves_a_conversation_as_it_was(bot: QABot) -> None:
    bot.add(*STORIES)
    conversation = bot.conversation([Turn(LIGHT)])
    with pytest.raises(QuestionError):
        conversation.ask(" ")
    with pytest.raises(QuestionError):
        conversation.ask("When?", source="nobody")
    assert conversation.turns == (Turn(LIGHT),)
