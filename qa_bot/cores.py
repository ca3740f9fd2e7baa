"""Work on all cores: models of this size are read sooner one text to a core than one text on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from onnxruntime import SessionOptions

Item = TypeVar("Item")
Made = TypeVar("Made")

_MOST = 8
"""More at once would take memory for each, and wait for it."""

_POOL = ThreadPoolExecutor(min(_MOST, max(2, os.cpu_count() or 2)), thread_name_prefix="core")


def on_cores(work: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """Return what the work makes of each item, in their order; the work itself must not call this."""
    return list(_POOL.map(work, items)) if len(items) > 1 else [work(each) for each in items]


def one_core() -> SessionOptions:
    """Return the options of an onnxruntime session that leaves the other cores to others."""
    from onnxruntime import SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    return options
