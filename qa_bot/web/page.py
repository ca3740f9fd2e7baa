"""The page: its parts and which action answers which event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.web import api, view
from qa_bot.web.actions import Actions
from qa_bot.web.exchanges import Exchanges

_SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
_TELL_SOURCE = "watch('value', () => document.dispatchEvent(new Event('qa-source')))"
_ASKED_AT_ONCE = 8
_MOST_WAITING = 200
_FORGOTTEN_AFTER = 24 * 3600
"""Seconds after which the conversation of a visitor who has left is dropped, and uploaded files in passing places."""


def create_app(bot: QABot, *, uploads: Path | None = None) -> gr.Blocks:
    """Return the page that asks `bot`, with its API; files that visitors add are kept in the folder `uploads`.

    That folder is by default `uploads` in the library. Start it with `serve`, which
    gives it its looks.
    """
    actions = Actions(bot, uploads or bot.folder / "uploads")
    kept = (3600, _FORGOTTEN_AFTER)
    demo: gr.Blocks = gr.Blocks(title="QA Bot", analytics_enabled=False, fill_width=True, delete_cache=kept)
    with demo:
        api.add_endpoints(bot)  # first, since Gradio gives a name to each event and these are to have theirs
        _build(demo, actions)
    demo.queue(default_concurrency_limit=_ASKED_AT_ONCE, max_size=_MOST_WAITING)
    return demo


def _build(demo: gr.Blocks, actions: Actions) -> None:
    asked = gr.State(Exchanges(), time_to_live=_FORGOTTEN_AFTER)
    bar = _html("qa-bar", "")
    with gr.Row(elem_id="qa-main"):
        with gr.Column(elem_id="qa-chat"):
            with gr.Column(elem_id="qa-talk"):
                conversation = _html("qa-conversation", "", _SCRIPT)
                welcome = _html("qa-welcome", "")
            question = gr.Textbox(
                elem_id="qa-question",
                label="Question",
                placeholder="Ask the articles a question",
                max_lines=8,
                autofocus=True,
                submit_btn="Ask",
                container=False,
            )
        with gr.Column(elem_id="qa-panel"):
            _html("qa-panel-bar", view.panel_bar())
            source = _html("qa-source", view.no_source(), _TELL_SOURCE)
            with gr.Column(elem_id="qa-library"):
                files = gr.File(elem_id="qa-files", label="Add articles", file_count="multiple", show_label=False)
                report = _html("qa-report", "")
                listed = _html("qa-listed", "")

    shown = [question, conversation, asked]
    page: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    asking = [
        question.submit(actions.ask, [question, asked], shown, **page),
        conversation.example(actions.ask_example, [asked], shown, **page),
    ]
    conversation.new_chat(actions.new_chat, None, [*shown, source], cancels=asking, **page)
    conversation.cite(actions.open_citation, [asked], [source], **page)
    conversation.article(actions.open_article, None, [source], **page)
    files.upload(actions.add, [files], [files, report, bar, welcome, listed], concurrency_limit=1, **page)
    demo.load(actions.load, None, [bar, welcome, listed], **page)


def _html(name: str, value: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)
