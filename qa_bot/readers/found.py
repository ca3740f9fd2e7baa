"""What finding and reading give: sources, articles with their place, and errors of one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa_bot.errors import ReadError
from qa_bot.model import Article

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


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


def one_line(message: str) -> str:
    """Return the message in one line, with escapes for what cannot be printed or would steer a terminal."""
    return _UNPRINTABLE.sub(lambda match: ascii(match[0])[1:-1], " ".join(message.splitlines()))
