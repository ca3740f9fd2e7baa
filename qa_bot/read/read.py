"""Find the sources of articles and read them, each in a process of its own, by the reader of its kind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol, cast

from qa_bot.apart import ApartError, work_apart
from qa_bot.errors import FetchError, ReadError
from qa_bot.printing import one_line
from qa_bot.read.document import Document, FoundArticle, FoundSources, from_wire, problem, to_wire
from qa_bot.read.kinds import (
    LOOKED_INTO,
    READERS,
    SUFFIXES,
    advice,
    is_url,
    kind_of_content,
    kind_of_name,
    kind_of_page,
)

if TYPE_CHECKING:
    from qa_bot.settings import Settings

_BESIDE = ("_files", "-Dateien", "_fichiers", "_archivos", "_file", "-filer", "_bestanden", ".files")

_Finding = str | tuple[str, str] | ReadError


def find(targets: Iterable[str | Path]) -> FoundSources:
    """Return the sources that `targets` (files, folders, http and https addresses) name, each once.

    Folders are searched to the bottom, files before folders and both in the order of their names, without hidden
    ones, and without following links: what a link inside the folder leads to is found in its own place.
    """
    findings = [finding for target in targets for finding in _look(str(target))]
    return FoundSources(
        sources=tuple(dict.fromkeys(finding for finding in findings if isinstance(finding, str))),
        skipped=tuple(dict.fromkeys(finding for finding in findings if isinstance(finding, tuple))),
        failed=tuple(finding for finding in findings if isinstance(finding, ReadError)),
    )


def _look(target: str) -> Iterator[_Finding]:
    if is_url(target):
        yield target.strip()
    elif scheme := re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", target):
        yield problem(target, f"{scheme[1]} addresses are not read, only http and https")
    elif not target.strip() or "\0" in target:
        yield problem(repr(target), "is not the name of a file")
    else:
        path = os.path.abspath(os.path.expanduser(target))
        if os.path.isdir(path):
            yield from _folder(path, os.path.realpath(path))
        elif os.path.lexists(path):
            yield path if _printable(path) else problem(path, "its name is not valid UTF-8: rename it")
        else:
            yield problem(target, f"there is no such file or folder (looked in {os.getcwd()})")


def _folder(top: str, root: str) -> Iterator[_Finding]:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            yield problem(folder, f"the folder cannot be listed: {error.strerror}")
            continue
        if any(entry.name == "library.db" for entry in entries):
            yield folder, "a library; its articles are in it already"
            continue
        entries = [entry for entry in entries if not (entry.name.startswith(".") or entry.name == "__pycache__")]
        folders = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        pages = {os.path.splitext(entry.path)[0] for entry in entries if kind_of_name(entry.name) == "html"}
        beside = [each for each in folders if _is_beside(each, pages)]
        yield from ((one_line(each), "what a browser saved beside a page") for each in beside)
        waiting += reversed([each for each in folders if each not in beside])
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                why = _reason_to_skip(entry, root)
                yield (one_line(entry.path), why) if why else entry.path


def _is_beside(folder: str, pages: set[str]) -> bool:
    """Say whether a browser saved a folder beside a page: pictures, scripts and frames."""
    return any(folder == f"{page}{ending}" for page in pages for ending in _BESIDE)


def _reason_to_skip(entry: os.DirEntry[str], root: str) -> str | None:
    if not _printable(entry.path):
        return "its name is not valid UTF-8"
    if entry.is_symlink():
        return _reason_to_skip_link(entry.path, root)
    if not entry.is_file(follow_symlinks=False):
        return "not a regular file"
    if kind_of_name(entry.name) is None:
        suffix = os.path.splitext(entry.name)[1].lower()
        what = advice(entry.name) or f"what is: {' '.join(sorted(SUFFIXES))}"
        return f"{suffix or 'a file without a suffix'} is not read; {what}"
    return None


def _reason_to_skip_link(path: str, root: str) -> str:
    goal = os.path.realpath(path)
    if not os.path.exists(goal):
        return "a link that leads nowhere"
    if os.path.commonpath([goal, root]) != root:
        return "a link that leads out of the folder"
    return "a link to what is in the folder anyway"


def _printable(path: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in path)


MOST_PROBLEMS = 100
"""What is wrong with more parts of a document than these is counted, not told."""


class _Reader(Protocol):
    def __call__(self, document: Document) -> Iterator[FoundArticle | ReadError]: ...


def parse(document: Document, kind: str) -> Iterator[FoundArticle | ReadError]:
    """Yield the articles of a document, and an error for each part of it that is none; bad input raises nothing."""
    problems = 0
    try:
        module = import_module(f"qa_bot.read.{READERS[kind]}")
        reader = cast(_Reader, getattr(module, f"read_{kind}"))
        for item in reader(document):
            problems += isinstance(item, ReadError)
            if not (isinstance(item, ReadError) and problems > MOST_PROBLEMS):
                yield item
    except ReadError as error:
        yield error
    except MemoryError:
        yield problem(document.name, "takes too much memory to read; split it")
    # The parsers of foreign formats raise whatever they meet on damaged input; the other sources must go on.
    except Exception as error:
        what = f"cannot be read, it is damaged or not what it seems ({type(error).__name__}: {error})"
        yield problem(document.name, what)
    if problems > MOST_PROBLEMS:
        yield problem(document.name, f"the like of it with {problems - MOST_PROBLEMS:,} more parts")


def read_apart(
    document: Document, kind: str, seconds: float, stop: Event | None = None
) -> Iterator[FoundArticle | ReadError]:
    """Yield what `parse` yields; an error if that takes more than `seconds` of computing, too much memory, or crashes.

    Raises StoppedError once `stop` is set. Whoever stops in the midst closes the iterator.
    """
    data = document.data
    given = {
        "name": document.name,
        "url": document.url,
        "charset": document.charset,
        "is_file": data is None,
        "kind": kind,
    }
    work = f"{parse_given.__module__}:{parse_given.__name__}"
    try:
        with closing(work_apart(work, given, data or b"", seconds=seconds, stop=stop)) as answers:
            yield from map(from_wire, answers)
    except ApartError as error:
        yield problem(document.name, str(error))


def parse_given(given: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what is in a document, in the process that reads it."""
    document = Document(given["name"], None if given["is_file"] else data, given["url"], given["charset"])
    yield from map(to_wire, parse(document, given["kind"]))


