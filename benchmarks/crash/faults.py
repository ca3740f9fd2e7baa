"""What can happen: a kill, a full disk, a server that dies."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Protocol

from benchmarks.crash.server import ChromaServer
from benchmarks.crash.work import KINDS, Job

Happen = Callable[[ForkServerProcess], None]


class Fault(Protocol):
    """Something that happens to jobs of some kinds."""

    name: str
    kinds: tuple[str, ...]

    def ready(self, folder: Path) -> str:
        """Prepare a folder and return the URL of the Chroma server, if there is one."""

    def meet(self, job: Job, rng: random.Random, typical: float) -> AbstractContextManager[tuple[Job, Happen]]:
        """Lend the job as it is met and what happens while it runs, for about `typical` seconds."""

    def close(self) -> None:
        """Clear away after all jobs."""


class Kill:
    """Kills the process at a random moment of its life."""

    name = "kill -9"
    kinds = KINDS

    def ready(self, folder: Path) -> str:
        """Return no server."""
        return ""

    @contextmanager
    def meet(self, job: Job, rng: random.Random, typical: float) -> Iterator[tuple[Job, Happen]]:
        """Let the job be, and kill its process."""
        wait = rng.uniform(0, typical)

        def happen(process: ForkServerProcess) -> None:
            process.join(wait)
            process.kill()

        yield job, happen

    def close(self) -> None:
        """Do nothing."""


class Full:
    """Limits how large any file may become; on a file system of less than 64 MB, fills it instead."""

    name = "disk full"
    kinds = KINDS

    def ready(self, folder: Path) -> str:
        """Look how large the file system is."""
        self._folder = folder
        disk = os.statvfs(folder)
        self._is_small = disk.f_blocks * disk.f_frsize < 64_000_000
        return ""

    @contextmanager
    def meet(self, job: Job, rng: random.Random, typical: float) -> Iterator[tuple[Job, Happen]]:
        """Leave the job some room."""
        if not self._is_small:
            yield replace(job, largest_file=int(10 ** rng.uniform(4.5, 6.8))), nothing
            return
        disk, room = os.statvfs(self._folder), int(10 ** rng.uniform(3, 6.5))
        ballast = self._folder / "ballast"
        ballast.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - room)))
        yield job, nothing
        ballast.unlink()

    def close(self) -> None:
        """Do nothing."""


class ServerDies:
    """Kills the Chroma server at a random moment and starts it again at once, after one second or after six."""

    name = "server killed"
    kinds = ("add", "replace", "remove", "rebuild")

    def ready(self, folder: Path) -> str:
        """Start the server."""
        self._server = ChromaServer(folder / "chroma-server")
        return self._server.url

    @contextmanager
    def meet(self, job: Job, rng: random.Random, typical: float) -> Iterator[tuple[Job, Happen]]:
        """Let the job be, and kill the server."""
        wait, gone = rng.uniform(0, typical), rng.choice((0, 1, 6))

        def happen(process: ForkServerProcess) -> None:
            process.join(wait)
            self._server.kill()
            time.sleep(gone)
            self._server.start()

        yield job, happen

    def close(self) -> None:
        """Stop the server."""
        self._server.kill()


def nothing(process: ForkServerProcess) -> None:
    """Let the process be."""
