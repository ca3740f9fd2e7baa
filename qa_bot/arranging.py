"""Arrange articles from the command line: set, collect, uncollect, collections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qa_bot.errors import QABotError
from qa_bot.keeping import refuse_unknown
from qa_bot.opening import library_option, opened
from qa_bot.printing import say, say_row

if TYPE_CHECKING:
    from qa_bot.bot import QABot

Handler = Callable[..., Any]

_OPTIONS = (
    click.argument("ids", nargs=-1, metavar="[ID]..."),
    click.option("--search", default="", help="Those that have all these words"),
    click.option("--of", default="", metavar="SOURCE", help="Those from that source"),
    click.option(
        "--lacking",
        type=click.Choice(["published", "source", "authors"]),
        multiple=True,
        help="Those of which this is not known; may be repeated",
    ),
)


def chosen_options(command: Handler) -> Handler:
    """Give a command the ways to choose articles, which make a `Chosen`: ids, or what they have in common."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Articles that were named one by one, or by what they have in common."""

    ids: Sequence[str]
    search: str
    of: str
    lacking: Sequence[str]

    def find(self, bot: QABot) -> list[str]:
        """Return their ids; raise QABotError if nothing is named, or an article that is not there."""
        is_filter = bool(self.search or self.of or self.lacking)
        if bool(self.ids) == is_filter:
            raise QABotError("name articles by their ids (qa-bot list), or by --search, --of or --lacking")
        if is_filter:
            listed = bot.library.listing(self.search, source=self.of, most=bot.library.about().articles).articles
            return [each.id for each in listed if all(map(each.lacks, self.lacking))]
        refuse_unknown(self.ids, (each for each in self.ids if bot.library.article(each)))
        return list(self.ids)


@click.command("set")
@chosen_options
@click.option("--title", help="The title, of one article")
@click.option("--published", metavar="DAY", help="When it was published, such as 2016-06-15")
@click.option("--source", help="Who published it")
@click.option("--author", "authors", multiple=True, help="Who wrote it; may be repeated")
@library_option
def set_articles(
    ids: Sequence[str],
    *,
    search: str,
    of: str,
    lacking: Sequence[str],
    title: str | None,
    published: str | None,
    source: str | None,
    authors: Sequence[str],
    library: Path | None,
) -> None:
    """Set title, date, source or authors of articles; "" says that there is none.

    What is set stands in place of what a file states, also when that is added again, and bears a star in qa-bot list.
    """
    if (title, published, source) == (None, None, None) and not authors:
        raise QABotError("say what to set: --title, --published, --source or --author")
    with opened(library) as bot:
        chosen = Chosen(ids, search, of, lacking).find(bot)
        known = bot.library.set(*chosen, title=title, published=published, source=source, authors=authors or None)
    say(f"{len(known)} set")


@click.command("collect")
@click.argument("name")
@chosen_options
@library_option
def collect(
    name: str, ids: Sequence[str], *, search: str, of: str, lacking: Sequence[str], library: Path | None
) -> None:
    """Put articles into the collection NAME, which can be asked by itself: qa-bot ask --collection NAME."""
    with opened(library) as bot:
        known = bot.library.collect(name, *Chosen(ids, search, of, lacking).find(bot))
    say(f"{len(known)} in {name}")


@click.command("uncollect")
@click.argument("name")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@library_option
def uncollect(name: str, ids: Sequence[str], library: Path | None) -> None:
    """Take articles out of the collection NAME, by default all; the articles stay in the library."""
    with opened(library) as bot:
        if name.casefold() not in map(str.casefold, bot.library.collections()):
            raise QABotError(f"there is no collection {name!r}; qa-bot collections lists them")
        bot.library.uncollect(name, *ids)


@click.command("collections")
@library_option
def list_collections(library: Path | None) -> None:
    """List the collections, each with how many articles it has."""
    with opened(library) as bot:
        for name, ids in bot.library.collections().items():
            say_row(name, str(len(ids)))
