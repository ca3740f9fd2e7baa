"""Add articles for visitors, one after the other in the background, and for programs, which wait."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Literal
from urllib.parse import urlsplit

from qa_bot.bot import QABot
from qa_bot.errors import PartError, QABotError, ReadError
from qa_bot.files import keep_private
from qa_bot.library import AddReport
from qa_bot.log import record
from qa_bot.model import Article, Progress
from qa_bot.read import ArticleDraft, build, read
from qa_bot.settings import Settings
from qa_bot.show.links import link
from qa_bot.web.turns import Baton, Changes, Shares
from qa_bot.web.visitor import visitor_message, without_places

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


_VISITORS_AT_ONCE = 16
MOST_WAITING = 1000
"""Things that a visitor adds in one round."""

_SPARED = 500_000_000
"""Bytes of the disk that what visitors send leaves to the library."""

_MOST_REMEMBERED = 1000
"""Visitors whose reports are kept."""

_STOPPED = "QA Bot was stopped meanwhile; add it again"

_NO_ADDRESS = "this is not the address of a web page (https://…)"

_MOST_PASTED = 20 * 10**6
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is added: what is being done with it or became of it, and a line for each part that failed."""

    name: str
    state: Literal["waiting", "reading", "added", "failed"] = "waiting"
    outcome: str = "waiting"
    problems: tuple[str, ...] = ()
    upload: str = ""
    """The name by which whoever sent it knows the file that it came in."""


@dataclass(slots=True)
class _Round:
    """What a visitor adds in one go, however many requests it takes; the next round replaces it once it is done."""

    names: set[str] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)

    def joins(self, name: str) -> bool:
        """Say whether what comes under this name still belongs to it."""
        return name in self.names or _is_busy(self.items)


_MORE = Item("More", "failed", "not added", (f"at most {MOST_WAITING:,} are taken at once",))


class Adding:
    """Adds files, addresses and texts for visitors, each of whom sees what became of their own.

    What a visitor adds is read in its order. Visitors take turns, after each article.
    """

    def __init__(self, bot: QABot, uploads: Path, turns: Baton) -> None:
        self._bot = bot
        self._uploads = uploads
        self._reading = Shares(_VISITORS_AT_ONCE, "reading")
        self._turns = turns
        self._changes = Changes()
        self._lock = Lock()
        self._rounds: OrderedDict[str, _Round] = OrderedDict()
        self._is_closed = False

    def close(self) -> None:
        """End what is being read, with the articles that are whole; what waits is not read."""
        self._is_closed = True
        self._changes.close()
        self._bot.library.stop_adding()
        self._reading.close()

    def items(self, visitor: str) -> list[Item]:
        """Return what the visitor has added lately."""
        with self._lock:
            return list(self._rounds[visitor].items) if visitor in self._rounds else []

    def is_busy(self, visitor: str) -> bool:
        """Say whether something of the visitor's is still to be read."""
        return _is_busy(self.items(visitor))

    def changes(self, visitor: str) -> Iterator[None]:
        """Yield at once and whenever something changed, until everything is read."""
        return self._changes.follow(visitor, visitor, lambda: not self.is_busy(visitor))

    def begin(self, visitor: str, name: str = "") -> None:
        """Begin a round, unless one of this name goes on or something is still to be read: what is added then joins it.

        A file can take long to arrive. What became of those before it stays to be seen as long as the visitor's page
        names the same round.
        """
        with self._lock:
            if visitor not in self._rounds or not self._rounds[visitor].joins(name):
                self._rounds[visitor] = _Round()
            self._rounds[visitor].names |= {name} - {""}
            self._rounds.move_to_end(visitor)
            self._forget(visitor)

    def add_file(self, visitor: str, uploaded: Path | None, upload: str = "") -> None:
        """Add a file that was uploaded to a passing place; None is one that the visitor has not sent.

        It is kept as `uploads`/<start of its sha256>/<its name>: an article whose place stays the same however often
        the file is sent, whose name is the visitor's, and which no other file of that name replaces. One that is named
        again, by its `upload`, in the same round is added once: a page that heard no reply says it again.
        """
        if uploaded is None:
            self._add(visitor, "a file", lambda _: Item("a file", "failed", "not added", (UNKNOWN,)), upload)
        else:
            self._add(visitor, uploaded.name, lambda tell: add_file(self._bot, uploaded, self._uploads, tell), upload)

    def add_address(self, visitor: str, address: str) -> None:
        """Add the page at an address of the web; one without a scheme is taken for https."""
        url = address.strip()
        url = url if url.startswith(("http://", "https://")) else f"https://{url}"
        if not _is_address(url):
            self._add(visitor, address.strip(), lambda _: Item(address.strip(), "failed", "not added", (_NO_ADDRESS,)))
            return
        self._add(visitor, url, lambda tell: _outcome(url, self._bot.add(url, progress=tell), url))

    def add_pasted(self, visitor: str, title: str, uploaded: Path | None, upload: str = "") -> None:
        """Add a text that was pasted, and sent as a file; None is one that the visitor has not sent."""
        if uploaded is None or uploaded.stat().st_size > _MOST_PASTED:
            why = UNKNOWN if uploaded is None else f"it is longer than {_MOST_PASTED // 10**6} MB; add it as a file"
            self._add(visitor, "a text", lambda _: Item("a text", "failed", "not added", (why,)), upload)
        else:
            self.add_text(visitor, title, uploaded.read_text(encoding="utf-8", errors="replace"), upload)

    def add_text(self, visitor: str, title: str, text: str, upload: str = "") -> None:
        """Add a text that was pasted; without a title its first line is one."""
        name = " ".join(title.split()) or next(iter(text.split("\n")), "").strip()[:120] or "Pasted text"
        self._add(visitor, name, lambda tell: _add_text(self._bot, name, title, text, tell), upload)

    def _add(self, visitor: str, name: str, work: Callable[[Progress], Item], upload: str = "") -> None:
        with self._lock:
            items = self._rounds.setdefault(visitor, _Round()).items
            if upload and any(each.upload == upload for each in items):
                return
            if len(items) >= MOST_WAITING:
                items[MOST_WAITING:] = [_MORE]
                return
            place, item = len(items), Item(name, upload=upload)
            items.append(item)
        if not self._is_closed:
            self._reading.submit(visitor, lambda: self._work(visitor, items, place, item, work))

    def _forget(self, visitor: str) -> None:
        """Forget the oldest reports of other visitors who wait for nothing."""
        done = [each for each, last in self._rounds.items() if each != visitor and not _is_busy(last.items)]
        for each in done[: max(0, len(self._rounds) - _MOST_REMEMBERED)]:
            del self._rounds[each]

    def _work(
        self, visitor: str, items: list[Item], place: int, waiting: Item, work: Callable[[Progress], Item]
    ) -> None:
        def set_item(item: Item) -> None:
            problems = tuple(without_places(each, self._bot.settings) for each in item.problems)
            with self._lock:
                items[place] = replace(item, problems=problems, upload=waiting.upload)
            self._changes.tell(visitor)

        def tell(what: str, done: int, total: int | None, /) -> None:
            if self._is_closed:
                raise QABotError(_STOPPED)
            outcome = f"reading, {done:,} articles" if done > 1 else "reading"
            set_item(replace(waiting, state="reading", outcome=outcome))
            self._turns.pass_on()

        with self._turns:
            try:
                tell("", 0, None)
                item = work(tell)
                if self._is_closed and item.state != "added":
                    item = replace(item, problems=(_STOPPED,))
            except Exception as error:
                item = Item(waiting.name, "failed", "not added", (visitor_message(error, self._bot.settings),))
        record("added", visitor=visitor[:8], outcome=item.outcome, problems=len(item.problems))
        set_item(item)


