"""Show the page inside a notebook."""

from __future__ import annotations

from threading import Thread

from qa_bot.bot import QABot
from qa_bot.errors import SettingsError
from qa_bot.show.html import render
from qa_bot.web.page import Page, create_app
from qa_bot.web.serve import launch


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
    Thread(target=bot.warm, daemon=True).start()
    return Inline(url, demo, height)
