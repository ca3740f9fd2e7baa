"""The process that reads documents for another, with bounds on its time and memory; see `apart`."""

from __future__ import annotations

import math
import os
import signal
import sys

from qa_bot.readers.document import Document
from qa_bot.readers.parse import parse
from qa_bot.readers.wire import END, encode, receive_request

MOST_MEMORY = 2 * 1024**3
"""Bytes of address space."""

_IDLE_SECONDS = 60


def main() -> None:
    """Read what is asked for on standard input until nothing more is, or for a while nothing was."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a parser prints is no answer
        _bound_memory()
        while asked := _next():
            document, kind, seconds = asked
            _bound_time(seconds)
            for item in parse(document, kind):
                answers.write(encode(item))
                answers.flush()
            answers.write(END)
            answers.flush()


def _next() -> tuple[Document, str, float] | None:
    if hasattr(signal, "alarm"):
        signal.alarm(_IDLE_SECONDS)
    asked = receive_request(sys.stdin.buffer)
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    return asked


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
    main()
