"""The notebook of examples/: it runs from its beginning, and shows what it shows."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from nbconvert import HTMLExporter
from notebooks import QUICKSTART, outputs, run

pytestmark = [pytest.mark.model, pytest.mark.server, pytest.mark.slow]

REFUSED = "What is the capital of Australia?"


def test_the_quickstart_runs_and_its_outputs_are_those_of_a_run() -> None:
    kept = nbformat.read(QUICKSTART, as_version=4)
    assert outputs(run(QUICKSTART)) == outputs(kept), "run scripts/notebook and look at what changed"


def test_the_quickstart_is_small_and_says_nothing_of_a_machine() -> None:
    text = QUICKSTART.read_text(encoding="utf-8")
    assert len(text) < 100_000
    assert not re.search(r"/(?:tmp|root|home|work|Users)/", text)
    assert all("execution" not in cell["metadata"] for cell in json.loads(text)["cells"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_quickstart_as_html_shows_answers_without_a_script_of_ours(theme: str) -> None:
    html, _ = HTMLExporter(theme=theme).from_filename(QUICKSTART)
    answers = re.findall(r'<div class="qa-bot tex2jax_ignore.*?</style>(.*?)</div>\s*</div>', html, re.DOTALL)
    assert len(answers) >= 5
    assert "<script" not in "".join(answers)


def test_what_is_shown_as_a_refusal_is_one() -> None:
    cells = [each for each in nbformat.read(QUICKSTART, as_version=4).cells if REFUSED in each.source]
    assert len(cells) == 2
    alone, quoted = (str(each.outputs) for each in cells)
    assert "No answer" in alone
    assert "[]]" in quoted
