"""From the start of a process: an answer, `import qa_bot`, the page."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

_QUESTION = "Why did the US suspend talks with Russia?"
_CORPUS = Path("corpus")


def cold(work: Path, *, rounds: int) -> Iterator[str]:
    """Yield a line for each, on a library of the sample articles."""
    library = work / "cold"
    _bot(library, "add", str(_CORPUS))
    asked = [_timed(lambda: _bot(library, "ask", _QUESTION)) for _ in range(rounds)]
    imported = [_timed(lambda: subprocess.run([sys.executable, "-c", "import qa_bot"], check=True)) for _ in asked]
    bare = [_timed(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in asked]
    served = [_page(library) for _ in range(min(3, rounds))]
    yield _line("qa-bot ask, from the start of the process to its end", asked, 1.5)
    yield _line("import qa_bot, Python's own start left out", [a - b for a, b in zip(imported, bare, strict=True)], 0.3)
    yield _line("qa-bot serve, until the page is there", served, 5)


def _line(name: str, seconds: list[float], target: float) -> str:
    low, high = min(seconds), max(seconds)
    return f"{name}: {statistics.median(seconds):.2f} s [{low:.2f}, {high:.2f}]  n={len(seconds)}, target {target} s"


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _bot(library: Path, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("qa-bot")), *arguments, "--library", str(library)]
    subprocess.run(command, check=True, capture_output=True)


def _page(library: Path) -> float:
    """Serve, and return how long it takes until the page answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"QA_BOT_LIBRARY": str(library), "QA_BOT_PORT": str(port)}
    started = time.perf_counter()
    served = subprocess.Popen(
        [str(Path(sys.executable).with_name("qa-bot")), "serve"],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() < started + 60:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            except OSError:
                time.sleep(0.02)
            else:
                return time.perf_counter() - started
        raise SystemExit("the page did not come")
    finally:
        served.terminate()
        served.wait()
