"""Build the page: its views, their parts, and which handler answers which event."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.state_holder import SessionState

from qa_bot.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.history import History
from qa_bot.show.html import compile_templates
from qa_bot.web import api, chat_html, page_html
from qa_bot.web import articles as articles_html
from qa_bot.web.adding import Adding
from qa_bot.web.articles import ArticlesPanel
from qa_bot.web.chat import ChatPanel, Welcome
from qa_bot.web.engine import Trying
from qa_bot.web.evaluations import evaluation_tab
from qa_bot.web.exports import Exports
from qa_bot.web.turns import Baton
from qa_bot.web.uploads import Uploads
from qa_bot.web.visitor import visitor_message

_MOST_WAITING = 500
_MOST_QUIET = 1000
"""Sessions that wait for nothing."""

_AT_ONCE = 32
"""Handlers mostly wait; what works is bounded elsewhere."""

_ADDING_AT_ONCE = 2
"""Visitors whose articles are read at the same time; the others wait for their turn."""

_FORGOTTEN_AFTER = 24 * 3600
"""Seconds after which uploaded files in passing places are dropped."""

_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "trigger_mode": "multiple"}
_FOLLOWED = {**_EVENT, "concurrency_limit": None}
"""Events whose handlers wait for what is done elsewhere; `Changes` bounds how many."""

_EVENTS = (
    "ask", "retry", "show", "stop", "judge", "find_chats", "rename", "forget", "cite",
    "take", "article", "find_articles", "take_in", "follow_adding", "remove", "undo", "listen", "narrow",
    "describe", "undo_describe", "collect", "try_model",
)  # fmt: skip
"""Gradio wants to see the names of a component's own events in its script."""

_CONNECT = "window.qaBot.connect({}, element, trigger, watch, upload)"


@dataclass(frozen=True, slots=True)
class View:
    """A part of the page with a way to it in the bar; `build` puts its components there."""

    name: str
    label: str
    build: Callable[[], None]


class Page(gr.Blocks):
    """The page of a bot; closing it ends what is being done for visitors first."""

    def __init__(self, bot: QABot, parts: _Parts | None = None, sent: Uploads | None = None) -> None:
        super().__init__(
            title="QA Bot", analytics_enabled=False, fill_width=True, delete_cache=(3600, _FORGOTTEN_AFTER)
        )
        self._bot = bot
        self._parts = parts
        self.sent = sent or Uploads()
        self.is_closed = False

    def is_well(self) -> bool:
        """Say whether the page is open and its library can be read."""
        try:
            return not self.is_closed and self._bot.library.about() is not None
        except QABotError:
            return False

    async def preprocess_data(
        self,
        block_fn: BlockFunction,
        inputs: list[Any],
        state: SessionState | None,
        explicit_call: bool = False,
    ) -> list[Any]:
        """Return what a handler gets, none of it marked as a file: those Gradio would open, copy or fetch by itself."""
        unmark_files(inputs)
        try:
            if block_fn.fn is None:
                raise ValueError("this happens in the browser alone")
            given: list[Any] = await super().preprocess_data(block_fn, inputs, state, explicit_call)
        except Exception as error:
            # Not logged: what is wrong with it repeats it.
            raise gr.Error("this is not what is asked for here", print_exception=False) from error
        return given

    async def process_api(self, *given: Any, **named: Any) -> dict[str, Any]:  # noqa: ANN401 - as Gradio has it
        """Do what an event or a call asks for; what goes wrong is told to its visitor, and not printed by Gradio."""
        self._forget_sessions()
        try:
            done: dict[str, Any] = await super().process_api(*given, **named)
        except gr.Error as error:
            error.print_exception = False
            raise
        except Exception as error:
            raise gr.Error(visitor_message(error, self._bot.settings), print_exception=False) from error
        return done

    def _forget_sessions(self) -> None:
        """Drop the sessions that wait for nothing, which Gradio keeps for good, once there are many."""
        waiting = self._queue.pending_event_ids_session
        if len(waiting) > _MOST_QUIET:
            for session in [each for each, events in waiting.items() if not events]:
                del waiting[session]

    def close(self, verbose: bool = False) -> None:
        """Take no more questions, end those that are being answered, and stop serving."""
        if not self.is_closed:
            self.is_closed = True
            if self._parts:
                self._parts.close()
        super().close(verbose=verbose)


def create_app(bot: QABot, *, uploads: Path | None = None) -> Page:
    """Return the page that asks `bot`, with its API; files that visitors add are kept in the folder `uploads`.

    That folder is by default `uploads` in the library; conversations are kept in `conversations.db` there. Start the
    page with `serve`, which gives it its looks.
    """
    compile_templates("show", "web")
    kept, sent, turns = (
        History(bot.library.folder / "conversations.db", bot.library.article),
        Uploads(),
        Baton(_ADDING_AT_ONCE),
    )
    parts = _Parts(bot, kept, sent, Adding(bot, uploads or bot.library.folder / "uploads", turns))
    views = [
        View("chat", "Chat", parts.chat),
        View("articles", "Articles", parts.articles),
        View("evaluation", "Evaluation", lambda: evaluation_tab(bot, sent)),
        View("settings", "Settings", parts.settings),
    ]
    demo = Page(bot, parts, sent)
    with demo:
        api.add_endpoints(
            bot, sent, turns
        )  # first, since Gradio gives a name to each event and these are to have theirs
        _html("qa-bar", page_html.top_bar([(each.name, each.label) for each in views]))
        with gr.Row(elem_id="qa-main"):
            for view in views:
                with gr.Column(elem_id=f"qa-view-{view.name}", elem_classes="qa-view"):
                    view.build()
            parts.source()
        parts.connect(demo)
    demo.queue(default_concurrency_limit=_AT_ONCE, max_size=_MOST_WAITING)
    return demo


