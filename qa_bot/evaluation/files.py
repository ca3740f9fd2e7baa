"""Keep a run as a folder of files that people read and two runs are compared by."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa_bot.errors import QABotError
from qa_bot.evaluation.gate import Bar
from qa_bot.evaluation.html import report_html
from qa_bot.evaluation.junit import junit_xml
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.report import Report

RUN, QUESTIONS, HTML, JUNIT = "run.json", "questions.jsonl", "report.html", "junit.xml"


def write_report(report: Report, folder: Path | str, *, bars: Sequence[Bar] = ()) -> None:
    """Write questions.jsonl, report.html, junit.xml and run.json into a folder, which is made if need be.

    Two runs on the same library give the same bytes, except for times: what stands under a key named "timings", in
    elements of the class "qe-time", and in attributes named "time". Each file appears whole and `run.json` last.
    QABotError if the folder cannot be written.
    """
    folder = Path(folder)
    contents = {
        folder / QUESTIONS: "".join(f"{_json(outcome.to_dict())}\n" for outcome in report.outcomes),
        folder / HTML: report_html(report),
        folder / JUNIT: junit_xml(report, bars),
        folder / RUN: _json(report.to_dict(), indent=2) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_files(contents)
    except OSError as error:
        raise QABotError(f"{folder}: the report cannot be written there ({error.strerror}); name another") from error


def load_report(folder: Path | str) -> Report:
    """Return the report of a run that was written to a folder; raise QABotError if there is none or it is damaged."""
    folder = Path(folder)
    if not (folder / RUN).is_file():
        unfinished = " (it was cut off; the same qa-bot eval goes on)" if any(folder.glob("*.part")) else ""
        raise QABotError(f"{folder}: holds no finished run{unfinished}; name the folder that qa-bot eval --out wrote")
    try:
        run: dict[str, Any] = json.loads((folder / RUN).read_text(encoding="utf-8"))
        lines = (folder / QUESTIONS).read_text(encoding="utf-8").split("\n")
        outcomes = [Outcome.from_dict(json.loads(line)) for line in lines if line]
        about = {name: value for name, value in run.items() if name not in _MEASURED}
        return Report.of(outcomes, k=run["k"], run=about, folder=folder)
    except (OSError, ValueError, KeyError, TypeError, QABotError) as error:
        raise QABotError(
            f"{folder}: the run there cannot be read ({error or type(error).__name__}); evaluate anew"
        ) from error


_MEASURED = frozenset({"figures", "slices", "curves", "warnings", "timings"})


def replace_files(contents: Mapping[Path, str]) -> None:
    """Write everything to temporary files, and only when all of it is on disk put them in their places, in order."""
    temporaries = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in contents}
    try:
        for path, temporary in temporaries.items():
            _write(temporary, contents[path])
        for path, temporary in temporaries.items():
            temporary.replace(path)
    finally:
        for temporary in temporaries.values():
            temporary.unlink(missing_ok=True)


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=str)


def _write(path: Path, content: str) -> None:
    # Half a surrogate pair, which UTF-8 cannot hold, becomes the escape that JSON has for it.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