def _is_address(url: str) -> bool:
    """Say whether an address can be that of a web page: one word, with a host."""
    try:
        return len(url.split()) == 1 and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _is_busy(items: Sequence[Item]) -> bool:
    return any(each.state in ("waiting", "reading") for each in items)


def add_file(bot: QABot, uploaded: Path, folder: Path, tell: Progress) -> Item:
    """Keep a file and add what is in it; see `Adding.add_file`."""
    try:
        kept = _keep(uploaded, folder)
        report = bot.add(kept, progress=tell, trusted=False)
    except OSError as error:
        return Item(uploaded.name, "failed", "not added", (f"it cannot be stored ({error.strerror})",))
    if not (report.added or report.replaced or report.unchanged):
        shutil.rmtree(kept.parent, ignore_errors=True)
    return _outcome(kept.name, report, str(kept))


def _add_text(bot: QABot, name: str, title: str, text: str, tell: Progress) -> Item:
    if not text.strip():
        return Item(name, "failed", "not added", ("there is no text; paste what the article says",))
    article = build(ArticleDraft(text, title=title), name)
    return _outcome(article.title, bot.add(article, progress=tell), f"id:{article.id}")


def _keep(uploaded: Path, folder: Path) -> Path:
    with uploaded.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    kept = folder / digest[:12] / uploaded.name
    kept.parent.mkdir(parents=True, exist_ok=True)
    keep_private(folder)
    if not kept.exists():
        if shutil.disk_usage(folder).free - uploaded.stat().st_size < _SPARED:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        shutil.copyfile(uploaded, kept)
    return kept


def _outcome(name: str, report: AddReport, place: str) -> Item:
    """Return what became of an input; the place that it was read from is not repeated in its problems."""
    read = AddReport(report.added, report.replaced, report.unchanged)
    several = len(report.added) + len(report.replaced) + len(report.unchanged) > 1
    names = [each for each in ("added", "replaced", "unchanged") if getattr(report, each)]
    lines = (*report.failed, *report.skipped, *report.noted)
    problems = tuple(line.removeprefix(f"{place}: ").replace(place, name) for line in lines)
    item = Item(name, "added", str(read) if several else names[0] if names else "not added", problems)
    return item if names else replace(item, state="failed")
