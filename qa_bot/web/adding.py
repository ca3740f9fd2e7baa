"""Articles that visitors add: read one after the other in the background, each with what became of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Condition
from typing import Literal

from qa_bot.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.library import AddReport
from qa_bot.log import record
from qa_bot.model import Article, Progress
from qa_bot.readers import normalise
from qa_bot.web.told import told

_LOOK_AGAIN = 30.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is added: what is being done with it or became of it, and a line for each part that failed."""

    name: str
    state: Literal["waiting", "reading", "added", "failed"] = "waiting"
    outcome: str = "waiting"
    problems: tuple[str, ...] = ()


class Adding:
    """Adds files, addresses and texts for visitors, each of whom sees what became of their own."""

    def __init__(self, bot: QABot, uploads: Path) -> None:
        self._bot = bot
        self._uploads = uploads
        self._reading = ThreadPoolExecutor(1, "reading")
        self._changed = Condition()
        self._items: dict[str, list[Item]] = {}
        self._changes: dict[str, int] = {}
        self._is_closed = False

    def close(self) -> None:
        """Finish the article that is being read; what waits is not read."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._reading.shutdown(cancel_futures=True)

    def items(self, visitor: str) -> list[Item]:
        """Return what the visitor has added lately."""
        with self._changed:
            return list(self._items.get(visitor, ()))

    def is_busy(self, visitor: str) -> bool:
        """Say whether something of the visitor's is still to be read."""
        return any(each.state in ("waiting", "reading") for each in self.items(visitor))

    def changes(self, visitor: str) -> Iterator[None]:
        """Yield at once and whenever something changed, until everything is read."""
        seen = -1
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._is_closed or self._changes.get(visitor, 0) != seen,  # noqa: B023
                    _LOOK_AGAIN,
                )
                seen = self._changes.get(visitor, 0)
            is_done = self._is_closed or not self.is_busy(visitor)
            yield
            if is_done:
                return

    def add_file(self, visitor: str, uploaded: Path) -> None:
        """Add a file that was uploaded to a passing place.

        It is kept as `uploads`/<start of its sha256>/<its name>: an article whose place stays the same however often
        the file is sent, whose name is the visitor's, and which no other file of that name replaces.
        """
        self._add(visitor, uploaded.name, lambda tell: add_file(self._bot, uploaded, self._uploads, tell))

    def add_address(self, visitor: str, address: str) -> None:
        """Add the page at an address of the web; one without a scheme is taken for https."""
        url = address.strip()
        url = url if url.startswith(("http://", "https://")) else f"https://{url}"
        self._add(visitor, url, lambda tell: _outcome(url, self._bot.add(url, progress=tell), url))

    def add_text(self, visitor: str, title: str, text: str) -> None:
        """Add a text that was pasted; without a title its first line is one."""
        normal = normalise(text)
        lines = [line for line in normal.splitlines() if line.strip()]
        name = " ".join(title.split()) or (lines[0].strip()[:120] if lines else "Pasted text")
        article = Article(hashlib.sha256(normal.encode()).hexdigest()[:12], name, normal)
        self._add(visitor, name, lambda tell: _add_article(self._bot, article, tell))

    def _add(self, visitor: str, name: str, work: Callable[[Progress], Item]) -> None:
        with self._changed:
            if not any(each.state in ("waiting", "reading") for each in self._items.get(visitor, ())):
                self._items[visitor] = []
            place = len(self._items[visitor])
            self._items[visitor].append(Item(name))
            if not self._is_closed:
                self._reading.submit(self._work, visitor, place, name, work)

    def _work(self, visitor: str, place: int, name: str, work: Callable[[Progress], Item]) -> None:
        def tell(what: str, done: int, total: int | None, /) -> None:
            if self._is_closed:
                raise QABotError("QA Bot was stopped meanwhile; add it again")
            self._set(visitor, place, Item(name, "reading", f"reading, {done:,} articles" if done > 1 else "reading"))

        tell("", 0, None)
        try:
            item = work(tell)
        except Exception as error:
            item = Item(name, "failed", "not added", (told(error, self._bot.settings),))
        record("added", visitor=visitor[:8], outcome=item.outcome, problems=len(item.problems))
        self._set(visitor, place, item)

    def _set(self, visitor: str, place: int, item: Item) -> None:
        with self._changed:
            self._items[visitor][place] = item
            self._changes[visitor] = self._changes.get(visitor, 0) + 1
            self._changed.notify_all()


def add_file(bot: QABot, uploaded: Path, folder: Path, tell: Progress) -> Item:
    """Keep a file and add what is in it; see `Adding.add_file`."""
    try:
        kept = _keep(uploaded, folder)
        report = bot.add(kept, progress=tell)
    except OSError as error:
        return Item(uploaded.name, "failed", "not added", (f"it cannot be stored ({error.strerror})",))
    if not (report.added or report.replaced or report.unchanged):
        shutil.rmtree(kept.parent, ignore_errors=True)
    return _outcome(kept.name, report, str(kept))


def _add_article(bot: QABot, article: Article, tell: Progress) -> Item:
    if not article.text.strip():
        return Item(article.title, "failed", "not added", ("there is no text; paste what the article says",))
    return _outcome(article.title, bot.add(article, progress=tell), f"id:{article.id}")


def _keep(uploaded: Path, folder: Path) -> Path:
    with uploaded.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    kept = folder / digest[:12] / uploaded.name
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        shutil.copyfile(uploaded, kept)
    return kept


def _outcome(name: str, report: AddReport, place: str) -> Item:
    """Return what became of an input; the place that it was read from is not repeated in its problems."""
    read = AddReport(report.added, report.replaced, report.unchanged)
    several = len(report.added) + len(report.replaced) + len(report.unchanged) > 1
    names = [each for each in ("added", "replaced", "unchanged") if getattr(report, each)]
    lines = (*report.failed, *report.skipped)
    problems = tuple(line.removeprefix(f"{place}: ").replace(place, name) for line in lines)
    item = Item(name, "added", str(read) if several else names[0] if names else "not added", problems)
    return item if names else replace(item, state="failed")
