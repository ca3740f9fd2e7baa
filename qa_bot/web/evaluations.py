"""Handle the evaluation tab: runs in the background, kept in folders, shown and compared."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
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
from qa_bot.evaluation.run import NAME as JOURNAL
from qa_bot.feedback import FILE as FEEDBACK
from qa_bot.files import keep_private
from qa_bot.model import Citation, Span
from qa_bot.settings import Settings, is_private
from qa_bot.show.document import article_html
from qa_bot.show.html import render
from qa_bot.web.exports import file_to_save
from qa_bot.web.uploads import Uploads
from qa_bot.web.visitor import Sent, sender, visitor, visitor_message, without_places

SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")


def intro_html() -> str:
    """Return what this is for."""
    return str(render("web/evaluate_intro.html", {}))


def form_html(threshold: float, collections: Iterable[str] = (), *, has_feedback: bool = False) -> str:
    """Return what a run is begun with: a question set, how it is asked, one button that does; the script sends it."""
    values = {"threshold": f"{threshold:g}", "collections": list(collections), "has_feedback": has_feedback}
    return str(render("web/evaluate_form.html", {**values, "suffixes": SUFFIXES}))


def save_button(run: str, before: str = "") -> str:
    """Return the button that saves the report of a run, or its comparison with one before it."""
    return str(render("web/evaluate_save.html", {"run": run, "before": before}))


def running_html(done: int, total: int | None, question: str) -> str:
    """Return how far a run is."""
    return str(render("web/evaluate_running.html", {"done": done, "total": total, "question": question}))


def starting_html() -> str:
    """Return what is said before the first question is answered."""
    return _said_html("Loading the embedding model and reading the questions …", "running")


def finished_html(name: str, questions: int, resumed: int) -> str:
    """Return that a run is done, and where it is kept."""
    before = f", {resumed:,} of them before it was stopped" if resumed else ""
    return _said_html(f"{questions:,} questions answered{before}. Kept as {name}.")


def stopped_html() -> str:
    """Return that a run was stopped, and how it goes on."""
    return _said_html("Stopped. Evaluate the same set again, and it goes on where it was.")


def problem_html(message: str) -> str:
    """Return an error, a line each for what is wrong with a set."""
    return _said_html(message[:1].upper() + message[1:], "problem")


def gone_html() -> str:
    """Return what is shown for an article that is no longer there."""
    return str(render("web/article_gone.html", {}))


def _said_html(said: str, kind: str = "") -> str:
    return str(render("web/evaluate_said.html", {"said": said, "kind": kind}))


_MOST_OF_VISITOR, _MOST_KEPT = 100, 1000
"""Runs that are kept of a visitor, and of all."""

_MOST_SHOWN = 300
"""Questions in a report on the page; the saved one has all."""

_NO_SET = "choose a question set first"
_NO_FEEDBACK = "no feedback is saved yet; judge some answers with the thumbs below them"

TabUpdate = tuple[Any, ...]
"""Status, report, source, the two lists of runs, the button that saves."""


class _StoppedError(Exception):
    """Ends a run whose visitor wants no more of it."""


class VisitorsEvaluations:
    """The handlers of the tab: each visitor's events come to their own runs, in a folder of its own below `folder`."""

    def __init__(self, bot: QABot, folder: Path, sent: Uploads) -> None:
        self._bot = bot
        self._folder = folder
        self._sent = sent

    def form(self) -> str:
        """Return the form that begins a run, with what can be chosen there now."""
        settings = self._bot.settings
        return form_html(settings.threshold, self._bot.library.collections(), has_feedback=is_private(settings))

    def load(self, request: gr.Request) -> tuple[Any, Any, str]:
        """Return the two lists of runs, and the form."""
        return *self._own(request).load(), self.form()

    def run(self, event: gr.EventData, request: gr.Request) -> Iterator[TabUpdate]:
        """Yield how far a run is, and then its report: of a set that the visitor sent, or of the saved feedback.

        Feedback is everybody's, and evaluated only on a page that this machine alone can reach.
        """
        given = Sent(event)
        own, threshold = self._own(request), _number(given.get("threshold"))
        collection, drafts = str(given.get("collection") or ""), bool(given.get("drafts"))
        if given.get("what") == "feedback" and is_private(self._bot.settings):
            file = self._bot.library.folder / FEEDBACK
            yield from own.run(file if file.is_file() else None, threshold, drafts, collection, missing=_NO_FEEDBACK)
        else:
            file_sent = self._sent.file(sender(request), str(given.get("file") or "") or None)
            yield from own.run(file_sent, threshold, drafts, collection)

    def stop(self) -> str:
        """Return what is said after a run was stopped."""
        return stopped_html()

    def show(self, name: str | None, request: gr.Request) -> TabUpdate:
        """Return the report of an earlier run."""
        return self._own(request).show(name)

    def compare(self, before: str | None, after: str | None, request: gr.Request) -> TabUpdate:
        """Return the comparison of two runs."""
        return self._own(request).compare(before, after)

    def save(self, event: gr.EventData, request: gr.Request) -> str:
        """Return the report or the comparison that is shown as a file, or nothing if it is no longer there."""
        named = Sent(event)
        return self._own(request).save(named.get("run"), named.get("before"))

    def open_evidence(self, event: gr.EventData) -> str:
        """Return the article at the quotation or the evidence that was chosen."""
        return Evaluations(self._bot, self._folder).open_evidence(event)

    def _own(self, request: gr.Request) -> Evaluations:
        name = hashlib.sha256(visitor(request).encode()).hexdigest()[:16]
        return Evaluations(self._bot, self._folder / name)


