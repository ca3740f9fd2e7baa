"""What happens in the evaluation tab: runs in the background, kept in folders, shown and compared."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.errors import QABotError, QuestionSetError
from qa_bot.evaluation import Report, compare, evaluate, load_questions, load_report
from qa_bot.evaluation.files import RUN
from qa_bot.evaluation.html import comparison_fragment, comparison_html, report_fragment, report_html
from qa_bot.evaluation.journal import NAME as JOURNAL
from qa_bot.model import Citation, Span
from qa_bot.render import article_html
from qa_bot.settings import Settings
from qa_bot.web import evaluate_view as view
from qa_bot.web.told import told

_MOST_SHOWN = 300
"""Questions in a report on the page; the saved one has all."""

Shown = tuple[Any, ...]
"""Status, report, source, the two lists of runs, the file to save."""


class _StoppedError(Exception):
    """Ends a run whose visitor wants no more of it."""


class Evaluations:
    """The handlers of the tab; runs are folders below `folder`, named after their set and numbered."""

    def __init__(self, bot: QABot, folder: Path) -> None:
        self._bot = bot
        self._folder = folder

    def load(self) -> tuple[Any, Any]:
        """Return the two lists of runs, the newest chosen in neither."""
        return gr.Dropdown(choices=self._runs()), gr.Dropdown(choices=self._runs())

    def run(self, file: str | None, threshold: float | None, drafts: bool) -> Iterator[Shown]:
        """Yield how far the run of a question set is, and then its report."""
        if not file:
            yield _only(view.problem("choose a question set first"))
            return
        yield _only(view.starting())
        heard: Queue[tuple[str, int, int | None] | Report | Exception] = Queue()
        wanted = Event()
        wanted.set()
        Thread(target=self._work, args=(Path(file), threshold, drafts, heard, wanted), daemon=True).start()
        try:
            while isinstance(news := heard.get(), tuple):
                what, done, total = news
                yield _only(view.running(done, total, what))
            yield (
                self._result(news)
                if isinstance(news, Report)
                else _only(view.problem(_said(news, file, self._bot.settings)))
            )
        finally:
            wanted.clear()

    def stop(self) -> str:
        """Return what is said after a run was stopped."""
        return view.stopped()

    def show(self, name: str | None) -> Shown:
        """Return the report of an earlier run."""
        try:
            return self._report(load_report(self._path(name)), "")
        except QABotError as error:
            return _only(view.problem(told(error, self._bot.settings)))

    def compare(self, before: str | None, after: str | None) -> Shown:
        """Return the comparison of two runs."""
        if not before or not after:
            return _only(view.problem("choose two runs to compare"))
        try:
            found = compare(load_report(self._path(before)), load_report(self._path(after)))
        except QABotError as error:
            return _only(view.problem(told(error, self._bot.settings)))
        page = _saved("comparison.html", comparison_html(found))
        return "", comparison_fragment(found, openable=True), "", gr.skip(), gr.skip(), page

    def open_evidence(self, event: gr.EventData) -> str:
        """Return the article at the quotation or the evidence that was chosen."""
        given = event._data or {}
        article = self._bot.article(str(given.get("article")))
        start, end = given.get("start"), given.get("end")
        if article is None or not isinstance(start, int) or not isinstance(end, int):
            return view.gone()
        try:
            chosen = Citation(article, Span(start, end), n=1)
        except ValueError:
            return article_html(article)
        return article_html(article, [chosen], chosen)

    def _work(self, file: Path, threshold: float | None, drafts: bool, heard: Queue[Any], wanted: Event) -> None:
        def progress(what: str, done: int, total: int | None, /) -> None:
            if not wanted.is_set():
                raise _StoppedError
            heard.put((what, done, total))

        try:
            questions = load_questions(file)
            bot = self._bot if threshold is None else self._bot.with_settings(threshold=threshold)
            heard.put(evaluate(bot, questions, drafts=drafts, out=self._next(file.stem), progress=progress))
        except _StoppedError:
            pass
        except Exception as error:
            heard.put(error)

    def _result(self, report: Report) -> Shown:
        name = report.folder.name if report.folder else ""
        return self._report(report, view.finished(name, len(report.outcomes), report.resumed))

    def _report(self, report: Report, status: str) -> Shown:
        name, runs = report.folder.name if report.folder else None, self._runs()
        return (
            status,
            report_fragment(report, openable=True, most=_MOST_SHOWN),
            "",
            gr.Dropdown(choices=runs, value=name),
            gr.Dropdown(choices=[each for each in runs if each != name]),
            _saved("report.html", report_html(report)),
        )

    def _runs(self) -> list[str]:
        """Return the names of the finished runs, the newest first."""
        found = [path for path in self._folder.glob("*") if (path / RUN).is_file()]
        return [path.name for path in sorted(found, key=lambda path: -(path / RUN).stat().st_mtime)]

    def _path(self, name: str | None) -> Path:
        """Return the folder of a run that is there; what a browser sends is no path."""
        if name not in self._runs():
            raise QABotError("this run is no longer there; choose another")
        return self._folder / str(name)

    def _next(self, stem: str) -> Path:
        """Return the folder of a run of this set that was stopped, else a new one."""
        name = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:60] or "questions"
        number = 1
        while (path := self._folder / f"{name}-{number}").exists() and not (path / JOURNAL).exists():
            number += 1
        return path


def _only(status: str) -> Shown:
    """Return a status, with all else as it is."""
    return status, *[gr.skip()] * 5


def _said(error: Exception, file: str, settings: Settings) -> str:
    """Return what to tell of an error, without the place where the server keeps the file."""
    if isinstance(error, QuestionSetError):
        return str(error).replace(f"{file} ", "").replace(f"{file}: ", "")
    if isinstance(error, QABotError):
        return told(error, settings)
    return f"the run broke down: {told(error, settings)}. Evaluate again, and it goes on where it was"


def _saved(name: str, page: str) -> Any:  # noqa: ANN401 - Gradio's components have no type of their own
    path = Path(tempfile.mkdtemp(prefix="qa-bot-")) / name
    path.write_text(page, encoding="utf-8", errors="backslashreplace")
    return gr.DownloadButton(value=str(path), visible=True)
