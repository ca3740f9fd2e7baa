"""Add what a program sends: records of articles, addresses of web pages, uploaded files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa_bot.bot import QABot
from qa_bot.errors import QABotError, ReadError
from qa_bot.library import AddReport
from qa_bot.model import Article
from qa_bot.readers import read
from qa_bot.render import link
from qa_bot.settings import Settings


def add_given(
    bot: QABot, records: Sequence[Mapping[str, Any]], urls: Sequence[str], files: Sequence[str | Path]
) -> AddReport:
    """Add articles that are described by JSON objects, web pages and files, and say what became of them.

    The files need not stay; nothing else of this machine is read, whatever the records and addresses say. Raises
    QABotError if nothing is given.
    """
    if not (records or urls or files):
        raise QABotError("nothing is given to add; send articles, urls or files")
    pages = [each for each in urls if link(each)]
    failed = [f"{each}: is not the address of a web page (https://...)" for each in urls if not link(each)]
    articles: list[Article] = []
    with TemporaryDirectory() as folder:
        sent = [Path(each) for each in files]
        if records:
            sent.append(Path(folder) / "articles.json")
            sent[-1].write_text(json.dumps(list(records)), encoding="utf-8")
        for each in sent:
            read_here, problems = _read(each, bot.settings)
            articles += read_here
            failed += problems
    report = bot.add(*articles, *pages) if articles or pages else AddReport()
    return replace(report, failed=(*failed, *report.failed))


def _read(file: Path, settings: Settings) -> tuple[list[Article], list[str]]:
    """Return the articles in a file, which do not say that they were there, and a line for each that is none."""
    articles: list[Article] = []
    problems: list[str] = []
    for each in read(str(file), settings):
        if isinstance(each, ReadError):
            problems.append(str(each).replace(str(file), file.name))
        else:
            articles.append(replace(each.article, path=None))
    return articles, problems
