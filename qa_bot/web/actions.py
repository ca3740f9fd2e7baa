"""What happens on the page: from what a visitor does to what the page shows next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.model import Article
from qa_bot.render import article_html
from qa_bot.web import view
from qa_bot.web.examples import Example, find_examples
from qa_bot.web.exchanges import Exchange, Exchanges
from qa_bot.web.uploads import Upload, add_upload


class Actions:
    """The handlers of one page's events; a visitor's conversation goes in and out, nothing of it is kept here."""

    def __init__(self, bot: QABot, uploads: Path) -> None:
        self._bot = bot
        self._uploads = uploads
        self._lock = Lock()
        self._count = 0
        self._examples: tuple[frozenset[str], list[Example]] = (frozenset(), [])

    def load(self) -> Iterator[tuple[str, str, str]]:
        """Yield bar, welcome and list of articles as they are now, and again with example questions."""
        articles = list(self._bot.articles())
        self._count = len(articles)
        bar, listed = view.bar(len(articles)), view.article_list(articles)
        yield bar, view.welcome(len(articles)), listed
        yield bar, view.welcome(len(articles), self._find_examples(articles)), listed

    def ask(self, question: str, conversation: Exchanges) -> Iterator[tuple[Any, str, Exchanges]]:
        """Yield question box, conversation as HTML and as value: first that the search is on, then what was found."""
        searching = view.searching(self._count)
        yield "", view.conversation(conversation.plus(Exchange(question)), searching), conversation
        try:
            answer = self._bot.ask(question, history=conversation.turns())
            conversation = conversation.plus(Exchange(question, answer))
        except QABotError as error:
            conversation = conversation.plus(Exchange(question, error=error))
        yield gr.skip(), view.conversation(conversation), conversation

    def ask_example(self, conversation: Exchanges, event: gr.EventData) -> Iterator[tuple[Any, str, Exchanges]]:
        """Ask the question of the example that was chosen."""
        yield from self.ask(str(_given(event, "question")), conversation)

    def new_chat(self) -> tuple[str, str, Exchanges, str]:
        """Return an empty question box, an empty conversation as HTML and as value, and an empty source."""
        return "", "", Exchanges(), view.no_source()

    def open_citation(self, conversation: Exchanges, event: gr.EventData) -> str:
        """Return the article of the citation that was chosen, at the quoted words."""
        found = conversation.cited(_given(event, "exchange"), _given(event, "citation"))
        return article_html(found[0].article, found[1], found[0]) if found else view.gone()

    def open_article(self, event: gr.EventData) -> str:
        """Return the article that was chosen from the list."""
        article = self._bot.article(str(_given(event, "article")))
        return article_html(article) if article else view.gone()

    def add(self, files: list[str] | None) -> Iterator[tuple[Any, ...]]:
        """Yield file box, report, bar, welcome and list of articles: how far it is, then what became of each file."""
        paths = [Path(each) for each in files or []]
        uploads: list[Upload] = []
        for path in paths:
            yield gr.skip(), view.uploading(len(uploads), len(paths), path.name), gr.skip(), gr.skip(), gr.skip()
            uploads.append(add_upload(self._bot, path, self._uploads))
        yield None, view.report(uploads), *list(self.load())[-1]

    def _find_examples(self, articles: list[Article]) -> list[Example]:
        known = frozenset(each.id for each in articles)
        with self._lock:
            if known != self._examples[0]:
                self._examples = known, find_examples(self._bot, articles)
            return self._examples[1]


def _given(event: gr.EventData, name: str) -> Any:  # noqa: ANN401 - what a browser sends is of any type
    """Return what the page sent with an event, or an empty string."""
    return (event._data or {}).get(name, "")
