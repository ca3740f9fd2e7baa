"""What visitors leave behind is cleared away: uploads that broke off, old runs of evaluations."""

from __future__ import annotations

import os
from pathlib import Path

from qa_bot import QABot
from qa_bot.evaluation.files import RUN
from qa_bot.web.runs import Runs
from qa_bot.web.uploads import Uploads


def test_uploads_that_broke_off_go_when_another_is_stored(tmp_path: Path) -> None:
    old, going_on, stored = tmp_path / "tmpold", tmp_path / "tmpnew", tmp_path / "4f1c" / "tmpstory.txt"
    stored.parent.mkdir()
    for each in (old, going_on, stored):
        each.write_text("half")
    os.utime(old, (0, stored.stat().st_mtime - 7200))
    Uploads().keep("ann", stored)
    assert sorted(path.name for path in tmp_path.rglob("tmp*")) == ["tmpnew", "tmpstory.txt"]


def test_of_many_runs_the_oldest_go(bot: QABot, tmp_path: Path) -> None:
    runs = tmp_path / "runs" / "ann"
    for n in range(105):
        (runs / f"set-{n}").mkdir(parents=True)
        (runs / f"set-{n}" / RUN).write_text("{}")
        os.utime(runs / f"set-{n}", (n, n))
    (runs / "mine").mkdir()
    Runs(runs).next("set")
    left = {path.name for path in runs.iterdir()}
    assert left == {"mine", *(f"set-{n}" for n in range(6, 105))}
