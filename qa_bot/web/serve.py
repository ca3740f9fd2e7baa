"""Serve the page from this machine, or inside a notebook."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import gradio as gr
from starlette.concurrency import run_in_threadpool

from qa_bot.accounts import Accounts
from qa_bot.bot import QABot
from qa_bot.errors import QABotError, SettingsError
from qa_bot.evaluation.html import style as report_style
from qa_bot.log import log_to_stderr, record
from qa_bot.printing import redraw, say, say_row
from qa_bot.settings import Settings, is_private, listens_on
from qa_bot.show.html import render
from qa_bot.web.guard import Allowance, Sessions, guards
from qa_bot.web.page import Page, create_app
from qa_bot.web.turns import MOST_STREAMS

_SPARE_THREADS = 100
"""Handlers that work, beside those that only wait."""

_MOST_SESSIONS = 300
"""Sessions of which Gradio keeps a copy of what the page shows (about 60 kB each): choices of the evaluation, no more.
Who comes back after so many others chooses again."""

_TRIES_PER_MINUTE = 30
"""Of each name; of each address there are fewer, so that one address shuts nobody out."""

_BELIEVED = "FORWARDED_ALLOW_IPS"
"""The addresses of proxies; read by the server when it starts, 127.0.0.1 where it is not set."""

_SANS = ["ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def open_bot() -> QABot:
    """Open the library that the settings name, or end the program with one line that says why not."""
    try:
        return QABot.open(settings=Settings.load())
    except QABotError as error:
        say(str(error), err=True)
        raise SystemExit(2) from None


def add_samples(bot: QABot, folder: Path) -> None:
    """Add the articles in `folder` if the library has none yet, and say in the terminal how far it is."""
    if next(bot.library.articles(), None) or not folder.is_dir():
        return
    say(f"The library is empty: adding the sample articles of {folder}")
    report = bot.add(folder, progress=_tell)
    for line in report.skipped:
        say_row(f"skipped: {line}")
    say(str(report))


def serve(bot: QABot, *, demo: Page | None = None) -> None:
    """Serve the page of `bot` until interrupted or terminated, on the host and port of its settings, and say where.

    Takes a free port if that one is taken. Answers that are being given are ended before it returns. Raises
    SettingsError for an address that this machine does not have, and for accounts that are none.
    """
    demo = demo or create_app(bot)
    url = launch(demo, bot.settings)
    log_to_stderr(as_json=bot.settings.log == "json")
    if url is None:
        return
    say(f"QA Bot is at {url} (stop it with Ctrl+C)")
    record("started", url=url)
    Thread(
        target=bot.library.warm, daemon=True
    ).start()  # while the page opens, so that the first question need not wait
    until_stopped()
    say("Stopping.")
    demo.close()
    record("stopped")


def launch(demo: Page, settings: Settings, *, is_framed: bool = False) -> str | None:
    """Start serving and return the address at once, or None if `gradio app.py` serves the page already.

    `is_framed` lets notebooks on this machine show the page inside their own.
    """
    host, port = listens_on(settings)
    accounts, sessions = Accounts.of(settings), Sessions(3600 * settings.session_hours)
    if not (is_private(settings) or accounts):
        _warn(host, settings)
    with _believing_proxies(settings):
        _, url, _ = demo.launch(
            auth=login_of(accounts, Allowance(_TRIES_PER_MINUTE, 60)) if accounts else None,  # type: ignore[arg-type]  # Gradio awaits it
            auth_message="QA Bot" if accounts else None,
            max_threads=MOST_STREAMS + _SPARE_THREADS,
            state_session_capacity=_MOST_SESSIONS,
            server_name=f"[{host}]" if ":" in host else host,
            server_port=_free(host, port) if gr.NO_RELOAD else port,
            root_path=settings.public_url.rstrip("/") or None,
            head=looks(),
            theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
            max_file_size=int(settings.max_file_mb * 1_000_000),
            footer_links=[],
            share=False,
            inline=False,
            ssr_mode=False,
            run_history=False,
            enable_monitoring=False,
            prevent_thread_lock=True,
            quiet=True,
            app_kwargs={
                "middleware": guards(
                    settings,
                    users=sessions,
                    uploads=demo.sent,
                    is_well=demo.is_well,
                    scripts=[_script()],
                    has_accounts=bool(accounts),
                    is_framed=is_framed,
                )
            },
        )
    demo.app.tokens = sessions  # type: ignore[assignment]  # a mapping will do
    return (settings.public_url or url).rstrip("/") if url else None


@contextmanager
def _believing_proxies(settings: Settings) -> Iterator[None]:
    """Let the server that is started believe what names another address only where a proxy serves the page.

    Without this a program on this machine could call itself any address, and be a new visitor each time.
    """
    if settings.public_url or _BELIEVED in os.environ:
        yield
        return
    os.environ[_BELIEVED] = ""
    try:
        yield
    finally:
        del os.environ[_BELIEVED]


def looks() -> str:
    """Return what belongs into the head of the page: its styles and its script, from all files of `static`.

    Reports of evaluations are shown on the page too: their style comes first.
    """
    return f"<style>{report_style()}{_static('css')}</style><script>{_script()}</script>"


def _script() -> str:
    return f"(() => {{\n{_static('js')}\n}})();"


def _static(kind: str) -> str:
    files = sorted((Path(__file__).parent / "static").glob(f"*.{kind}"))
    return "\n".join(each.read_text(encoding="utf-8") for each in files)


def login_of(accounts: Accounts, tries: Allowance) -> Callable[[str, str], Awaitable[bool]]:
    """Return what Gradio asks about a name and a password; in a thread, for hashing takes a while on purpose.

    A name has `tries`, from everywhere together: `Limits` counts by address, and a program on the
    machine of the proxy can name any.
    """

    async def allows(name: str, password: str) -> bool:
        is_allowed = not tries.take(name) and await run_in_threadpool(accounts.allows, name, password)
        record("login", name=name if is_allowed else None, allowed=is_allowed)
        return is_allowed

    return allows


def _warn(host: str, settings: Settings) -> None:
    where = f"is served at {settings.public_url}" if settings.public_url else f"listens on {host}"
    say(
        f"Warning: QA Bot {where} without a login. Whoever can reach it can read and add articles; set QA_BOT_USERS"
        " (qa-bot user --help), or unset QA_BOT_HOST, QA_BOT_PUBLIC_URL and GRADIO_SERVER_NAME to keep it to"
        " yourself.",
        err=True,
    )


def _free(host: str, port: int) -> int:
    """Return `port` if nothing listens there, else a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for each in (port, 0):
        try:
            with socket.create_server((host, each), family=family) as server:
                free = int(server.getsockname()[1])
        except OSError as error:
            problem = error
            continue
        if port and free != port:
            say(f"Port {port} is taken; taking {free} instead.")
        return free
    raise SettingsError(f"cannot listen on {host} (QA_BOT_HOST): {problem.strerror}")


