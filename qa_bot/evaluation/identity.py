"""Tell what was evaluated, so that an interrupted run goes on only where it may."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from qa_bot.evaluation.examine import Answerer
from qa_bot.evaluation.sets import Question

PACKAGES = ("qa-bot", "numpy", "chromadb", "onnxruntime", "torch", "sentence-transformers", "langchain-core")
_PACKAGE = Path(__file__).parent.parent
_COUNTED = (".py", ".npz", ".json")


def identity(bot: Answerer, questions: Sequence[Question], *, k: int, today: date | None) -> dict[str, Any]:
    """Return settings, library, questions, versions and code as JSON: where they are equal, so are the answers."""
    about = json.loads(json.dumps(bot.identity(), default=str))
    day = today or newest(about)
    return {
        **about,
        "questions": {"count": len(questions), "sha256": _digest([each.to_dict() for each in questions])},
        "k": k,
        "today": day.isoformat() if day else None,
        "versions": versions(),
        "code": code(),
    }


def newest(about: Mapping[str, Any]) -> date | None:
    """Return the last day of publication in the library, None if no article has one."""
    published = about.get("library", {}).get("published")
    return date.fromisoformat(published[1]) if published else None


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide the figures, as far as they are installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


@lru_cache(maxsize=1)
def code() -> str:
    """Return the sha256 of the files of this package, so that a run of a changed version is known as such."""
    digest = hashlib.sha256()
    for path in sorted(each for each in _PACKAGE.rglob("*") if each.suffix in _COUNTED):
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
