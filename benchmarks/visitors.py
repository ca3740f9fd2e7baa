"""What many visitors cost: how much memory the page takes as they come, and how long they wait who ask at once.

    python -m benchmarks.visitors memory [--questions 10000] [--steps 20] [--light]
    python -m benchmarks.visitors crowd [--askers 60] [--light]

The page runs in a process of its own on the sample corpus and is asked over HTTP, as its script does it (page) and as
programs do (api). `--light` does without the models: then it is the page alone that is measured.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier
from typing import Any

from benchmarks.crash.world import Hashing
from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch

_CORPUS = Path(__file__).parent.parent / "corpus"
_LONGEST = 600
_ANSWERED = b'data-state=\\"answered'


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds from a question until its answer was there, and until nothing more was to come."""

    answer: float
    end: float


@dataclass(frozen=True, slots=True)
class Visited:
    """A page in a process of its own."""

    host: str
    process: int

    @property
    def megabytes(self) -> float:
        """Return the memory that the process has now."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def event(self, name: str) -> int:
        """Return the number of the page's event of that name."""
        connection = HTTPConnection(self.host, timeout=_LONGEST)
        connection.request("GET", "/config")
        events = json.loads(connection.getresponse().read())["dependencies"]
        return int(next(each["id"] for each in events if any(target[1] == name for target in each["targets"])))

    def ask_page(self, event: int, question: str, who: str) -> Waited:
        """Ask as the page of a new visitor does."""
        began, answer = time.perf_counter(), None
        sent = {"data": [], "fn_index": event, "session_hash": who, "event_data": {"question": question}}
        cookie = {"cookie": f"qa_bot_visitor={who}"}
        self._post("/gradio_api/queue/join", sent, **cookie)
        for line in self._lines(f"/gradio_api/queue/data?session_hash={who}", **cookie):
            if answer is None and _ANSWERED in line:
                answer = time.perf_counter() - began
            if b'"process_completed"' in line:
                break
        end = time.perf_counter() - began
        return Waited(answer or end, end)

    def ask_api(self, question: str) -> Waited:
        """Ask as a program does."""
        began = time.perf_counter()
        call = self._post("/gradio_api/call/ask", {"data": [question, "", "", "", "", True, ""]})["event_id"]
        *_, last = self._lines(f"/gradio_api/call/ask/{call}")
        if b"confidence" not in last:
            raise RuntimeError(f"no answer: {last[:200]!r}")
        took = time.perf_counter() - began
        return Waited(took, took)

    def _post(self, path: str, sent: dict[str, Any], **headers: str) -> dict[str, Any]:
        connection = HTTPConnection(self.host, timeout=_LONGEST)
        connection.request("POST", path, json.dumps(sent), {"content-type": "application/json", **headers})
        answer = connection.getresponse()
        found: dict[str, Any] = json.loads(answer.read())
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {found}")
        return found

    def _lines(self, path: str, **headers: str) -> Iterator[bytes]:
        connection = HTTPConnection(self.host, timeout=_LONGEST)
        connection.request("GET", path, headers=headers)
        yield from _data(connection.getresponse())
        connection.close()


def _data(answer: HTTPResponse) -> Iterator[bytes]:
    while line := answer.readline():
        if line.startswith(b"data:"):
            yield line


@contextmanager
def visited(*, light: bool) -> Iterator[Visited]:
    """Serve the page of the sample corpus from a new process; stop it afterwards."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder:
        process = context.Process(target=_serve, args=(folder, light, sender))
        process.start()
        try:
            yield Visited(str(receiver.recv()), process.pid or 0)
        finally:
            process.kill()
            process.join()


def _serve(folder: str, light: bool, sender: Connection) -> None:
    settings = Settings.load(port=0, library=Path(folder) / "library", reader="none" if light else None)
    with QABot.open(settings=settings, embedder=Hashing() if light else None) as bot:
        bot.add(_CORPUS)
        bot.library.warm()
        url = launch(create_app(bot), settings)
        sender.send((url or "").removeprefix("http://"))
        time.sleep(24 * 3600)


def memory(page: Visited, questions: Sequence[str], number: int, steps: int) -> Iterator[str]:
    """Yield lines of how much memory the page has after so many questions, each in a session of its own."""
    event, began = page.event("ask"), time.perf_counter()
    yield "| questions | MB | seconds |"
    yield "|---|---|---|"
    yield f"| 0 | {page.megabytes:.0f} | 0 |"
    for done in range(number):
        page.ask_page(event, questions[done % len(questions)], f"session{done}")
        if (done + 1) % max(1, number // steps) == 0:
            yield f"| {done + 1:,} | {page.megabytes:.0f} | {time.perf_counter() - began:.0f} |"


def crowd(page: Visited, questions: Sequence[str], askers: int) -> Iterator[str]:
    """Yield lines of how long each of so many waits who ask at the same moment, by the page and by the API."""
    event = page.event("ask")
    ways: dict[str, Callable[[int], Waited]] = {
        "api": lambda number: page.ask_api(questions[number % len(questions)]),
        "page": lambda number: page.ask_page(event, questions[number % len(questions)], f"asker{number}"),
    }
    yield "| way | askers | answer, median s | last | end of stream, median s | last |"
    yield "|---|---|---|---|---|---|"
    for way, ask in ways.items():
        ask(askers)
        waits = _at_once(ask, askers)
        answers, ends = sorted(each.answer for each in waits), sorted(each.end for each in waits)
        half = askers // 2
        yield f"| {way} | {askers} | {answers[half]:.1f} | {answers[-1]:.1f} | {ends[half]:.1f} | {ends[-1]:.1f} |"


def _at_once(ask: Callable[[int], Waited], askers: int) -> list[Waited]:
    start = Barrier(askers)

    def begin(number: int) -> Waited:
        start.wait()
        return ask(number)

    with ThreadPoolExecutor(askers) as pool:
        return list(pool.map(begin, range(askers)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("memory", "crowd"))
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--askers", type=int, default=60)
    parser.add_argument("--light", action="store_true", help="without the models")
    given = parser.parse_args()
    lines = (_CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(each)["question"] for each in lines]
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    with visited(light=given.light) as page:
        shown = (
            memory(page, questions, given.questions, given.steps)
            if given.part == "memory"
            else crowd(page, questions, given.askers)
        )
        for line in shown:
            print(line, flush=True)


if __name__ == "__main__":
    main()
