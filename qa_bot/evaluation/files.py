"""A report as files that two runs can be compared by."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from qa_bot.errors import QABotError
from qa_bot.evaluation.report import Report

PACKAGES = ("qa-bot", "numpy", "chromadb", "onnxruntime", "sentence-transformers", "langchain-core")


def write_report(report: Report, folder: Path | str, *, settings: Mapping[str, Any] | None = None) -> None:
    """Write `questions.jsonl` and `run.json` into a folder, which is made if need be; QABotError if it cannot be.

    Two runs on the same library give the same bytes, except what stands under a key named "timings". Each file
    appears whole and `run.json` last. Settings that JSON has no type for are written as text.
    """
    folder = Path(folder)
    run = {"settings": dict(settings or {}), "versions": versions(), **report.to_dict()}
    contents = {
        folder / "questions.jsonl": "".join(f"{_json(outcome.to_dict())}\n" for outcome in report.outcomes),
        folder / "run.json": _json(run, indent=2) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(contents)
    except OSError as error:
        raise QABotError(f"{folder}: the report cannot be written there ({error.strerror}); name another") from error


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide the figures, as far as they are installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=str)


def _replace(contents: Mapping[Path, str]) -> None:
    """Write everything to temporary files, and only when all of it is on disk put them in their places."""
    temporaries = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in contents}
    try:
        for path, temporary in temporaries.items():
            _write(temporary, contents[path])
        for path, temporary in temporaries.items():
            temporary.replace(path)
    finally:
        for temporary in temporaries.values():
            temporary.unlink(missing_ok=True)


def _write(path: Path, content: str) -> None:
    # Half a surrogate pair, which UTF-8 cannot hold, becomes the escape that JSON has for it.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
