"""Ask the same questions under several settings of one library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from qa_bot.errors import SettingsError
from qa_bot.evaluation.report import Report
from qa_bot.evaluation.table import number

_COLUMNS = ("accuracy", "score", "answer_accuracy", "refusal_recall", "coverage", "quote_f1")


def parse_settings(texts: Sequence[str]) -> list[dict[str, str]]:
    """Return every combination of NAME=VALUE,VALUE,...; one without any is the settings as they are."""
    choices: dict[str, list[str]] = {}
    for text in texts:
        name, separator, given = (part.strip() for part in text.partition("="))
        values = [value.strip() for value in given.split(",")]
        if not separator or not name or not all(values):
            raise SettingsError(f"setting {text!r}: write NAME=VALUE or NAME=VALUE,VALUE, e.g. threshold=0.3,0.5")
        if name in choices:
            raise SettingsError(f"setting {name} is given twice; write {name}=VALUE,VALUE")
        choices[name] = list(dict.fromkeys(values))
    return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]


def label(values: Mapping[str, str]) -> str:
    """Return what a combination is called, also as a folder."""
    text = ",".join(f"{name}={value}" for name, value in values.items())
    return "".join(character if character.isalnum() or character in "=,.-_" else "_" for character in text)


def render_sweep(reports: Mapping[str, Report]) -> str:
    """Return a table with a row for each combination; a star marks the best of a column."""
    width = max(len(name) for name in reports)
    best = {name: max((_value(each, name) for each in reports.values()), default=0.0) for name in _COLUMNS}
    lines = [f"{'':<{width}}" + "".join(f" {name:>16}" for name in _COLUMNS)]
    for called, report in reports.items():
        cells = (
            f" {number(report.figures[name].value) + ('*' if _value(report, name) == best[name] else ' '):>16}"
            for name in _COLUMNS
        )
        lines.append(f"{called:<{width}}" + "".join(cells))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _value(report: Report, name: str) -> float:
    value = report.figures[name].value
    return float("-inf") if value is None else value
