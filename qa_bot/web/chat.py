"""Handle the chat: from what a visitor does to what the page shows next, and what stands before the first question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any

import gradio as gr

from qa_bot.ask import Ask
from qa_bot.bot import QABot
from qa_bot.errors import QuestionError
from qa_bot.evaluation.sets.question import GoldEvidence
from qa_bot.feedback import FILE, question_line, write_question_set
from qa_bot.history import Exchange, Feedback, History, KeptConversation
from qa_bot.library import Listing
from qa_bot.model import Article
from qa_bot.text.fold import locate
from qa_bot.web import chat_html, page_html
from qa_bot.web.asking import Asking
from qa_bot.web.chat_html import WRONG, history
from qa_bot.web.page_html import fresh
from qa_bot.web.suggestions import Example, find_examples
from qa_bot.web.visitor import Sent, visitor

_LOOKED_AT = 60
"""Articles of which examples are made."""

_LONGEST_KEY = 20


def asked_articles(bot: QABot, asked: Ask, most: int = 0) -> Listing:
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
        sent = Sent(event)
        asked, key = sent.asked(), sent.text("key")[:_LONGEST_KEY]
        found = asked_articles(self._bot, asked, _LOOKED_AT)
        ids = {each.id for each in found.articles}
        known = [each for each in self._known[1] if each.article.id in ids or not key]
        yield chat_html.welcome(found.total, known, key)
        if found.total and not known:
            yield chat_html.welcome(found.total, find_examples(self._bot, self._articles(found)), key)

    def _articles(self, found: Listing) -> list[Article]:
        return [article for each in found.articles if (article := self._bot.library.article(each.id))]


_MOST_FOLLOWED = 50
"""Exchanges that a page may name."""


class ChatPanel:
    """The handlers of the chat's events; what they know of a visitor stands in the history."""

    def __init__(self, bot: QABot, kept: History) -> None:
        self._bot = bot
        self._kept = kept
        self._asking = Asking(bot, kept)

    def close(self) -> None:
        """End what is being answered."""
        self._asking.close()

    def ask(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        """Ask a question, or one again in place of another, and yield its exchange and the history as they grow."""
        sent = Sent(event)
        who, asked = visitor(request), _asked_today(sent.asked(str | bool))
        newest = self._newest(who)
        again = self._kept.exchange(who, sent.text("exchange"))
        if again:
            conversation_id, exchange_id = again.conversation_id, again.id
            self._asking.ask_again(who, again, asked)
        else:
            conversation_id, exchange_id = self._asking.ask(who, asked, sent.text("conversation") or None)
        listed: Any = gr.skip() if conversation_id == newest else self._history(who, conversation_id)
        unanswered = sent.text("unanswered").split()[:_MOST_FOLLOWED]
        for turns in self._follow(who, conversation_id, [*unanswered, exchange_id]):
            yield turns, listed
            listed = gr.skip()

    def retry(self, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        """Ask a question again as it was asked."""
        who = visitor(request)
        if exchange := self._kept.exchange(who, Sent(event).text("exchange")):
            self._asking.ask_again(who, exchange, _asked_today(replace(exchange.asked, today=None)))
            yield from self._follow(who, exchange.conversation_id, [exchange.id])

    def show(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, Any, Any]]:
        """Yield a conversation that the visitor opens, once, with the history, then its turns as they grow."""
        who, conversation_id = visitor(request), Sent(event).text("conversation")
        shown = self._kept.conversation(who, conversation_id)
        if shown is None:
            yield fresh(chat_html.gone(conversation_id)), gr.skip(), self._history(who)
            return
        yield self._html(shown), gr.skip(), self._history(who, conversation_id)
        for turns in self._follow(who, conversation_id, []):
            yield gr.skip(), turns, gr.skip()

    def stop(self, event: gr.EventData, request: gr.Request) -> None:
        """Give up an answer; whoever follows its conversation is told."""
        who = visitor(request)
        if exchange := self._kept.exchange(who, Sent(event).text("exchange")):
            self._asking.stop(who, exchange)

    def cite(self, event: gr.EventData, request: gr.Request) -> str:
        """Return the article of a citation that the visitor opens, at the quoted words."""
        sent = Sent(event)
        exchange = self._kept.exchange(visitor(request), sent.text("exchange"))
        wanted = sent.text("citation")
        chosen = next((each for each in exchange.quoted if each.id == wanted), None) if exchange else None
        return fresh(page_html.cited(exchange, chosen) if exchange and chosen else page_html.article_gone())

    def judge(self, event: gr.EventData, request: gr.Request) -> Any:  # noqa: ANN401 - or nothing new
        """Keep what the visitor thinks of an answer and return the exchange; the same thumb again takes it back."""
        sent = Sent(event)
        who = visitor(request)
        exchange = self._kept.exchange(who, sent.text("exchange"))
        if exchange is None or exchange.answer is None:
            return gr.skip()
        wrong = sent.text("wrong")
        given = Feedback(
            good=wrong not in WRONG,
            wrong=wrong if wrong in WRONG else None,
            better=sent.text("better")[:2000].strip(),
        )
        takes_back = bool(given.good and exchange.feedback and exchange.feedback.good)
        line = question_line(exchange, given, lambda quote: self._find_quote(exchange, quote))
        self._kept.give_feedback(who, exchange.id, None if takes_back else given, line)
        write_question_set(self._kept.feedback_lines(), self._bot.library.folder / FILE)
        changed = {exchange.id, *self._asking.working(exchange.conversation_id)}
        return self._html(self._kept.conversation(who, exchange.conversation_id, changed))

    def find(self, event: gr.EventData, request: gr.Request) -> str:
        """Return the conversations that hold what the visitor looks for."""
        sent = Sent(event)
        return self._history(visitor(request), sent.text("current"), sent.text("search"))

    def rename(self, event: gr.EventData, request: gr.Request) -> str:
        """Give a conversation another title and return the history."""
        sent = Sent(event)
        who = visitor(request)
        self._kept.rename(who, sent.text("conversation"), sent.text("title"))
        return self._history(who, sent.text("current"), sent.text("search"))

    def delete(self, event: gr.EventData, request: gr.Request) -> str:
        """Delete a conversation, or with none named all of the visitor's, and return the history."""
        sent = Sent(event)
        who = visitor(request)
        self._kept.delete(who, sent.text("conversation") or None)
        return self._history(who, sent.text("current"), sent.text("search"))

    def _follow(self, who: str, conversation_id: str, exchange_ids: Iterable[str]) -> Iterator[str]:
        """Yield these exchanges of a conversation until they and what is being done are done, and those that are begun.

        Each time all that may have changed since this began: the page shows the last of several that come at once.
        """
        for changed in self._asking.changes(who, conversation_id, exchange_ids):
            yield self._html(self._kept.conversation(who, conversation_id, changed))

    def _html(self, shown: KeptConversation | None) -> str:
        return fresh(
            chat_html.conversation(shown, self._asking.partial, lambda asked: asked_articles(self._bot, asked).total)
        )

    def _newest(self, who: str) -> str | None:
        return next((each.id for each in self._kept.conversations(who, most=1)), None)

    def _history(self, who: str, current: str = "", search: str = "") -> str:
        return history(self._kept.conversations(who, search), current, search)

    def _find_quote(self, exchange: Exchange, quote: str) -> GoldEvidence | None:
        """Return where words stand: in an article that was quoted, or one that is found by them."""
        quoted = [each.article for each in exchange.quoted]
        found = [hit.passage.article for hit in self._bot.search(quote, k=5)]
        for article in (*quoted, *found):
            if span := locate(quote, article.text):
                return GoldEvidence(span.of(article.text), article.id)
        return None


def _asked_today(asked: Ask) -> Ask:
    """Return a question with the day that "last week" in it counts from, so that a link to it can tell."""
    return asked if asked.today else replace(asked, today=date.today().isoformat())
