"""The tab that evaluates: run a question set, read the report, compare two runs, open what was missed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.web import evaluate_view as view
from qa_bot.web.evaluations import Evaluations

_SCRIPT = (Path(__file__).parent / "evaluate.js").read_text(encoding="utf-8")
_SHOW_QUOTE = "watch('value', () => element.querySelector('.qa-chosen')?.scrollIntoView({ block: 'center' }))"


def evaluation_tab(bot: QABot, *, runs: Path | None = None) -> None:
    """Build the content of a tab that evaluates `bot`, inside the Gradio block that is open.

    Runs are kept in the folder `runs`, by default in the library's.
    """
    actions = Evaluations(bot, runs or bot.folder / "runs")
    with gr.Column(elem_id="qe-tab"):
        _html("qe-intro", view.intro())
        with gr.Row(elem_id="qe-run"):
            questions = gr.File(label="Question set", file_types=list(view.SUFFIXES), height=140, elem_id="qe-file")
            with gr.Column():
                threshold = gr.Number(
                    bot.settings.threshold, label="Refuse below this confidence", minimum=0, maximum=1, step=0.05
                )
                drafts = gr.Checkbox(label="Ask drafts too")
            with gr.Column(elem_id="qe-buttons"):
                start = gr.Button("Evaluate", elem_id="qe-start", elem_classes="qa-primary")
                stop = gr.Button("Stop", elem_id="qe-stop", elem_classes="qa-second")
        status = _html("qe-status", "")
        with gr.Row(elem_id="qe-earlier"):
            shown = gr.Dropdown([], label="Show a run", elem_id="qe-shown")
            other = gr.Dropdown([], label="Compare it with an earlier one", elem_id="qe-other")
            compare = gr.Button("Compare", elem_id="qe-compare", elem_classes="qa-second")
            saved = gr.DownloadButton("Save as a page", visible=False, elem_id="qe-saved", elem_classes="qa-second")
        with gr.Row(elem_id="qe-read"):
            report = _html("qe-report", "", _SCRIPT)
            source = _html("qe-source", "", _SHOW_QUOTE)

    page: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    result = [status, report, source, shown, other, saved]
    running = start.click(actions.run, [questions, threshold, drafts], result, concurrency_limit=1, **page)
    stop.click(actions.stop, None, [status], cancels=[running], **page)
    shown.input(actions.show, [shown], result, **page)
    compare.click(actions.compare, [other, shown], result, **page)
    report.evidence(actions.open_evidence, None, [source], **page)
    context = gr.context.Context.root_block
    if context is not None:
        context.load(actions.load, None, [shown, other], **page)


def _html(name: str, value: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)