def _tell(what: str, done: int, total: int | None, /) -> None:
    """Show progress on one line of a terminal; a file or a pipe gets none."""
    of = f" of {total}" if total else ""
    redraw(f"{done}{of}  {what}" if what else "")


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOK_AGAIN = 0.5
"""Seconds; a wait without end would keep some systems from delivering the signal."""


def until_stopped() -> None:
    """Return at Ctrl+C or when the process is told to end; a second signal ends it at once."""
    stopped = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        stopped.set()

    for each in _SIGNALS:
        signal.signal(each, stop)
    while not stopped.wait(_LOOK_AGAIN):
        pass


class Inline:
    """A page that is being served beside a notebook; shown as the last value of a cell, it opens below it."""

    def __init__(self, url: str, demo: Page, height: int) -> None:
        self.url = url
        self._demo = demo
        self._height = height
        self.is_closed = False

    def __repr__(self) -> str:
        return f"<QA Bot at {self.url}>"

    def _repr_html_(self) -> str:
        return str(render("web/inline.html", {"url": self.url, "height": self._height}))

    def close(self) -> None:
        """Stop serving."""
        if not self.is_closed:
            self.is_closed = True
            self._demo.close()


def show(bot: QABot, *, height: int, port: int = 0) -> Inline:
    """Serve the page of a bot from this machine, by default on any free port, and return what shows it."""
    demo = create_app(bot)
    url = launch(demo, bot.settings.model_copy(update={"port": port}), is_framed=True)
    if url is None:
        raise SettingsError("gradio app.py serves the page already; open it there")
    Thread(target=bot.library.warm, daemon=True).start()
    return Inline(url, demo, height)