def read(source: str, settings: Settings, stop: Event | None = None) -> Iterator[FoundArticle | ReadError]:
    """Yield the articles of one source, and an error for each that could not be read; bad input raises nothing.

    `source` is a path or an address as `find` lists them. A file with an unknown suffix is read as plain text. All is
    read in a process of its own, for at most `settings.read_seconds` of computing. Articles of JSON Lines are yielded
    one by one, without holding the others in memory. Raises StoppedError once `stop` is set.
    """
    try:
        document, kind = _open(source, settings)
        yield from read_apart(document, kind, settings.read_seconds, stop)
    except ReadError as error:
        yield error


def _open(source: str, settings: Settings) -> tuple[Document, str]:
    if not is_url(source):
        document = Document.at_path(source, settings)
        return document, _kind_of_file(document)
    # httpx takes a tenth of a second to import, and most libraries never see an address.
    from qa_bot.read.fetch import fetch

    page = fetch(source, settings)
    if not page.data:
        raise FetchError(f"{source}: the answer is empty")
    return Document(source, page.data, page.url, page.charset), kind_of_page(page.url, page.media_type, page.data)


def _kind_of_file(document: Document) -> str:
    """Return the kind of a file: its suffix tells, or how it begins where that says little."""
    if why := advice(document.name):
        raise problem(document.name, why)
    kind = kind_of_name(document.name) or "text"
    if kind not in LOOKED_INTO:
        return kind
    with document.open() as stream:
        return kind_of_content(stream.read(1024)) or kind
