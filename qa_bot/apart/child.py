"""Work for another process, with bounds on time and memory; see `process`."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

MOST_MEMORY = 2 * 1024**3
"""Bytes of address space."""

END = b"{}\n"
"""After the last answer to a request."""

FAILED = "failed"

_IDLE_SECONDS = 60


def answer_requests() -> None:
    """Do what is asked for on standard input until nothing more is, or for a while nothing was."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a parser prints is no answer
        _bound_memory()
        while line := _next():
            request: dict[str, Any] = json.loads(line)
            if request["folder"]:
                with suppress(OSError):  # names that are relative to it lead nowhere then
                    os.chdir(request["folder"])
            _bound_time(request["seconds"])
            _work(request, sys.stdin.buffer.read(request["size"]), answers)


def _work(request: dict[str, Any], data: bytes, answers: IO[bytes]) -> None:
    module, _, name = request["work"].partition(":")
    try:
        function: Callable[..., Iterator[Any]] = getattr(import_module(module), name)
        for value in function(request["given"], data):
            _say(answers, {"value": value})
    except MemoryError:
        _say(answers, {FAILED: "takes too much memory to read; split it"})
    answers.write(END)
    answers.flush()


def _say(answers: IO[bytes], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _next() -> bytes:
    if hasattr(signal, "alarm"):
        signal.alarm(_IDLE_SECONDS)
    line = sys.stdin.buffer.readline()
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    return line


def _bound_memory() -> None:
    """Let allocations fail beyond the bound, and nothing be written to files; some systems know no bounds."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


def _bound_time(seconds: float) -> None:
    """Let the system end this process after so many more seconds of computing, whatever it is in the midst of."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), hard))


if __name__ == "__main__":
    answer_requests()
