"""Build the tab that evaluates: run a question set, read the report, compare two runs, open what was missed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.web import evaluate_view as view
from qa_bot.web.evaluations import VisitorsEvaluations
from qa_bot.web.uploads import Uploads

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
        _html("qe-intro", view.intro())
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
