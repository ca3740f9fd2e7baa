"""Read documents in a process of their own, so that a hostile one takes neither the time nor the memory of others."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qa_bot.errors import ReadError
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.wire import END, decode, send_request

_Process = subprocess.Popen[bytes]

_idle: deque[_Process] = deque(maxlen=1)
"""One that has read something stays a while for the next: starting takes a quarter of a second."""


def read_apart(document: Document, kind: str, seconds: float) -> Iterator[Found | ReadError]:
    """Yield what `parse` yields; an error if that takes more than `seconds` of computing, too much memory, or crashes.

    Whoever stops in the midst closes the iterator.
    """
    process = _asked(document, kind, seconds)
    is_done = False
    try:
        assert process.stdout
        for line in process.stdout:
            if line == END:
                is_done = True
                break
            yield decode(line)
        else:
            yield problem(document.name, _why(process.wait(), seconds))
    finally:
        if is_done and not _idle:
            _idle.append(process)
        else:
            _end(process)


def _asked(document: Document, kind: str, seconds: float) -> _Process:
    """Return a process that has been told what to read: one that was idle, if it is still there."""
    while True:
        process, was_idle = (_idle.pop(), True) if _idle else (_start(), False)
        try:
            assert process.stdin
            send_request(process.stdin, document, kind, seconds)
            return process
        except OSError:
            _end(process)
            if not was_idle:
                raise problem(document.name, "cannot be read, for no process can be started for it") from None


def _start() -> _Process:
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "qa_bot.readers.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )


def _end(process: _Process) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(OSError):  # what was not sent cannot be any more
                stream.close()


def _why(status: int, seconds: float) -> str:
    if status == -getattr(signal, "SIGXCPU", 0):
        return f"takes more than {seconds:g} s to read (QA_BOT_READ_SECONDS); it is very large, or made to be slow"
    return "cannot be read: it makes its parser break down"


@atexit.register
def _end_idle() -> None:
    while _idle:
        _end(_idle.pop())
