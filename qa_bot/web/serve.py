"""Serve the page from this machine."""

from __future__ import annotations

import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from threading import Thread

import gradio as gr
from starlette.concurrency import run_in_threadpool

from qa_bot.accounts import Accounts
from qa_bot.bot import QABot
from qa_bot.errors import QABotError, SettingsError
from qa_bot.evaluation.html import STYLE as REPORT
from qa_bot.log import log_json, record
from qa_bot.settings import Settings
from qa_bot.web.address import is_private, listens_on
from qa_bot.web.guard import Sessions, guards
from qa_bot.web.page import Page, create_app
from qa_bot.web.stopping import until_stopped

_SANS = ["ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def open_bot() -> QABot:
    """Open the library that the settings name, or end the program with one line that says why not."""
    try:
        return QABot.open(settings=Settings.load())
    except QABotError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


def add_samples(bot: QABot, folder: Path) -> None:
    """Add the articles in `folder` if the library has none yet, and say in the terminal how far it is."""
    if next(bot.articles(), None) or not folder.is_dir():
        return
    _say(f"The library is empty: adding the sample articles of {folder}")
    _say(f"{bot.add(folder, progress=_tell)}")


def serve(bot: QABot, *, demo: Page | None = None) -> None:
    """Serve the page of `bot` until interrupted or terminated, on the host and port of its settings, and say where.

    Takes a free port if that one is taken. Answers that are being given are ended before it returns. Raises
    SettingsError for an address that this machine does not have, and for accounts that are none.
    """
    demo = demo or create_app(bot)
    if bot.settings.log == "json":
        log_json()
    url = launch(demo, bot.settings)
    if url is None:
        return
    _say(f"QA Bot is at {url} (stop it with Ctrl+C)")
    record("started", url=url)
    Thread(target=bot.warm, daemon=True).start()  # while the page opens, so that the first question need not wait
    until_stopped()
    _say("Stopping.")
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
    _, url, _ = demo.launch(
        auth=_login(accounts) if accounts else None,  # type: ignore[arg-type]  # Gradio awaits it
        auth_message="QA Bot" if accounts else None,
        max_threads=100,
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
                settings, users=sessions, is_well=demo.is_well, scripts=[_script()], is_framed=is_framed
            )
        },
    )
    demo.app.tokens = sessions  # type: ignore[assignment]  # a mapping will do
    return (settings.public_url or url).rstrip("/") if url else None


def looks() -> str:
    """Return what belongs into the head of the page: its styles and its script, from all files of `static`.

    Reports of evaluations are shown on the page too: their style comes first.
    """
    return f"<style>{REPORT}{_static('css')}</style><script>{_script()}</script>"


def _script() -> str:
    return f"(() => {{\n{_static('js')}\n}})();"


def _static(kind: str) -> str:
    files = sorted((Path(__file__).parent / "static").glob(f"*.{kind}"))
    return "\n".join(each.read_text(encoding="utf-8") for each in files)


def _login(accounts: Accounts) -> Callable[[str, str], Awaitable[bool]]:
    """Return what Gradio asks about a name and a password; in a thread, for hashing takes a while on purpose."""

    async def allows(name: str, password: str) -> bool:
        is_allowed = await run_in_threadpool(accounts.allows, name, password)
        record("login", name=name if is_allowed else None, allowed=is_allowed)
        return is_allowed

    return allows


def _warn(host: str, settings: Settings) -> None:
    where = f"is served at {settings.public_url}" if settings.public_url else f"listens on {host}"
    sys.stderr.write(
        f"Warning: QA Bot {where} without a login. Whoever can reach it can read and add articles; set QA_BOT_USERS"
        " (qa-bot user --help), or unset QA_BOT_HOST, QA_BOT_PUBLIC_URL and GRADIO_SERVER_NAME to keep it to"
        " yourself.\n"
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
            _say(f"Port {port} is taken; taking {free} instead.")
        return free
    raise SettingsError(f"cannot listen on {host} (QA_BOT_HOST): {problem.strerror}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _tell(what: str, done: int, total: int | None, /) -> None:
    """Show progress on one line of a terminal; a file or a pipe gets none."""
    if sys.stdout.isatty():
        of = f" of {total}" if total else ""
        sys.stdout.write(f"\r\x1b[K{f'{done}{of}  {what}' if what else ''}"[:100])
        sys.stdout.flush()
