from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import AIR_STRIKES, span

from qa_bot.ask import Ask
from qa_bot.errors import LibraryError
from qa_bot.history import Feedback, History
from qa_bot.model import Answer, Article, Citation, Turn

CITED = Citation(AIR_STRIKES, span(AIR_STRIKES.text, "The Pentagon turned the invitation down."), 1)
ANSWER = Answer("Who declined?", "Who declined?", 0.9, "test", f"{CITED.quote} [1]", citations=(CITED,))


def find_article(article_id: str) -> Article | None:
    return AIR_STRIKES if article_id == AIR_STRIKES.id else None


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[History]:
    opened = History(tmp_path / "conversations.db", find_article)
    yield opened
    opened.close()


def test_a_conversation_survives_the_end_of_the_process(kept: History, tmp_path: Path) -> None:
    conversation, exchange, run = kept.ask("ann", Ask("Who declined?", after="2016-01-01"))
    kept.answered(run, ANSWER)
    kept.suggest(run, ("And why?",))
    kept.close()
    again = History(tmp_path / "conversations.db", find_article)
    found = again.conversation("ann", conversation)
    assert found is not None
    (shown,) = found.exchanges
    assert (found.title, shown.id, shown.state) == ("Who declined?", exchange, "answered")
    assert (shown.answer, shown.followups) == (ANSWER, ("And why?",))
    assert shown.asked == Ask("Who declined?", after="2016-01-01")
    again.close()


def test_what_was_being_asked_when_the_process_ended_is_stopped(kept: History, tmp_path: Path) -> None:
    conversation, *_ = kept.ask("ann", Ask("Who?"))
    kept.close()
    again = History(tmp_path / "conversations.db", find_article)
    found = again.conversation("ann", conversation)
    assert found
    assert [each.state for each in found.exchanges] == ["stopped"]
    again.close()


def test_each_visitor_meets_only_their_own(kept: History) -> None:
    conversation, exchange, run = kept.ask("ann", Ask("Who?"))
    kept.answered(run, ANSWER)
    assert kept.conversation("bob", conversation) is None
    assert kept.exchange("bob", exchange) is None
    assert kept.conversations("bob") == []
    assert kept.ask_again("bob", exchange, Ask("Mine now?")) is None
    kept.rename("bob", conversation, "Mine")
    kept.delete("bob", conversation)
    kept.delete("bob")
    other, *_ = kept.ask("bob", Ask("Hello?"), conversation)
    assert other != conversation
    (own,) = kept.conversations("ann")
    assert (own.id, own.title) == (conversation, "Who?")


def test_later_questions_join_their_conversation_and_lean_on_what_was_answered(kept: History) -> None:
    conversation, first, run = kept.ask("ann", Ask("Who declined?"))
    kept.answered(run, ANSWER)
    same, second, _ = kept.ask("ann", Ask("And why?"), conversation)
    before, after = kept.exchange("ann", first), kept.exchange("ann", second)
    assert same == conversation
    assert before
    assert after
    assert kept.before(after, 8) == (Turn.of(ANSWER),)
    assert kept.before(after, 0) == ()
    assert kept.before(before, 8) == ()


def test_a_run_that_was_stopped_or_replaced_writes_nothing(kept: History) -> None:
    _, exchange, run = kept.ask("ann", Ask("Who?"))
    kept.stop("ann", exchange)
    kept.answered(run, ANSWER)
    assert _state(kept, exchange) == ("stopped", None)
    newer = kept.ask_again("ann", exchange, Ask("Who else?"))
    assert newer
    kept.failed(run, "too late")
    assert _state(kept, exchange) == ("asked", None)
    kept.answered(newer, ANSWER)
    assert _state(kept, exchange) == ("answered", ANSWER)


def test_chats_are_found_by_words_of_titles_and_questions(kept: History) -> None:
    first, *_ = kept.ask("ann", Ask("How many meteors were counted?"))
    second, *_ = kept.ask("ann", Ask("Who paid 100% of it?"))
    kept.ask("ann", Ask("And for the lighthouse?"), second)
    kept.rename("ann", first, "  Sky\nthings ")
    assert [each.id for each in kept.conversations("ann")] == [second, first]
    assert [each.title for each in kept.conversations("ann", "sky METEORS")] == ["Sky things"]
    assert [each.id for each in kept.conversations("ann", "lighthouse")] == [second]
    assert [each.id for each in kept.conversations("ann", "0%")] == [second]
    assert kept.conversations("ann", "_") == []


def test_chats_are_found_by_words_of_their_answers_as_the_articles_have_them(kept: History, tmp_path: Path) -> None:
    answered, _, run = kept.ask("ann", Ask("Who declined?"))
    kept.answered(run, ANSWER)
    kept.ask("ann", Ask("Who else?"))
    assert [each.id for each in kept.conversations("ann", "pentagon INVITATION declined")] == [answered]
    assert kept.conversations("bob", "pentagon") == []
    kept.close()
    without = History(tmp_path / "conversations.db", lambda _: None)
    assert without.conversations("ann", "pentagon") == []
    without.close()


def test_what_is_deleted_is_gone_but_for_feedback(kept: History) -> None:
    conversation, exchange, run = kept.ask("ann", Ask("Who?"))
    kept.answered(run, ANSWER)
    kept.give_feedback("ann", exchange, Feedback(True), {"question": "Who?"})
    kept.delete("ann", conversation)
    assert kept.conversations("ann") == []
    assert kept.exchange("ann", exchange) is None
    assert kept.feedback_lines() == [{"question": "Who?"}]


def test_feedback_can_be_changed_and_taken_back(kept: History) -> None:
    _, exchange, run = kept.ask("ann", Ask("Who?"))
    kept.answered(run, ANSWER)
    wrong = Feedback(False, "wrong_source", "The lighthouse")
    kept.give_feedback("ann", exchange, Feedback(True), {"n": 1})
    kept.give_feedback("ann", exchange, wrong, {"n": 2})
    kept.give_feedback("bob", "another", wrong, None)
    found = kept.exchange("ann", exchange)
    assert found
    assert found.feedback == wrong
    assert kept.feedback_lines() == [{"n": 2}]
    kept.give_feedback("ann", exchange, None, None)
    assert kept.feedback_lines() == []


def test_a_file_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="newer QA Bot"):
        History(path, find_article)


def _state(kept: History, exchange_id: str) -> tuple[str, Answer | None]:
    found = kept.exchange("ann", exchange_id)
    assert found
    return found.state, found.answer
