"""Show progress bars, in a terminal and in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tqdm import tqdm

from qa_bot.model import Progress
from qa_bot.printing import one_line


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


def in_notebook() -> bool:
    """Say whether this runs in the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


def _tqdm() -> type[tqdm[Any]]:
    """Return the kind of bar that fits."""
    if in_notebook():
        from tqdm.notebook import tqdm as widget

        return widget
    return tqdm


@contextmanager
def _line(unit: str) -> Iterator[Progress]:
    """Show progress as one line that is written anew, in a notebook that has no widgets; it is empty at the end."""
    display: Any = import_module("IPython.display").DisplayHandle()

    def show(text: str, write: Callable[..., None] = display.update) -> None:
        write({"text/plain": text}, raw=True)

    def progress(what: str, done: int, total: int | None, /) -> None:
        show(f"{done}/{total or '?'} {unit}  {one_line(what)[:50]}".rstrip())

    show("", display.display)
    try:
        yield progress
    finally:
        show("")


@contextmanager
def bar(unit: str) -> Iterator[Progress]:
    """Show a bar that goes when the work is done: in a notebook, or on stderr if that is a terminal."""
    if in_notebook() and not find_spec("ipywidgets"):  # tqdm would warn of it, and write line after line
        with _line(unit) as progress:
            yield progress
        return
    with _tqdm()(unit=f" {unit}", leave=False, disable=False if in_notebook() else None, dynamic_ncols=True) as display:

        def progress(what: str, done: int, total: int | None, /) -> None:
            if display.disable:
                return
            display.total = total
            display.set_description_str(one_line(what)[:50], refresh=False)
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
