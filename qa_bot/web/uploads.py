"""Add the files that a visitor sends."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from qa_bot.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.library import AddReport


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one file, with a line for each part of it that could not be read."""

    name: str
    outcome: str
    problems: tuple[str, ...] = ()


def add_upload(bot: QABot, uploaded: Path, folder: Path) -> Upload:
    """Keep a file that was uploaded to a passing place and add what is in it.

    It is kept as `folder`/<start of its sha256>/<its name>: an article whose place stays the same however often the
    file is sent, whose name is the visitor's, and which no other file of that name replaces.
    """
    try:
        kept = _keep(uploaded, folder)
        report = bot.add(kept)
    except OSError as error:
        return Upload(uploaded.name, "not added", (f"it cannot be stored ({error.strerror})",))
    except QABotError as error:
        return Upload(uploaded.name, "not added", (str(error),))
    problems = tuple(line.replace(f"{kept}: ", "") for line in (*report.failed, *report.skipped))
    if not (report.added or report.replaced or report.unchanged):
        shutil.rmtree(kept.parent, ignore_errors=True)
    return Upload(kept.name, _outcome(report), problems)


def _keep(uploaded: Path, folder: Path) -> Path:
    with uploaded.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    kept = folder / digest[:12] / uploaded.name
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        shutil.copyfile(uploaded, kept)
    return kept


def _outcome(report: AddReport) -> str:
    read = AddReport(report.added, report.replaced, report.unchanged)
    several = len(report.added) + len(report.replaced) + len(report.unchanged) > 1
    names = [name for name in ("added", "replaced", "unchanged") if getattr(report, name)]
    return str(read) if several else names[0] if names else "not added"
