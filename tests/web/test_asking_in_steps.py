from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import STORIES
from scripted import numbered, scripted

from qa_bot import QABot
from qa_bot.ask import Ask
from qa_bot.history import History, KeptConversation
from qa_bot.web.asking import Asking


@pytest.fixture
def kept(bot: QABot, tmp_path: Path) -> Iterator[History]:
    bot.add(*STORIES)
    opened = History(tmp_path / "conversations.db", bot.library.article)
    yield opened
    opened.close()


def followed(asking: Asking, kept: History, conversation: str) -> KeptConversation:
    for _ in asking.changes("ann", conversation):
        pass
    found = kept.conversation("ann", conversation)
    assert found
    return found


def test_an_answer_is_kept_whoever_waits_for_it(bot: QABot, kept: History) -> None:
    asking = Asking(bot, kept)
    conversation, exchange = asking.ask("ann", Ask("How many meteors were counted?", source="Sky Letter"), None)
    (shown,) = followed(asking, kept, conversation).exchanges
    assert (shown.id, shown.state) == (exchange, "answered")
    assert shown.answer
    assert shown.answer.filters.source == "Sky Letter"
    assert asking.partial(shown) is None


def test_a_question_that_cannot_be_asked_fails_with_its_reason(bot: QABot, kept: History) -> None:
    asking = Asking(bot, kept)
    conversation, _ = asking.ask("ann", Ask("Who?", source="Nobody"), None)
    (shown,) = followed(asking, kept, conversation).exchanges
    assert shown.state == "failed"
    assert "no article is from 'Nobody'" in shown.problem


def test_a_question_asked_again_takes_the_place_of_the_first(bot: QABot, kept: History) -> None:
    asking = Asking(bot, kept)
    conversation, _ = asking.ask("ann", Ask("How many meteors were counted?"), None)
    (first,) = followed(asking, kept, conversation).exchanges
    asking.ask_again("ann", first, Ask("How many euros were raised?"))
    (second,) = followed(asking, kept, conversation).exchanges
    assert second.id == first.id
    assert second.answer
    assert second.answer.question == "How many euros were raised?"


def test_what_may_follow_was_asked_and_is_answered(bot: QABot, kept: History) -> None:
    asking = Asking(bot, kept)
    conversation, _ = asking.ask("ann", Ask("Who turned the invitation down?"), None)
    (shown,) = followed(asking, kept, conversation).exchanges
    assert len(shown.followups) <= 3
    assert all(bot.ask(each, infer_dates=False).answered for each in shown.followups)


def test_stop_keeps_what_a_model_has_written(bot: QABot, kept: History) -> None:
    def write(prompt: str) -> Iterator[str]:
        yield f"Volunteers raised 240,000 euros. [{numbered(prompt, '240,000 euros')}]\n"
        while True:
            time.sleep(0.01)
            yield "and "

    bot.engines.use(scripted(write))
    asking = Asking(bot, kept)
    conversation, _ = asking.ask("ann", Ask("How many euros were raised for the lantern?"), None)
    for _ in asking.changes("ann", conversation):
        (shown,) = kept.conversation("ann", conversation).exchanges
        partial = asking.partial(shown)
        if partial and partial.claims:
            asking.stop("ann", shown)
    (shown,) = kept.conversation("ann", conversation).exchanges
    assert shown.state == "answered"
    assert shown.answer
    assert ([each.supported for each in shown.answer.claims], shown.answer.notice) == ([True], "Stopped.")


def test_who_follows_an_answer_hears_of_one_that_came_and_went_meanwhile(bot: QABot, kept: History) -> None:
    asking = Asking(bot, kept)
    conversation, first = asking.ask("ann", Ask("How many meteors were counted?"), None)
    stream = asking.changes("ann", conversation, [first])
    assert next(stream) == {first}
    _, second = asking.ask("ann", Ask("thank you"), conversation)
    for _ in asking.changes("ann", conversation, [second]):
        pass
    assert [*stream][-1] == {first, second}


def test_what_is_asked_while_the_page_stops_is_not_begun(bot: QABot, kept: History) -> None:
    asking = Asking(bot, kept)
    asking.close()
    conversation, _ = asking.ask("ann", Ask("How many meteors were counted?"), None)
    (shown,) = followed(asking, kept, conversation).exchanges
    assert shown.state == "asked"  # and stopped, when the history is opened next
