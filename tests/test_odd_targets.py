"""Commands whose files are no files: one line and exit code 2, nothing replaced that is no regular file, no hanging."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import Command

from qa_bot.files import replacing

pytestmark = pytest.mark.slow

GOOD = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."

WRITES = {
    "backup": ["backup", "TARGET"],
    "export": ["export", "TARGET"],
    "draft": ["questions", "draft", "TARGET"],
    "eval": ["eval", "SET", "--out", "TARGET"],
}
READS = {
    "restore": ["restore", "TARGET", "--library", "NEW"],
    "add": ["add", "TARGET"],
    "eval": ["eval", "TARGET"],
    "check": ["questions", "check", "TARGET"],
    "compare": ["compare", "TARGET", "TARGET"],
    "list": ["list", "--library", "TARGET"],
    "restore into": ["restore", "KEPT", "--library", "TARGET"],
    "backup of": ["backup", "NEW", "--library", "TARGET"],
    "rebuild": ["rebuild", "--library", "TARGET"],
}
ODD: dict[str, Callable[[Path], object]] = {
    "fifo": os.mkfifo,
    "folder": Path.mkdir,
    "link to nothing": lambda path: path.symlink_to("nothing/there"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to a device": lambda path: path.symlink_to("/dev/null"),
    "empty file": Path.touch,
    "device": lambda path: path.symlink_to("/dev/full"),
}


@pytest.fixture
def filled(command: Command, tmp_path: Path) -> Command:
    """Return the commands of a library with an article, beside a set of questions and a backup."""
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "set.jsonl").write_text('{"question": "Who opened the bridge?", "unanswerable": true}\n')
    assert command("add", tmp_path / "good.txt").code == 0
    assert command("backup", tmp_path / "kept.zip").code == 0
    return command


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("what", [*WRITES, *READS])
def test_an_odd_target_is_a_line_and_stays_what_it_is(filled: Command, tmp_path: Path, what: str, odd: str) -> None:
    target = tmp_path / "target"
    ODD[odd](target)
    kind = stat.S_IFMT(target.lstat().st_mode)
    named = {"TARGET": target, "SET": tmp_path / "set.jsonl", "KEPT": tmp_path / "kept.zip", "NEW": tmp_path / "new"}
    for command in [each[what] for each in (WRITES, READS) if what in each]:
        run = filled(*(named.get(each, each) for each in command))
        assert run.code in (0, 1, 2)
        assert "Traceback" not in run.err
        if run.code == 2:
            assert run.err.count("\n") == 1
    assert stat.S_IFMT(target.lstat().st_mode) == kind
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_what_a_link_leads_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "goal").write_text("before")
    (tmp_path / "link").symlink_to("goal")
    with replacing(tmp_path / "link") as stream:
        stream.write("after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "goal").read_text() == "after"


@pytest.fixture
def gone(tmp_path: Path) -> Iterator[None]:
    """Run in a folder that has been removed."""
    before, here = Path.cwd(), tmp_path / "here"
    here.mkdir()
    os.chdir(here)
    here.rmdir()
    yield
    os.chdir(before)


@pytest.mark.parametrize(
    "arguments", [["list"], ["add", "x.txt"], ["ask", "why?"], ["doctor"], ["backup", "x.zip"], ["restore", "x.zip"]]
)
def test_a_folder_that_is_gone_is_said(command: Command, gone: None, arguments: list[str]) -> None:
    run = command(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err == "qa-bot: the folder that this runs in is gone; change to one that is there\n"
