"""Question sets that are made to take time and memory: they are read like articles, in a process of their own."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation import load_questions
from qa_bot.settings import Settings


def test_a_huge_set_costs_its_reader_and_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    path.write_bytes(b"[" + b'{"":0},' * 6_000_000 + b"0]")
    before = resource.getrusage(resource.RUSAGE_SELF)
    with pytest.raises(QuestionSetError) as raised:
        load_questions(path, Settings.load(read_seconds=2))
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert str(raised.value).startswith(f"{path}: takes ")
    assert after.ru_utime - before.ru_utime < 1
    assert after.ru_maxrss - before.ru_maxrss < 50_000  # kB


def test_a_set_over_the_limit_of_files_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    path.write_text('{"question": "Who?", "unanswerable": true}\n' * 50_000)
    with pytest.raises(QuestionSetError, match=r"2\.15 MB is over the limit of 1 MB \(QA_BOT_MAX_FILE_MB\)"):
        load_questions(path, Settings.load(max_file_mb=1))
