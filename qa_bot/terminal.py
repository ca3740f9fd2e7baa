"""What the commands share: the library that they open, progress on stderr, exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from qa_bot.model import Progress

if TYPE_CHECKING:
    from qa_bot.bot import QABot
    from qa_bot.settings import Settings

REFUSED = 1
WRONG = 2

library_option = click.option(
    "--library",
    type=click.Path(path_type=Path),
    help="Folder of the library  [default: $QA_BOT_LIBRARY, else ./library]",
)


@contextmanager
def opened(
    library: Path | None, *, create: bool = False, repair: bool = False, settings: Settings | None = None
) -> Iterator[QABot]:
    """Open the library for the time of a command."""
    from qa_bot.bot import QABot
    from qa_bot.settings import Settings

    with QABot.open(settings=settings or Settings.load(library=library), create=create, repair=repair) as bot:
        yield bot


@contextmanager
def progress_bar(unit: str) -> Iterator[Progress]:
    """Show a progress bar on stderr, if that is a terminal."""
    with tqdm(unit=f" {unit}", leave=False, disable=None, dynamic_ncols=True) as bar:

        def progress(what: str, done: int, total: int | None, /) -> None:
            bar.total = total
            bar.set_description_str(what[:50], refresh=False)
            bar.update(done - bar.n)
            bar.refresh()

        yield progress
