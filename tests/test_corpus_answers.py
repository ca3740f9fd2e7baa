"""The whole path on the sample corpus: real model, real index, real processes, the commands that users run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BARS = ("quote_validity=1", "article_hit@1=0.9", "passage_hit@10=0.98", "answer_accuracy=0.8", "refusal_recall=0.4")


def qa_bot(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from qa_bot.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.model
@pytest.mark.server
def test_the_sample_questions_are_answered_as_well_as_the_docs_say(tmp_path: Path) -> None:
    library, out = tmp_path / "library", tmp_path / "out"
    added = qa_bot("add", ROOT / "corpus", "--library", library)
    assert (added.returncode, added.stdout) == (0, "32 added, 1 skipped\n")
    bars = [part for bar in BARS for part in ("--fail-under", bar)]
    run = qa_bot("eval", ROOT / "corpus" / "questions.jsonl", "--library", library, "--out", out, *bars)
    assert (run.returncode, run.stderr) == (0, "")
    assert len((out / "questions.jsonl").read_text().splitlines()) == 195
    assert json.loads((out / "run.json").read_text())["figures"]["quote_validity"]["value"] == 1
