"""Work in a process of its own, so that hostile input takes neither the time nor the memory of others."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from qa_bot.apart.child import END, FAILED

_Process = subprocess.Popen[bytes]

_LOOK_AGAIN = 0.1
"""Seconds."""

_idle: deque[_Process] = deque(maxlen=2)
"""Those that have done something stay a while for the next, one that reads and one that cuts: starting takes time."""

_started: set[_Process] = set()
"""All that have not been ended."""


class ApartError(Exception):
    """What was to be done took too long or too much memory, or broke down; the message says which."""


class StoppedError(Exception):
    """Whoever asked for the work wants no more of it."""


def work_apart(
    work: str, given: Mapping[str, Any], data: bytes = b"", *, seconds: float, stop: Event | None = None
) -> Generator[Any, None, None]:
    """Yield what the function `work` ("module:name") yields for `given` and `data`; values go both ways as JSON.

    Raises ApartError if that takes more than `seconds` of computing or too much memory, or breaks down, StoppedError
    once `stop` is set. Whoever stops in the midst closes the iterator.
    """
    process = _asked({"work": work, "given": given, "seconds": seconds, "folder": _folder(), "size": len(data)}, data)
    is_done = False
    try:
        with _ended_by(stop, process):
            for line in process.stdout or ():
                if line == END:
                    is_done = True
                    return
                answer = json.loads(line)
                if FAILED in answer:
                    raise ApartError(answer[FAILED])
                yield answer["value"]
        if stop and stop.is_set():
            raise StoppedError
        raise ApartError(_why(process.wait(), seconds))
    finally:
        if is_done and len(_idle) < (_idle.maxlen or 0):
            _idle.append(process)
        else:
            _end(process)


@contextmanager
def _ended_by(stop: Event | None, process: _Process) -> Iterator[None]:
    """End the process as soon as `stop` is set; nothing else wakes who waits for its answer."""
    done = Event()

    def watch(stop: Event) -> None:
        while not done.wait(_LOOK_AGAIN):
            if stop.is_set():
                process.kill()
                return

    if stop:
        Thread(target=watch, args=(stop,), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _asked(request: Mapping[str, Any], data: bytes) -> _Process:
    """Return a process that has been told what to do: one that was idle, if it is still there."""
    while True:
        process, was_idle = (_idle.pop(), True) if _idle else (_start(), False)
        try:
            assert process.stdin
            process.stdin.write(json.dumps(request).encode() + b"\n" + data)
            process.stdin.flush()
            return process
        except OSError:
            _end(process)
            if not was_idle:
                raise ApartError("cannot be read, for no process can be started for it") from None


def _start() -> _Process:
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "qa_bot.apart.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    _started.add(process)
    return process


def _folder() -> str | None:
    """Return the folder that names of files are relative to, None if it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return None


def _end(process: _Process) -> None:
    _started.discard(process)
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
def _end_all() -> None:
    for process in tuple(_started):
        _end(process)
