"""A real language model on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from llama import Server, llama_server


@pytest.fixture(scope="session")
def llama() -> Iterator[Server]:
    """Return a llama.cpp server with a small model, shared by all tests that do not kill it."""
    with llama_server() as server:
        yield server
