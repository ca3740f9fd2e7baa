"""The examples of docs/rest.md, run as they stand against a page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qa_bot import QABot
from qa_bot.web.guard.limits import _MOST_MB

pytestmark = pytest.mark.server

DOCS = (Path(__file__).parents[3] / "docs" / "rest.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:7860/api/v1"


def run(language: str, address: str, *program: str) -> str:
    """Run the only example in a language against this server, and return what it prints."""
    (code,) = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    assert ADDRESS in code
    command = [*program, code.replace(ADDRESS, address)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_python_example(served: tuple[str, QABot]) -> None:
    printed = run("python", served[0], sys.executable, "-c").splitlines()
    assert printed[:2] == ["[]", "True The bridge over the Orla was opened in 1932."]
    assert printed[2:4] == ["True", "done"]
    assert printed[4:] == ["finished 1.0", "Unprocessable Entity"]


def test_the_curl_example(served: tuple[str, QABot]) -> None:
    printed = run("sh", served[0], "sh", "-eu", "-c")
    assert '"added":["' in printed
    assert printed.count("The mill of Orn was sold in 1951 to the town.") > 2
    assert re.findall(r"event: (\w+)", printed) == ["answer", "done"]
    assert json.loads(printed.splitlines()[-1])["total"] == 1


def test_what_is_said_of_sizes_is_so() -> None:
    assert "over 0.5 MB (articles 20 MB, question sets 5 MB)" in DOCS
    assert (_MOST_MB["/api/v1/articles"], _MOST_MB["/api/v1/evaluations"]) == (20, 5)
