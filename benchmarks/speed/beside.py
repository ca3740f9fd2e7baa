"""QA Bot beside its peers: the same articles, model and machine, one after the other in each round."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Asked
from qa_bot.model import Article

PEERS = {"plain": "plain LangChain + Chroma", "llama_index": "LlamaIndex", "haystack": "Haystack", "txtai": "txtai"}
OWN = "QA Bot"
_HERE = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True)
class Told:
    """What a run told: seconds to load, articles a second, median milliseconds to ask, megabytes, pieces stored."""

    load_s: float
    rate: float
    ask_ms: float
    peak_mb: float
    pieces: int


def beside(
    articles: Sequence[Article], asked: Sequence[Asked], *, peers: Path | None, work: Path, rounds: int
) -> Iterator[str]:
    """Yield the lines of the table: medians of the rounds, and the ratios to QA Bot of the same round."""
    pythons = {OWN: (Path(sys.executable), "qa_bot")}
    for name, title in PEERS.items() if peers else ():
        python = peers / name / "bin" / "python" if peers else Path()
        if python.exists():
            pythons[title] = (python, name)
        else:
            yield f"(not installed: {title})"
    given, questions = _write(work, articles, asked)
    runs: dict[str, list[Told]] = {title: [] for title in pythons}
    for _ in range(rounds):
        for title, (python, name) in pythons.items():
            runs[title].append(_run(python, name, given, questions, work / "store"))
    yield from _table(runs)


def _table(runs: Mapping[str, Sequence[Told]]) -> Iterator[str]:
    yield "| | loaded, s | articles/s | QA Bot adds times as fast | asked, ms | peak, MB | pieces |"
    yield "|---|---|---|---|---|---|---|"
    for title, each in runs.items():
        ratios = [own.rate / told.rate for own, told in zip(runs[OWN], each, strict=True)]
        spread = f"{statistics.median(ratios):.2f} [{min(ratios):.2f}, {max(ratios):.2f}]" if title != OWN else ""
        middle = [
            f"{statistics.median(getattr(told, name) for told in each):{form}}"
            for name, form in (("load_s", ".1f"), ("rate", ".2f"), ("ask_ms", ".1f"), ("peak_mb", ".0f"))
        ]
        load, rate, ask, peak = middle
        yield f"| {title} | {load} | {rate} | {spread} | {ask} | {peak} | {each[0].pieces} |"


def _run(python: Path, name: str, articles: Path, questions: Path, store: Path) -> Told:
    shutil.rmtree(store, ignore_errors=True)
    command = [str(python), str(_HERE / f"{name}_peer.py"), str(articles), str(questions), str(store)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr.strip().splitlines()[-1]}")
    told = json.loads(done.stdout.splitlines()[-1])
    rate = told["articles"] / told["add_s"]
    return Told(told["load_s"], rate, statistics.median(told["ask_ms"]), told["peak_mb"], told["pieces"])


def _write(work: Path, articles: Sequence[Article], asked: Sequence[Asked]) -> tuple[Path, Path]:
    """Write what all are given: titles and texts, and questions."""
    work.mkdir(parents=True, exist_ok=True)
    files = work / "articles.jsonl", work / "questions.jsonl"
    files[0].write_text(
        "".join(json.dumps({"id": each.id, "title": each.title, "text": each.text}) + "\n" for each in articles)
    )
    files[1].write_text("".join(json.dumps({"question": each.question}) + "\n" for each in asked))
    return files
