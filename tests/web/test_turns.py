"""Visitors take turns: what one of them asks for keeps no other waiting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Event

import pytest

from qa_bot import QABot
from qa_bot.web.adding import MOST_WAITING, Adding
from qa_bot.web.turns import MOST_EACH, MOST_STREAMS, Baton, Changes, Shares

STORY = "The bridge over the river was opened on Monday by the mayor, and trains cross it daily."


@pytest.fixture
def shares() -> Iterator[Shares]:
    made = Shares(1, "test")
    yield made
    made.close()


def test_who_asks_once_need_not_wait_for_all_that_another_asks(shares: Shares) -> None:
    done: list[str] = []
    begin, end = Event(), Event()
    shares.submit("ann", begin.wait)
    for n in range(100):
        shares.submit("ann", lambda n=n: done.append(f"ann {n}"))  # type: ignore[misc]
    shares.submit("bob", lambda: done.append("bob"))
    shares.submit("ann", end.set)
    begin.set()
    assert end.wait(30)
    assert "bob" in done[:2]
    assert [each for each in done if each != "bob"] == [f"ann {n}" for n in range(100)]


def test_a_visitor_has_only_so_many_of_the_threads() -> None:
    shares, both, end = Shares(4, "test", each=2), Barrier(2, timeout=30), Event()
    running: set[int] = set()
    most: list[int] = []

    def work(number: int) -> None:
        running.add(number)
        most.append(len(running))
        both.wait()
        running.discard(number)

    for n in range(20):
        shares.submit("ann", lambda n=n: work(n))  # type: ignore[misc]
    shares.submit("ann", end.set)
    assert end.wait(30)
    shares.close()
    assert max(most) == 2


def test_what_breaks_down_keeps_nobody_waiting(shares: Shares) -> None:
    end = Event()
    shares.submit("ann", lambda: 1 / 0)
    shares.submit("ann", end.set)
    assert end.wait(30)


def test_a_long_upload_lets_another_visitor_in_between_its_articles(bot: QABot, tmp_path: Path) -> None:
    adding = Adding(bot, tmp_path / "uploads", Baton())
    many = tmp_path / "many.jsonl"
    many.write_text("".join(f'{{"id": "{n}", "title": "{n}", "text": "{STORY} {n}"}}\n' for n in range(1500)))
    adding.add_file("ann", many)
    for _ in adding.changes("ann"):
        if adding.items("ann")[0].outcome not in ("waiting", "reading"):
            break
    adding.add_text("bob", "Mine", "The ferry is late again, said its captain.")
    for _ in adding.changes("bob"):
        pass
    assert [each.state for each in adding.items("bob")] == ["added"]
    assert adding.is_busy("ann")
    adding.close()


def test_a_visitor_adds_so_many_things_at_once(bot: QABot, tmp_path: Path) -> None:
    adding = Adding(bot, tmp_path / "uploads", turns := Baton())
    with turns:
        for _ in range(MOST_WAITING + 5):
            adding.add_text("ann", "", STORY)
        items = adding.items("ann")
    adding.close()
    assert len(items) == MOST_WAITING + 1
    assert items[-1].problems == ("at most 1,000 are taken at once",)


def test_a_visitors_oldest_streams_end_where_they_open_too_many() -> None:
    changes = Changes()
    held = [changes.follow("ann", "chat", lambda: False) for _ in range(MOST_EACH)]
    others = changes.follow("bob", "chat", lambda: False)
    for each in (*held, others):
        next(each)
    next(changes.follow("ann", "chat", lambda: False))
    assert next(held[0], "over") is None  # tells that it ends
    assert next(held[0], "over") == "over"
    changes.tell("chat")
    assert [next(each, "over") for each in (*held[1:], others)] == [None] * MOST_EACH


def test_what_changes_while_the_last_is_told_is_told_after_it() -> None:
    changes = Changes()
    stream = changes.follow("ann", "chat", lambda: True)
    next(stream)
    changes.tell("chat")
    assert list(stream) == [None]


def test_all_streams_together_are_bounded() -> None:
    changes = Changes()
    held = [changes.follow(f"visitor {n}", "chat", lambda: False) for n in range(MOST_STREAMS + 1)]
    for each in held:
        next(each)
    assert list(held[0]) == [None]
    changes.close()
    assert [list(each) for each in held[1:]] == [[None]] * MOST_STREAMS
