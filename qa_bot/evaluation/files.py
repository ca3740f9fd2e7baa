"""Keep a run as a folder of files that people read, two runs are compared by, and continuous integration shows."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from qa_bot.errors import QABotError
from qa_bot.evaluation.html import report_html
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.report import Bar, Report, shortfall

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(report: Report, bars: Sequence[Bar] = ()) -> str:
    """Return two suites: the bars, which fail where they are not cleared, and the questions, with what is wrong."""
    root = ElementTree.Element("testsuites", name="qa-bot eval")
    if bars:
        _suite(root, "bars", [_bar(report, bar) for bar in bars])
    _suite(root, "questions", [_question(outcome) for outcome in report.outcomes])
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(root: ElementTree.Element, name: str, cases: Sequence[ElementTree.Element]) -> None:
    failed = sum(case.find("failure") is not None for case in cases)
    suite = ElementTree.SubElement(root, "testsuite", name=name, tests=str(len(cases)), failures=str(failed))
    suite.extend(cases)


def _bar(report: Report, bar: Bar) -> ElementTree.Element:
    return _case("bars", f"{bar.metric}={bar.value:g}", shortfall(report, bar))


def _question(outcome: Outcome) -> ElementTree.Element:
    case = _case(outcome.question.type or "questions", f"{outcome.question.id}: {outcome.question.question}", None)
    case.set("time", f"{outcome.timings.get('ask_ms', 0) / 1000:.4f}")
    if outcome.verdict != "right":
        _fail(case, outcome.verdict, _message(outcome))
    return case


def _message(outcome: Outcome) -> str:
    if outcome.verdict == "refused":
        return f"refused ({outcome.answer['reason']}), but the articles answer it: {_expected(outcome)}"
    if outcome.question.unanswerable:
        return f"answered, but the articles do not answer it: {outcome.answer['text']}"
    return f"expected {_expected(outcome)}; answered: {outcome.answer['text']}"


def _expected(outcome: Outcome) -> str:
    question = outcome.question
    return " or ".join(question.answers) or question.reference or " and ".join(each.quote for each in question.evidence)


def _case(group: str, name: str, problem: str | None) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=_clean(group), name=_clean(name))
    if problem:
        _fail(case, "bar", problem)
    return case


def _fail(case: ElementTree.Element, kind: str, message: str) -> None:
    ElementTree.SubElement(case, "failure", type=kind, message=_clean(message))


def _clean(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


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
