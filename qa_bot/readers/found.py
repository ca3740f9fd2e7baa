"""Define what finding and reading give: sources, articles with their place, and errors of one line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.printing import one_line
from qa_bot.readers.kinds import is_url


@dataclass(frozen=True, slots=True)
class Found:
    """One article and where it was found.

    `origin` is a stable key of the place: the absolute path of a file, with "#" and an id or a number for one of
    several in it; the URL of a page; the file or address of a feed with "#" and the link or id of the entry. A record
    that states `origins` has the first of them here and the rest in `also`; `stated` says that it is so.
    """

    origin: str
    article: Article
    also: tuple[str, ...] = ()
    stated: bool = False

    def as_read_from(self, source: str) -> Found:
        """Return the same without the places that a record states: it was read from `source`, and that is known."""
        path = None if is_url(source) else source
        origin = f"{source}#{self.article.id}" if self.stated else self.origin
        return Found(origin, replace(self.article, path=path))


@dataclass(frozen=True, slots=True)
class Listing:
    """What there is to read under the names that a person gave.

    `sources` are absolute paths and URLs in a stable order, `skipped` pairs of a path inside a named folder and the
    reason why it is not read, `failed` the names that lead to nothing.
    """

    sources: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    failed: tuple[ReadError, ...] = ()


class NotArticlesError(ReadError):
    """A file holds something else than articles, such as questions, and is better left out than complained about."""


def problem(where: str, what: str) -> ReadError:
    """Return the error that says `what` is wrong with `where`, in one line."""
    return ReadError(one_line(f"{where}: {what}"))
