"""The curve: time, disk and memory while a library grows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa_bot import QABot
from qa_bot.model import Article


def scale(articles: Sequence[Article], folder: Path, *, step: int) -> Iterator[str]:
    """Yield a line for each so many articles that are added."""
    yield "| articles | passages | articles/s | disk, MB | disk, MB/1,000 articles | memory, MB | asked, p50 ms |"
    yield "|---|---|---|---|---|---|---|"
    asked = [each.title for each in articles[:40] if each.title.strip()]
    with QABot.open(folder) as bot:
        for start in range(0, len(articles), step):
            some = articles[start : start + step]
            began = time.perf_counter()
            bot.add(*some)
            rate = len(some) / (time.perf_counter() - began)
            about = bot.about()
            times = sorted(bot.ask(title).timings["retrieve_ms"] for title in asked)
            disk = about.size / 1e6
            yield (
                f"| {about.articles:,} | {about.passages:,} | {rate:.2f} | {disk:.0f}"
                f" | {1000 * disk / about.articles:.0f} | {_memory():.0f} | {times[len(times) // 2]:.1f} |"
            )


def _memory() -> float:
    """Return the megabytes of this process that are in memory now (on Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000
