"""One trial: a process at work, what happens to it, and what is left."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess

from benchmarks.crash.verify import verify
from benchmarks.crash.work import Job, work
from benchmarks.crash.world import State

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Ran:
    """How a process ended, after how long, and what it had said: a dot for each step that was done, and errors."""

    code: int | None
    seconds: float
    said: tuple[str, ...]

    @property
    def done(self) -> int:
        """Return how many steps were done."""
        return self.said.count(".")


def processes() -> ForkServerContext:
    """Return what makes processes that have everything imported and nothing opened."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "benchmarks.crash.trial"])
    return context


def ran(job: Job, happen: Callable[[ForkServerProcess], None], context: ForkServerContext) -> Ran:
    """Start a process on a job, let `happen` do something meanwhile, and wait for its end."""
    started = time.monotonic()
    process, receiver = _start(context, _worker, job)
    happen(process)
    process.join(_LONGEST)
    return Ran(process.exitcode, time.monotonic() - started, tuple(_read(receiver)))


def verified(job: Job, before: State, run: Ran, context: ForkServerContext) -> tuple[list[str], State]:
    """Verify in a process of its own, which a damaged index could bring down; return what is wrong, and the state."""
    wrong = [] if run.code in (0, -signal.SIGKILL) else [f"the process ended with {run.code}"]
    process, receiver = _start(context, _verifier, job, before, run.done)
    try:
        problems, state = receiver.recv()
    except EOFError:
        process.join()
        return [*wrong, f"verifying ended with {process.exitcode}"], before
    process.join()
    return wrong + problems, state


def _start(
    context: ForkServerContext, target: Callable[..., None], *arguments: object
) -> tuple[ForkServerProcess, Connection]:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=target, args=(*arguments, sender))
    process.start()
    sender.close()
    return process, receiver


def _read(receiver: Connection) -> list[str]:
    said = []
    while True:
        try:
            said.append(receiver.recv_bytes().decode())
        except EOFError:
            return said


def _worker(job: Job, sender: Connection) -> None:
    work(job, lambda word: sender.send_bytes(word.encode()))


def _verifier(job: Job, before: State, done: int, sender: Connection) -> None:
    sender.send(verify(job, before, done))
