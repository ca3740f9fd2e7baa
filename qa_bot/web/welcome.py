"""Show what stands before the first question: of how many articles it will be asked, and examples."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

import gradio as gr

from qa_bot.ask import Ask
from qa_bot.bot import QABot
from qa_bot.errors import QuestionError
from qa_bot.library import Listing
from qa_bot.model import Article
from qa_bot.web import chat_html
from qa_bot.web.suggestions import Example, find_examples

_LOOKED_AT = 60
"""Articles of which examples are made."""

_LONGEST_KEY = 20


def listed(bot: QABot, asked: Ask, most: int = 0) -> Listing:
    """Return up to `most` of the articles of which a question is asked, the newest first; none where that is no set."""
    try:
        bot_asked = bot.among(*asked.articles, collection=asked.collection, sources=asked.sources)
        return bot_asked.library.listing(after=asked.after, before=asked.before, source=asked.source or "", most=most)
    except QuestionError:
        return Listing((), 0)


class Welcome:
    """Knows example questions of the library, and looks for others once it has changed."""

    def __init__(self, bot: QABot) -> None:
        self._bot = bot
        self._looking = Lock()
        self._known: tuple[object, list[Example]] = (None, [])

    def shown(self) -> str:
        """Return it with the examples that are known already."""
        return chat_html.welcome(self._bot.library.listing(most=0).total, self._known[1])

    def grown(self) -> str:
        """Return it with examples of the library as it is now."""
        state = self._bot.library.about().changed
        if state != self._known[0] and self._looking.acquire(blocking=False):
            try:
                newest = self._bot.library.listing(most=_LOOKED_AT)
                self._known = state, find_examples(self._bot, self._articles(newest))
            finally:
                self._looking.release()
        return self.shown()

    def narrow(self, event: gr.EventData) -> Iterator[str]:
        """Yield it for the articles that a visitor's filters leave, at once and then with examples of these.

        The page names the filters by a key, which comes back to it.
        """
        sent = event._data if isinstance(event._data, dict) else {}
        asked = Ask.of({name: value for name, value in sent.items() if isinstance(value, str)})
        key = str(sent.get("key", ""))[:_LONGEST_KEY]
        found = listed(self._bot, asked, _LOOKED_AT)
        ids = {each.id for each in found.articles}
        known = [each for each in self._known[1] if each.article.id in ids or not key]
        yield chat_html.welcome(found.total, known, key)
        if found.total and not known:
            yield chat_html.welcome(found.total, find_examples(self._bot, self._articles(found)), key)

    def _articles(self, found: Listing) -> list[Article]:
        return [article for each in found.articles if (article := self._bot.article(each.id))]
