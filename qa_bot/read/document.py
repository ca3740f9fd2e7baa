"""Hold a document before it is known what is in it, and what is found in it: articles and errors of one line."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote, urlsplit

from qa_bot.errors import PartError, ReadError
from qa_bot.model import Article, Version
from qa_bot.printing import one_line
from qa_bot.read.kinds import is_url

if TYPE_CHECKING:
    # pydantic takes a fifth of a second to import.
    from qa_bot.settings import Settings


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One article and where it was found.

    `origin` is a stable key of the place: the absolute path of a file, with "#" and an id or a number for one of
    several in it; the URL of a page; the file or address of a feed with "#" and the link or id of the entry. A record
    that states `origins` has the first of them here and the rest in `also`; `stated` says that it is so. `versions`
    are those that such a record states, oldest first.
    """

    origin: str
    article: Article
    also: tuple[str, ...] = ()
    stated: bool = False
    versions: tuple[Version, ...] = ()

    def as_read_from(self, source: str) -> FoundArticle:
        """Return the same without the places that a record states: it was read from `source`, and that is known."""
        path = None if is_url(source) else source
        origin = f"{source}#{self.article.id}" if self.stated else self.origin
        versions = tuple(replace(each, article=replace(each.article, path=path)) for each in self.versions)
        return FoundArticle(origin, replace(self.article, path=path), versions=versions)


@dataclass(frozen=True, slots=True)
class FoundSources:
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


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes and where they come from.

    `name` is the absolute path of a file or the URL that was asked for, `url` the address that answered in the end,
    `charset` what the server said the encoding is. `data` is None for a file: it is opened when it is read.
    """

    name: str
    data: bytes | None = None
    url: str | None = None
    charset: str | None = None

    @classmethod
    def at_path(cls, path: str, settings: Settings) -> Document:
        """Return the file at `path`; raise ReadError, without opening it, if it is none, empty or too large."""
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            raise problem(path, _reason(error)) from None
        if stat.S_ISDIR(status.st_mode):
            raise problem(path, "is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise problem(path, "is not a regular file but a pipe, a socket or a device")
        if status.st_size == 0:
            raise problem(path, "the file is empty")
        if status.st_size > settings.max_file_mb * 1e6:
            size = f"{status.st_size / 1e6:.3g} MB is over the limit of {settings.max_file_mb:g} MB"
            raise problem(path, f"{size} (QA_BOT_MAX_FILE_MB)")
        return cls(path)

    @property
    def path(self) -> str | None:
        """Return the path of a file, None for a page."""
        return None if self.url else self.name

    @property
    def stem(self) -> str:
        """Return the last part of the path or address without its suffix, made readable, to serve as a title."""
        path = unquote(urlsplit(self.url).path).rstrip("/") if self.url else self.name
        stem = os.path.splitext(os.path.basename(path))[0] or urlsplit(self.name).hostname or self.name
        words = " ".join(stem.replace("_", " ").replace("-", " ").split())
        return words[:1].upper() + words[1:] or stem

    def open(self) -> BinaryIO:
        """Return the bytes as a stream; raise ReadError if the file cannot be opened."""
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            return open(self.name, "rb")
        except OSError as error:
            raise problem(self.name, _reason(error)) from None

    def read(self) -> bytes:
        """Return all the bytes; raise ReadError if the file cannot be read."""
        with self.open() as stream:
            try:
                return stream.read()
            except OSError as error:
                raise problem(self.name, _reason(error)) from None


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be opened: {getattr(error, 'strerror', None) or error}"


_ERRORS = {kind.__name__: kind for kind in (NotArticlesError, PartError)}


def to_wire(item: FoundArticle | ReadError) -> dict[str, Any]:
    """Return an article or an error as JSON."""
    if isinstance(item, ReadError):
        return {"error": str(item), "kind": type(item).__name__}
    return {
        "origin": item.origin,
        "article": item.article.to_record(),
        "also": item.also,
        "stated": item.stated,
        "versions": [each.to_record() for each in item.versions],
    }


def from_wire(value: dict[str, Any]) -> FoundArticle | ReadError:
    """Return what such JSON holds."""
    if "error" in value:
        return _ERRORS.get(value["kind"], ReadError)(value["error"])
    versions = tuple(map(Version.of, value["versions"]))
    return FoundArticle(
        value["origin"], Article.of(value["article"]), tuple(value["also"]), stated=value["stated"], versions=versions
    )
