"""Add what a program sends: records of articles, addresses of web pages, uploaded files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa_bot.bot import QABot
from qa_bot.errors import PartError, QABotError, ReadError
from qa_bot.library import AddReport
from qa_bot.model import Article
from qa_bot.readers import read
from qa_bot.settings import Settings
from qa_bot.show.links import link
from qa_bot.web.turns import Baton
from qa_bot.web.visitor_message import without_places

UNKNOWN = "was not sent here, or not lately, or by somebody else; send it again"
"""What is said of a file that its sender is not known to have sent."""


def checked_objects(given: object, name: str, *fields: str) -> list[dict[str, Any]]:
    """Return an argument that has to be a list of objects with these fields, by default none; else QABotError."""
    found = given or []
    if not isinstance(found, list) or not all(isinstance(each, dict) and each.keys() >= {*fields} for each in found):
        with_fields = f" with {' and '.join(fields)}" if fields else ""
        raise QABotError(f"{name}: should be a list of objects{with_fields}")
    return found


def checked_texts(given: object, name: str) -> list[str]:
    """Return an argument that has to be a list of texts, by default none; raise QABotError if it is none."""
    found = given or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise QABotError(f"{name}: should be a list of texts")
    return found


def add_submitted(
    bot: QABot,
    records: Sequence[Mapping[str, Any]],
    urls: Sequence[str],
    files: Sequence[Path | None],
    turns: Baton,
) -> AddReport:
    """Add articles that are described by JSON objects, web pages and files, and say what became of them.

    A file that is None is one that its sender has not sent. The files need not stay; nothing else of this machine is
    read, whatever the records and addresses say. It is this thread's turn, passed on after each article. Raises
    QABotError if nothing is given.
    """
    if not (records or urls or files):
        raise QABotError("nothing is given to add; send articles, urls or files")
    pages = [each for each in urls if link(each)]
    wrong = [f"{each}: is not the address of a web page (https://...)" for each in urls if not link(each)]
    failed = [f"file {n}: {UNKNOWN}" for n, each in enumerate(files, 1) if each is None]
    articles: list[Article] = []
    noted: list[str] = []
    with TemporaryDirectory() as folder:
        sent = [each for each in files if each]
        if records:
            sent.append(Path(folder) / "articles.json")
            sent[-1].write_text(json.dumps(list(records)), encoding="utf-8")
        for each in sent:
            read_here, unread, unclear = _read(each, bot.settings)
            articles += read_here
            failed += unread
            noted += unclear
    report = bot.add(*articles, *pages, progress=lambda *_: turns.pass_on()) if articles or pages else AddReport()
    lines = [
        tuple(without_places(each, bot.settings) for each in told)
        for told in ((*failed, *report.failed), report.skipped, (*noted, *report.noted))
    ]
    return replace(report, failed=(*wrong, *lines[0]), skipped=lines[1], noted=lines[2])


def _read(file: Path, settings: Settings) -> tuple[list[Article], list[str], list[str]]:
    """Return the articles in a file, which do not say that they were there, and what to tell as failed and as noted."""
    articles: list[Article] = []
    failed: list[str] = []
    noted: list[str] = []
    for each in read(str(file), settings):
        if isinstance(each, ReadError):
            told = noted if isinstance(each, PartError) else failed
            told.append(str(each).replace(str(file), file.name))
        else:
            articles.append(replace(each.article, path=None))
    return articles, failed, noted
