"""Find what there is to read: the files of folders, single files and addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from qa_bot.errors import ReadError
from qa_bot.printing import one_line
from qa_bot.read.document import FoundSources, problem
from qa_bot.read.kinds import SUFFIXES, advice, is_url, kind_of_name

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