def unmark_files(data: object) -> None:
    """Take the mark by which Gradio knows a file away from every object in JSON, however deep."""
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            each.pop("meta", None)
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


class _Parts:
    """The components of the page, and what connects them."""

    def __init__(self, bot: QABot, kept: History, sent: Uploads, adding: Adding) -> None:
        self._max_file_mb = bot.settings.max_file_mb
        self._on_chat = ChatPanel(bot, kept)
        self._on_taking = Exports(kept)
        self._on_trying = Trying(bot)
        self._on_welcome = Welcome(bot)
        self._on_articles = ArticlesPanel(bot, kept, sent, adding, self._on_welcome)

    def close(self) -> None:
        """End what is being done for visitors."""
        self._on_chat.close()
        self._on_articles.close()

    def chat(self) -> None:
        with gr.Column(elem_id="qa-side"):
            _html("qa-history-bar", chat_html.history_bar())
            self._history = _html("qa-history", "", "history")
        with gr.Column(elem_id="qa-talk"):
            with gr.Column(elem_id="qa-scroll"):
                _html("qa-conversation", "", "conversation")
                self._welcome = _html("qa-welcome", "", "welcome")
            self._composer = _html("qa-composer", page_html.composer([]), "composer")

    def articles(self) -> None:
        with gr.Column(elem_id="qa-library"):
            self._tools = _html("qa-list-tools", articles_html.tools_html([]), "tools")
            self._listed = _html("qa-listed", "", "listed")
        with gr.Column(elem_id="qa-adding"):
            _html("qa-add", articles_html.add_forms(self._max_file_mb))
            self._report = _html("qa-report", "", "report")
            self._about = _html("qa-about", "")

    def settings(self) -> None:
        self._settings = _html("qa-settings", "", "settings")

    def source(self) -> None:
        with gr.Column(elem_id="qa-panel"):
            self._source = _html("qa-source", "", "source")
        self._notice = _html("qa-notice", "", "notice")
        self._taken = _html("qa-taken", "", "taken")
        self._tried = _html("qa-tried", "", "tried")
        self._whole = _html("qa-whole", "", "whole")
        self._turns = _html("qa-turns", "", "turns")

    def connect(self, demo: gr.Blocks) -> None:
        """Say which handler answers which event; all events come through one component that shows nothing."""
        wire = _html("qa-wire", "", "wire")
        library = self._library()
        wire.ask(self._on_chat.ask, None, [self._turns, self._history], **_FOLLOWED)
        wire.retry(self._on_chat.retry, None, [self._turns], **_FOLLOWED)
        wire.show(self._on_chat.show, None, [self._whole, self._turns, self._history], **_FOLLOWED)
        wire.stop(self._on_chat.stop, None, None, **_EVENT)
        wire.judge(self._on_chat.judge, None, [self._turns], **_EVENT)
        wire.find_chats(self._on_chat.find, None, [self._history], **_EVENT)
        wire.rename(self._on_chat.rename, None, [self._history], **_EVENT)
        wire.forget(self._on_chat.delete, None, [self._history], **_EVENT)
        wire.cite(self._on_chat.cite, None, [self._source], **_EVENT)
        wire.take(self._on_taking.take, None, [self._taken], **_EVENT)
        wire.article(self._on_articles.open, None, [self._source], **_EVENT)
        wire.find_articles(self._on_articles.find, None, [self._listed], **_EVENT)
        wire.take_in(self._on_articles.add, None, [self._report], **_EVENT)
        wire.follow_adding(self._on_articles.follow, None, [*library, self._report], **_FOLLOWED)
        wire.remove(self._on_articles.remove, None, [*library, self._notice], **_EVENT)
        wire.undo(self._on_articles.undo, None, [*library, self._notice], **_EVENT)
        wire.describe(self._on_articles.describe, None, [*library, self._notice], **_EVENT)
        wire.try_model(self._on_trying.try_model, None, [self._tried], **_EVENT)
        wire.collect(self._on_articles.collect, None, [*library, self._notice], **_EVENT)
        wire.undo_describe(self._on_articles.undo_describe, None, [*library, self._notice], **_EVENT)
        wire.narrow(self._on_welcome.narrow, None, [self._welcome], **_EVENT)
        wire.listen(lambda: None, None, None, **_EVENT)
        demo.load(self._on_articles.load, None, [*library, self._report, self._settings], **_EVENT)

    def _library(self) -> list[gr.HTML]:
        return [self._welcome, self._composer, self._tools, self._listed, self._about]


def _html(name: str, value: str, part: str | None = None) -> gr.HTML:
    """Return HTML on the page; a `part` is known to the page's script by that name."""
    script = _CONNECT.format(f'"{part}"') if part else None
    if script and part == "wire":
        script = f"{json.dumps(_EVENTS)}; {script}"
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)
