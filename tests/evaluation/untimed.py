"""The files of a run without what differs from run to run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def untimed(folder: Path) -> dict[str, str]:
    """Return each file of a run as text, without its timing fields."""
    return {path.name: _untimed(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _untimed(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return re.sub(r'<span class="qe-time">[^<]*</span>', "", text)
    if path.suffix == ".xml":
        return re.sub(r' time="[\d.]+"', "", text)
    if path.suffix == ".jsonl":
        return "".join(json.dumps(_without(json.loads(line))) + "\n" for line in text.splitlines())
    return json.dumps(_without(json.loads(text)))


def _without(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _without(item) for key, item in value.items() if key != "timings"}
    return [_without(item) for item in value] if isinstance(value, list) else value
