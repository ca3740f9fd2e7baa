"""Share what the commands have in common: the library that they open, its options, exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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

engine_option = click.option(
    "--engine", help="Language model, provider:name, or extractive  [default: $QA_BOT_MODEL, else extractive]"
)

_COLLECTION = click.option("--collection", help="Only articles of that collection (qa-bot collections)")
_ARTICLES = click.option(
    "--article", "articles", multiple=True, metavar="ID", help="Only that article; may be repeated"
)


def among_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the ways to choose the articles that alone are asked."""
    return _COLLECTION(_ARTICLES(command))


@contextmanager
def opened(
    library: Path | None,
    *,
    create: bool = False,
    repair: bool = False,
    engine: str | None = None,
    settings: Settings | None = None,
    asks: bool = False,
) -> Iterator[QABot]:
    """Open the library for the time of a command; if it asks, the embedding model is loaded meanwhile."""
    from qa_bot.bot import QABot
    from qa_bot.models import load_embedder
    from qa_bot.settings import Settings

    settings = settings or Settings.load(library=library, model=engine)
    embedder = load_embedder(settings.embedder, cache=settings.cache)
    if asks:
        embedder.preload()
    with QABot.open(settings=settings, embedder=embedder, create=create, repair=repair) as bot:
        yield bot
