"""Other users of the machine read nothing of a library: not its articles, not its chats, not what was uploaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import STORIES, HashingEmbedder

from qa_bot import QABot, Settings, keeping
from qa_bot.feedback import write_question_set
from qa_bot.history import History
from qa_bot.web.adding import Adding
from qa_bot.web.evaluations import Evaluations
from qa_bot.web.turns import Baton

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions")


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    """Make files as most machines do: for everybody to read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def for_others(folder: Path) -> list[str]:
    """Return what of a folder, and whether the folder, others could do anything with; locks hold nothing."""
    found = [path for path in (folder, *sorted(folder.iterdir())) if path.stat().st_mode & 0o077]
    return [path.name for path in found if path.name not in ("holder", "lock")]


def use(folder: Path) -> None:
    """Do everything that makes a file."""
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load()) as bot:
        bot.add(*STORIES)
        sent = folder.parent / "sent.txt"
        sent.write_text("The ferry to Oskholm leaves at noon, said its captain.")
        adding = Adding(bot, folder / "uploads", Baton(1))
        adding.add_file("ann", sent)
        for _ in adding.changes("ann"):
            pass
        adding.close()
        questions = folder.parent / "set.jsonl"
        questions.write_text('{"question": "When does it leave?", "answers": ["at noon"]}\n')
        assert list(Evaluations(bot, folder / "runs" / "ann").run(questions, None, False))
        write_question_set([{"question": "x"}], folder / "feedback.jsonl")
        History(folder / "conversations.db", bot.library.article).close()
        assert for_others(folder) == []


def test_what_is_made_is_its_owners_alone(folder: Path) -> None:
    use(folder)
    assert {each.name for each in folder.iterdir()} >= {"library.db", "conversations.db", "uploads", "runs", "chroma"}
    for name in ("library.db", "conversations.db", "feedback.jsonl"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600, name
    for path in (folder, folder / "uploads", folder / "runs", folder / "chroma"):
        assert path.stat().st_mode & 0o777 == 0o700, path


def test_what_was_open_to_others_is_closed_when_it_is_opened(folder: Path) -> None:
    use(folder)
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load()):
        assert for_others(folder) == []
    History(folder / "conversations.db", lambda _: None).close()


def test_a_backup_is_its_owners_alone(folder: Path, tmp_path: Path) -> None:
    use(folder)
    keeping.backup(tmp_path / "kept.zip", folder)
    assert (tmp_path / "kept.zip").stat().st_mode & 0o777 == 0o600
    keeping.restore(tmp_path / "kept.zip", tmp_path / "again")
    assert (tmp_path / "again").stat().st_mode & 0o777 == 0o700
