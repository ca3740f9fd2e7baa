"""What visitors can make grow has a bound, and what they delete is freed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import STORIES

from qa_bot import QABot
from qa_bot.ask import Ask
from qa_bot.history import Feedback, History, Most
from qa_bot.web.asking import Asking

MOST = Most(in_conversation=3, of_visitor=6, of_all=8, judged=2)


@pytest.fixture
def kept(bot: QABot, tmp_path: Path) -> Iterator[History]:
    bot.add(*STORIES)
    opened = History(tmp_path / "conversations.db", bot.library.article, most=MOST)
    yield opened
    opened.close()


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("conversations.db*"))


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("question", "the question"),
        ("standalone_question", "a part of the question"),
        ("source", "a part of the question"),
        ("after", "a part of the question"),
        ("engine", "a part of the question"),
    ],
)
def test_of_a_question_without_end_only_the_beginning_is_kept(
    bot: QABot, kept: History, tmp_path: Path, field: str, named: str
) -> None:
    asking = Asking(bot, kept)
    before = size(tmp_path)
    asked = Ask(**{"question": "Why?", field: "why " * 2_000_000})
    conversation, exchange = asking.ask("ann", asked, None)
    for _ in asking.changes("ann", conversation):
        pass
    shown = kept.exchange("ann", exchange)
    assert shown
    assert (shown.state, shown.problem) == (
        "failed",
        f"{named} has 8,000,000 characters; ask in at most 2,000",
    )
    asking.ask_again("ann", shown, asked)
    asking.close()
    assert size(tmp_path) - before < 100_000


def test_what_is_deleted_is_freed(bot: QABot, kept: History, tmp_path: Path) -> None:
    before = size(tmp_path)
    conversation, _, _ = kept.ask("ann", Ask("why " * 500_000))
    assert size(tmp_path) > before + 3_000_000
    kept.delete("ann", conversation)
    assert size(tmp_path) < before + 200_000


def test_a_conversation_a_visitor_and_all_together_keep_so_many(kept: History) -> None:
    first, _, _ = kept.ask("ann", Ask("Why 0?"))
    for n in range(1, 5):
        kept.ask("ann", Ask(f"Why {n}?"), first)
    found = kept.conversation("ann", first)
    assert found
    assert [each.asked.question for each in found.exchanges] == ["Why 2?", "Why 3?", "Why 4?"]
    for n in range(4):
        kept.ask("ann", Ask(f"How {n}?"))
    assert [each.title for each in kept.conversations("ann")] == ["How 3?", "How 2?", "How 1?", "How 0?"]
    for n in range(5):
        kept.ask(f"visitor {n}", Ask("Who?"))
    assert [each.title for each in kept.conversations("ann")] == ["How 3?", "How 2?", "How 1?"]


def test_so_many_judgements_are_kept(kept: History) -> None:
    for n in range(4):
        _, exchange, _ = kept.ask(f"visitor {n}", Ask("Who?"))
        kept.give_feedback(f"visitor {n}", exchange, Feedback(good=True), {"n": n})
    assert len(kept.feedback_lines()) == 2
