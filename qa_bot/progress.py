"""Progress bars, in a terminal and in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from tqdm import tqdm

from qa_bot.model import Progress


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


def in_notebook() -> bool:
    """Say whether this runs in the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


def _tqdm() -> type[tqdm[Any]]:
    """Return the kind of bar that fits: a widget needs ipywidgets, and tqdm.auto warns where they are not there."""
    if in_notebook() and find_spec("ipywidgets"):
        from tqdm.notebook import tqdm as widget

        return widget
    return tqdm


@contextmanager
def bar(unit: str) -> Iterator[Progress]:
    """Show a bar that goes when the work is done: in a notebook, or on stderr if that is a terminal."""
    with _tqdm()(unit=f" {unit}", leave=False, disable=False if in_notebook() else None, dynamic_ncols=True) as display:

        def progress(what: str, done: int, total: int | None, /) -> None:
            if display.disable:
                return
            display.total = total
            display.set_description_str(what[:50], refresh=False)
            display.update(done - display.n)
            display.refresh()

        yield progress


@contextmanager
def shown(progress: Progress | None, unit: str) -> Iterator[Progress]:
    """Use what the caller gave; otherwise a bar in a notebook, where long work without a sign looks stuck."""
    if progress is None and in_notebook():
        with bar(unit) as given:
            yield given
    else:
        yield progress or silent
