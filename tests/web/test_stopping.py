"""A page in a process of its own that is told to end while it is being used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

import psutil
import pytest

pytestmark = pytest.mark.server

QUESTION = "Who proposed the joint air strikes on Zebra Island?"

PROGRAM = """
import sys, time
from fakes import STORIES, HashingEmbedder
from qa_bot import QABot, Settings
from qa_bot.web import serve

class Slow(HashingEmbedder):
    def embed_query(self, text):
        time.sleep(0.5)
        return super().embed_query(text)

with QABot.open(sys.argv[1], embedder=Slow(), settings=Settings.load(threshold=0, port=0)) as bot:
    bot.add(*STORIES)
    serve(bot)
print("closed", flush=True)
"""


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a page and yield its process and its address."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **settings}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            assert line.startswith("QA Bot is at "), line
            yield process, line.split()[4]
        finally:
            process.kill()


def send(url: str, text: str) -> str:
    """Send a text as a page does, and return the name of its upload."""
    body = f'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n{text}\r\n--x--\r\n'.encode()
    upload = Request(f"{url}/gradio_api/upload", body, {"Content-Type": "multipart/form-data; boundary=x"})
    with urlopen(upload) as sent:
        return str(json.load(sent)[0])


def ask(url: str) -> None:
    """Ask as a program does, and get an answer or none."""
    asked = Request(f"{url}/api/v1/ask", json.dumps({"question": QUESTION}).encode())
    asked.add_header("Content-Type", "application/json")
    with suppress(OSError, HTTPException), urlopen(asked) as answered:
        answered.read()


def begin_to_ask(url: str) -> object:
    """Ask as a page does, and return the stream that it would hear the answer from, open."""
    return begin(url, "ask", {"question": QUESTION, "infer_dates": True})


def begin(url: str, name: str, given: dict[str, object]) -> object:
    """Send an event as a page does, and return the stream that it would hear of it from, open."""
    config = json.load(urlopen(f"{url}/config"))
    number = next(each["id"] for each in config["dependencies"] for _, event in each["targets"] if event == name)
    sent = {"data": [], "fn_index": number, "session_hash": "s", "event_data": given}
    join = Request(f"{url}/gradio_api/queue/join", json.dumps(sent).encode(), {"Content-Type": "application/json"})
    with urlopen(join) as joined:
        assert joined.status == 200
    stream = urlopen(f"{url}/gradio_api/queue/data?session_hash=s")
    assert stream.read(20)
    return stream


def test_a_page_in_use_stops_at_ctrl_c_without_noise(tmp_path: Path) -> None:
    with served(tmp_path / "library") as (process, url):
        stream = begin_to_ask(url)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        stream.close()  # type: ignore[attr-defined]
    assert (process.returncode, out, err) == (0, "Stopping.\nclosed\n", "")


def test_a_page_that_programs_ask_stops_too(tmp_path: Path) -> None:
    with served(tmp_path / "library") as (process, url), ThreadPoolExecutor(12) as callers:
        asked = [callers.submit(ask, url) for _ in range(12)]
        assert wait(asked, return_when=FIRST_COMPLETED).done
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "Stopping.\nclosed\n", "")


def test_a_page_that_adds_what_takes_minutes_stops_at_once(tmp_path: Path) -> None:
    with served(tmp_path / "library") as (process, url):
        stream = begin(url, "take_in", {"title": "Slow", "pasted": send(url, "a.” " * 1_000_000)})
        server = psutil.Process(process.pid)
        while not any(each.cpu_times().user > 1 for each in server.children()):
            time.sleep(0.05)
        (cutting,) = [each for each in server.children() if each.cpu_times().user > 1]
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
        stream.close()  # type: ignore[attr-defined]
    assert (process.returncode, out) == (0, "Stopping.\nclosed\n")
    assert not cutting.is_running()


def test_the_log_has_a_line_for_each_event_to_the_end_and_no_question(tmp_path: Path) -> None:
    with served(tmp_path / "library", QA_BOT_LOG="json") as (process, url):
        stream = begin_to_ask(url)
        while "joint air strikes" not in str(stream.readline()):  # type: ignore[attr-defined]
            pass
        urlopen(f"{url}/?question=zebra").close()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        stream.close()  # type: ignore[attr-defined]
    assert process.returncode == 0
    events = [json.loads(line) for line in err.splitlines()]
    assert events[-1]["event"] == "stopped"
    assert {"started", "request", "answer"} <= {each["event"] for each in events}
    (answer,) = [each for each in events if each["event"] == "answer"]
    assert answer["level"] == "info"
    assert {"time", "visitor", "answered", "confidence", "quotations", "engine", "answer_ms"} <= set(answer)
    assert "zebra" not in err.lower()