class Evaluations:
    """The runs of one visitor: folders below `folder`, named after their set and numbered."""

    def __init__(self, bot: QABot, folder: Path) -> None:
        self._bot = bot
        self._folder = folder

    def load(self) -> tuple[Any, Any]:
        """Return the two lists of runs, the newest chosen in neither."""
        return gr.Dropdown(choices=self._runs()), gr.Dropdown(choices=self._runs())

    def run(
        self, file: Path | None, threshold: float | None, drafts: bool, collection: str = "", *, missing: str = _NO_SET
    ) -> Iterator[TabUpdate]:
        """Yield how far the run of a question set is, and then its report; `missing` is said where there is no file."""
        if not file:
            yield _only(problem_html(missing))
            return
        yield _only(starting_html())
        heard: Queue[tuple[str, int, int | None] | Report | Exception] = Queue()
        wanted = Event()
        wanted.set()
        work = file, threshold, drafts, collection, heard, wanted
        Thread(target=self._work, args=work, daemon=True).start()
        try:
            while isinstance(news := heard.get(), tuple):
                what, done, total = news
                yield _only(running_html(done, total, what))
            yield (
                self._result(news)
                if isinstance(news, Report)
                else _only(problem_html(_said(news, file, self._bot.settings)))
            )
        finally:
            wanted.clear()

    def show(self, name: str | None) -> TabUpdate:
        """Return the report of an earlier run."""
        try:
            return self._report(load_report(self._path(name)), "")
        except QABotError as error:
            return _only(problem_html(visitor_message(error, self._bot.settings)))

    def compare(self, before: str | None, after: str | None) -> TabUpdate:
        """Return the comparison of two runs."""
        if not before or not after:
            return _only(problem_html("choose two runs to compare"))
        try:
            found = compare(load_report(self._path(before)), load_report(self._path(after)))
        except QABotError as error:
            return _only(problem_html(visitor_message(error, self._bot.settings)))
        button = save_button(after, before)
        return "", str(comparison_fragment(found, openable=True)), "", gr.skip(), gr.skip(), button

    def save(self, run: object, before: object) -> str:
        """Return the report of a run, or its comparison with one before it, as a file; nothing if one is not there."""
        known = self._runs()
        if run not in known or (before and before not in known):
            return ""
        report = load_report(self._path(run))
        if not before:
            return file_to_save("report.html", "text/html", report_html(report))
        found = compare(load_report(self._path(before)), report)
        return file_to_save("comparison.html", "text/html", comparison_html(found))

    def open_evidence(self, event: gr.EventData) -> str:
        """Return the article at the quotation or the evidence that was chosen."""
        given = Sent(event)
        article = self._bot.library.article(str(given.get("article")))
        start, end = given.get("start"), given.get("end")
        if article is None or not isinstance(start, int) or not isinstance(end, int):
            return gone_html()
        try:
            chosen = Citation(article, Span(start, end), n=1)
        except ValueError:
            return str(article_html(article))
        return str(article_html(article, [chosen], chosen))

    def _work(
        self,
        file: Path,
        threshold: float | None,
        drafts: bool,
        collection: str,
        heard: Queue[Any],
        wanted: Event,
    ) -> None:
        def progress(what: str, done: int, total: int | None, /) -> None:
            if not wanted.is_set():
                raise _StoppedError
            heard.put((what, done, total))

        try:
            questions = load_questions(file, self._bot.settings)
            bot = self._bot.among(collection=collection)
            bot = bot if threshold is None else bot.with_settings(threshold=threshold)
            heard.put(evaluate(bot, questions, drafts=drafts, out=self._next(file.stem), progress=progress))
        except _StoppedError:
            pass
        except Exception as error:
            heard.put(error)

    def _result(self, report: Report) -> TabUpdate:
        name = report.folder.name if report.folder else ""
        return self._report(report, finished_html(name, len(report.outcomes), report.resumed))

    def _report(self, report: Report, status: str) -> TabUpdate:
        name, runs = report.folder.name if report.folder else None, self._runs()
        return (
            status,
            str(report_fragment(report, openable=True, most=_MOST_SHOWN)),
            "",
            gr.Dropdown(choices=runs, value=name),
            gr.Dropdown(choices=[each for each in runs if each != name]),
            save_button(name) if name else "",
        )

    def _runs(self) -> list[str]:
        """Return the names of the finished runs, the newest first."""
        found = [path for path in self._folder.glob("*") if (path / RUN).is_file()]
        return [path.name for path in sorted(found, key=lambda path: -(path / RUN).stat().st_mtime)]

    def _path(self, name: object) -> Path:
        """Return the folder of a run that is there; what a browser sends is no path."""
        if name not in self._runs():
            raise QABotError("this run is no longer there; choose another")
        return self._folder / str(name)

    def _forget(self) -> None:
        """Delete the oldest runs, finished or stopped, where this visitor or all together have many."""
        for pattern, most in (f"{self._folder.name}/*", _MOST_OF_VISITOR), ("*/*", _MOST_KEPT):
            paths = self._folder.parent.glob(pattern)
            found = [path for path in paths if any((path / each).is_file() for each in (RUN, JOURNAL))]
            oldest = sorted(found, key=lambda path: path.stat().st_mtime)
            for path in oldest[: max(0, len(found) - most + 1)]:
                shutil.rmtree(path, ignore_errors=True)

    def _next(self, stem: str) -> Path:
        """Return the folder of a run of this set that was stopped, else a new one."""
        name = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:60] or "questions"
        self._folder.mkdir(parents=True, exist_ok=True)
        keep_private(self._folder.parent, self._folder)
        self._forget()
        number = 1
        while (path := self._folder / f"{name}-{number}").exists() and not (path / JOURNAL).exists():
            number += 1
        return path


