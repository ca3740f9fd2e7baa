"""The examples of docs/api.md, run as they stand against a page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qa_bot import QABot

pytestmark = pytest.mark.server

DOCS = (Path(__file__).parent.parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:7860"


def example(language: str, page: str) -> str:
    """Return the only example in a language, for this page."""
    (code,) = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    assert ADDRESS in code
    return code.replace(ADDRESS, page)


def test_the_python_example(page: str) -> None:
    ran = subprocess.run([sys.executable, "-c", example("python", page)], capture_output=True, text=True, check=True)
    assert ran.stdout == ("1 added\nTrue The bridge over the Orla was opened in 1932.\n2016-06-15\nTrue\n")


def test_the_curl_example(page: str) -> None:
    ran = subprocess.run(["sh", "-eu", "-c", example("sh", page)], capture_output=True, text=True, check=True)
    assert ran.stdout.count("event: complete") == 3
    added, answer, articles = (json.loads(data)[0] for data in re.findall(r"^data: (.*)$", ran.stdout, re.MULTILINE))
    assert len(added["added"]) == 1
    assert "The mill of Orn was sold in 1951 to the town." in answer["citations"][0]["quote"]
    assert "The mill" in [each["title"] for each in articles]


def test_the_shape_is_that_of_an_answer(bot: QABot) -> None:
    (shape,) = re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)
    documented: dict[str, Any] = json.loads(shape)
    bot.add(Path(__file__).parent.parent.parent / "corpus" / "notre-dame-fire.md")
    answer = bot.ask("When did the fire break out?").to_dict()
    assert list(documented) == list(answer)
    assert list(documented["citations"][0]) == list(answer["citations"][0])
    assert list(documented["citations"][0]["article"]) == list(answer["citations"][0]["article"])
    assert documented["direct"].keys() == {"text", "start", "end", "citation", "said_by"}
