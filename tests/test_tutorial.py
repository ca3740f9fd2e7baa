"""The tutorial does what it says, from its first line to its last."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.model, pytest.mark.server, pytest.mark.slow]

PAGE = (Path(__file__).parent.parent / "docs" / "tutorial.md").read_text(encoding="utf-8")


def run(command: list[str], given: str, folder: Path) -> str:
    """Run what stands in a block, with the commands of this environment on the path."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    ran = subprocess.run(
        command, input=given, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_each_block_of_the_tutorial_works_after_those_before_it(tmp_path: Path) -> None:
    blocks = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)
    commands = {"sh": ["sh", "-eu"], "python": [sys.executable, "-"]}
    added, asked, refused, judged, compared, program = (run(commands[kind], text, tmp_path) for kind, text in blocks)
    assert "2 added" in added
    assert "Ferry to Skelle stops for the winter" in added
    assert "Ada Berg [1]" in asked
    assert "two hours [1]" in asked
    assert json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))["direct"]["text"] == "2.4 million crowns"
    assert refused.rstrip().endswith("refused")
    assert "quote_validity" in judged
    assert (tmp_path / "results" / "first" / "report.html").is_file()
    assert "threshold" in compared
    assert "quote_validity" in program
