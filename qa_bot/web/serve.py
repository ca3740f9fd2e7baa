"""Serve the page from this machine."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from threading import Thread

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa_bot.bot import QABot
from qa_bot.errors import QABotError, SettingsError
from qa_bot.evaluation.html import STYLE as REPORT
from qa_bot.settings import Settings
from qa_bot.web.address import is_loopback
from qa_bot.web.page import create_app
from qa_bot.web.visitor import Cookies

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


def serve(bot: QABot, *, demo: gr.Blocks | None = None) -> None:
    """Serve the page of `bot` until interrupted, on the host and port of its settings, and say where.

    Takes a free port if that one is taken. Raises SettingsError for an address that this machine does not have.
    """
    demo = demo or create_app(bot)
    url = launch(demo, bot.settings)
    if url is None:
        return
    _say(f"QA Bot is at {url} (stop it with Ctrl+C)")
    Thread(target=bot.warm, daemon=True).start()  # while the page opens, so that the first question need not wait
    demo.block_thread()


def launch(demo: gr.Blocks, settings: Settings) -> str | None:
    """Start serving and return the address at once, or None if `gradio app.py` serves the page already."""
    host, port = _address(settings)
    accounts = settings.accounts()
    _, url, _ = demo.launch(
        auth=accounts or None,
        auth_message="QA Bot" if accounts else None,
        max_threads=100,
        server_name=f"[{host}]" if ":" in host else host,
        server_port=_free(host, port) if gr.NO_RELOAD else port,
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
        app_kwargs={"middleware": _middleware(host)},
    )
    return url.rstrip("/") if url else None


def looks() -> str:
    """Return what belongs into the head of the page: its styles and its script, from all files of `static`.

    Reports of evaluations are shown on the page too: their style comes first.
    """
    style, script = ("\n".join(_static(each)) for each in ("css", "js"))
    return (
        '<meta name="referrer" content="no-referrer">'
        f"<style>{REPORT}{style}</style><script>(() => {{\n{script}\n}})();</script>"
    )


def _static(kind: str) -> list[str]:
    files = sorted((Path(__file__).parent / "static").glob(f"*.{kind}"))
    return [each.read_text(encoding="utf-8") for each in files]


def _address(settings: Settings) -> tuple[str, int]:
    """Return host and port: those that were set, else those that a hosting service names the way Gradio has it."""
    given = settings.model_fields_set
    named = Settings.load(host=os.environ.get("GRADIO_SERVER_NAME"), port=os.environ.get("GRADIO_SERVER_PORT"))
    host = settings.host if "host" in given else named.host
    port = settings.port if "port" in given else named.port
    if not is_loopback(host) and not settings.auth:
        sys.stderr.write(
            f"Warning: QA Bot listens on {host} without a login. Whoever can reach this machine can read and add"
            " articles; set QA_BOT_AUTH, or unset QA_BOT_HOST and GRADIO_SERVER_NAME to keep it to yourself.\n"
        )
    return host, port


def _middleware(host: str) -> list[Middleware]:
    """Return the visitors' cookies, and what keeps strange web pages from a loopback server (DNS rebinding)."""
    cookies = Middleware(Cookies)
    if not is_loopback(host):
        return [cookies]
    own = ["localhost", "127.0.0.1", "["]  # the last is what is left of [::1]:7860, which no name can look like
    return [Middleware(TrustedHostMiddleware, allowed_hosts=own), cookies]


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