def _number(value: object) -> float | None:
    """Return the number that a field of the form holds, None if it holds none."""
    try:
        return float(str(value))
    except ValueError:
        return None


def _only(status: str) -> TabUpdate:
    """Return a status, with all else as it is."""
    return status, *[gr.skip()] * 5


def _said(error: Exception, file: Path, settings: Settings) -> str:
    """Return what to tell of an error, without the place where the server keeps the file."""
    if isinstance(error, QuestionSetError):
        return without_places(str(error).replace(f"{file} ", "").replace(f"{file}: ", ""), settings)
    if isinstance(error, QABotError):
        return visitor_message(error, settings)
    return f"the run broke down: {visitor_message(error, settings)}. Evaluate again, and it goes on where it was"


_SCRIPT = (Path(__file__).parent / "evaluate.js").read_text(encoding="utf-8")
_SHOW_QUOTE = "watch('value', () => element.querySelector('.qa-chosen')?.scrollIntoView({ block: 'center' }))"
_FORM = (Path(__file__).parent / "evaluate_form.js").read_text(encoding="utf-8")
_SAVE = """element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) trigger("save", { run: button.dataset.run, before: button.dataset.before });
});"""
_SAVED = "watch('value', () => window.qaBot.save(element))"


def evaluation_tab(bot: QABot, sent: Uploads, *, runs: Path | None = None) -> None:
    """Build the content of a tab that evaluates `bot`, inside the Gradio block that is open.

    Question sets are found in `sent`; each visitor's runs are kept in a folder of their own in the folder `runs`, by
    default in the library's.
    """
    actions = VisitorsEvaluations(bot, runs or bot.library.folder / "runs", sent)
    with gr.Column(elem_id="qe-tab"):
        _html("qe-intro", intro_html())
        form = _html("qe-run", actions.form(), _FORM)
        status = _html("qe-status", "")
        _html("qe-runs", "<h3>Runs</h3>")
        with gr.Row(elem_id="qe-earlier"):
            shown = gr.Dropdown([], label="Show a run", elem_id="qe-shown")
            other = gr.Dropdown([], label="Compare it with an earlier one", elem_id="qe-other")
            compare = gr.Button("Compare", elem_id="qe-compare", elem_classes="qa-second")
            saved, to_save = _html("qe-saved", "", _SAVE), _html("qe-to-save", "", _SAVED)
        with gr.Row(elem_id="qe-read"):
            report = _html("qe-report", "", _SCRIPT)
            source = _html("qe-source", "", _SHOW_QUOTE)

    page: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    result = [status, report, source, shown, other, saved]
    running = form.evaluate(actions.run, None, result, concurrency_limit=1, **page)
    form.halt(actions.stop, None, [status], cancels=[running], **page)
    shown.input(actions.show, [shown], result, **page)
    compare.click(actions.compare, [other, shown], result, **page)
    saved.save(actions.save, None, [to_save], **page)
    report.evidence(actions.open_evidence, None, [source], **page)
    context = gr.context.Context.root_block
    if context is not None:
        context.load(actions.load, None, [shown, other, form], **page)


def _html(name: str, value: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)
