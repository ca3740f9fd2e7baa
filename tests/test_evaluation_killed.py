"""A run that is killed by the system goes on where it was: real processes, a real SIGKILL."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from evaluation.untimed import untimed
from fakes import Command

pytestmark = pytest.mark.slow

NAMES = "bridge harbour tower river school market church castle station garden library theatre"
WORDS = NAMES.split()
COMMAND = [sys.executable, "-c", "from qa_bot.cli import main; main()"]


@pytest.fixture
def sets(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a library and a set that takes some seconds."""
    monkeypatch.chdir(tmp_path)
    for word in WORDS:
        Path(f"{word}.md").write_text(f"---\nid: {word}\n---\nThe {word} of Vell was opened in 1932 by the mayor.")
    rows = [
        {
            "id": f"{word}-{n}",
            "question": f"Who opened the {word} of Vell, asked for the {n}th time?",
            "answers": ["mayor"],
        }
        for n in range(10)
        for word in WORDS
    ]
    Path("set.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert command("add", *(f"{word}.md" for word in WORDS)).code == 0
    return tmp_path


def lines(path: Path) -> Sequence[bytes]:
    return path.read_bytes().splitlines() if path.exists() else []


@pytest.mark.server
def test_a_killed_run_goes_on_and_gives_the_same_bytes(sets: Path, command: Command) -> None:
    journal = sets / "killed" / "questions.jsonl.part"
    process = subprocess.Popen([*COMMAND, "eval", "set.jsonl", "--out", "killed"], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 300
    while len(lines(journal)) < 10 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=60) == -signal.SIGKILL
    assert [path.name for path in journal.parent.iterdir()] == [journal.name]
    done = len(lines(journal)) - 1
    run = command("eval", "set.jsonl", "--out", "killed")
    assert run.code == 0
    before = int(run.out.split(" of the questions were answered in a run that was cut off")[0].splitlines()[-1])
    assert before in (done, done - 1)  # the last line may have been cut in the middle
    assert command("eval", "set.jsonl", "--out", "whole").code == 0
    assert untimed(sets / "killed") == untimed(sets / "whole")
