"""Questions that are being answered: in the background, so that a page that is reloaded finds its answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Condition, Event

from qa_bot.bot import QABot
from qa_bot.errors import LibraryError, QABotError
from qa_bot.history import Asked, Exchange, History
from qa_bot.model import Answer, Turn
from qa_bot.web.answered import record_answer
from qa_bot.web.engine import chosen
from qa_bot.web.followups import find_followups
from qa_bot.web.told import told

_AT_ONCE = 4
_LOOK_AGAIN = 30.0
"""Seconds."""

_ASK_AGAIN = "Ask again, or in other words"


def answer_steps(bot: QABot, asked: Asked, turns: tuple[Turn, ...], stop: Event) -> Iterator[Answer]:
    """Return the answer as far as it is there; the last one is the whole, or what there was when `stop` was set."""
    return bot.stream(
        asked.question,
        history=turns,
        standalone_question=asked.standalone_question,
        after=asked.after,
        before=asked.before,
        source=asked.source,
        infer_dates=asked.infer_dates,
        today=asked.today,
        engine=chosen(asked.engine, bot.settings),
        stop=stop,
    )


class Asking:
    """Answers questions of the history, some at once, and tells who waits whenever there is something new."""

    def __init__(self, bot: QABot, history: History) -> None:
        self._bot = bot
        self._history = history
        self._answering = ThreadPoolExecutor(_AT_ONCE, "answering")
        self._suggesting = ThreadPoolExecutor(1, "suggesting")
        self._changed = Condition()
        self._changes: dict[str, int] = {}
        self._working: dict[str, set[str]] = {}
        self._partial: dict[str, Answer] = {}
        self._stops: dict[str, Event] = {}
        self._is_closed = False

    def close(self) -> None:
        """End what is being answered with what there is of it; what has not begun counts as stopped."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for stop in list(self._stops.values()):
            stop.set()
        for workers in (self._answering, self._suggesting):
            workers.shutdown(cancel_futures=True)

    def ask(self, visitor: str, asked: Asked, conversation_id: str | None) -> tuple[str, str]:
        """Begin to answer a question, in a new conversation unless one is named; return the ids of both."""
        conversation_id, exchange_id, run = self._history.ask(visitor, asked, conversation_id)
        self._begin(visitor, conversation_id, exchange_id, run, asked)
        return conversation_id, exchange_id

    def ask_again(self, visitor: str, exchange: Exchange, asked: Asked) -> None:
        """Begin to answer a question in the place of another."""
        if run := self._history.ask_again(visitor, exchange.id, asked):
            self._begin(visitor, exchange.conversation_id, exchange.id, run, asked)

    def stop(self, visitor: str, exchange: Exchange) -> None:
        """End an answer with what there is of it; give it up if that is nothing."""
        writing = self._stops.get(exchange.id)
        if writing and exchange.id in self._partial:
            writing.set()
            return
        self._history.stop(visitor, exchange.id)
        self._tell(exchange.conversation_id)

    def partial(self, exchange: Exchange) -> Answer | None:
        """Return what there is already of an answer that is not complete, or None."""
        return self._partial.get(exchange.id)

    def changes(self, conversation_id: str) -> Iterator[None]:
        """Yield at once and whenever something of the conversation changed, until nothing is being done for it."""
        seen = -1
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._is_closed or self._changes.get(conversation_id, 0) != seen,  # noqa: B023
                    _LOOK_AGAIN,
                )
                seen = self._changes.get(conversation_id, 0)
                is_done = self._is_closed or not self._working.get(conversation_id)
            yield
            if is_done:
                return

    def _begin(self, visitor: str, conversation_id: str, exchange_id: str, run: str, asked: Asked) -> None:
        with self._changed:
            if not self._is_closed:
                self._working.setdefault(conversation_id, set()).add(run)
                self._answering.submit(self._work, visitor, conversation_id, exchange_id, run, asked)

    def _work(self, visitor: str, conversation_id: str, exchange_id: str, run: str, asked: Asked) -> None:
        answer: Answer | None = None
        try:
            answer = self._answer(visitor, conversation_id, exchange_id, run, asked)
        except Exception as error:
            problem = told(error, self._bot.settings)
            self._history.failed(run, problem if isinstance(error, QABotError) else f"{problem}. {_ASK_AGAIN}")
        finally:
            record_answer(answer, asked.question, visitor, self._bot.settings)
            self._partial.pop(exchange_id, None)
            self._stops.pop(exchange_id, None)
            if answer is None or not answer.answered:
                self._end(conversation_id, run)
            else:
                self._tell(conversation_id)
                self._suggesting.submit(self._suggest, conversation_id, run, answer)

    def _answer(self, visitor: str, conversation_id: str, exchange_id: str, run: str, asked: Asked) -> Answer | None:
        conversation = self._history.conversation(visitor, conversation_id)
        turns = conversation.before(exchange_id) if conversation else ()
        answer: Answer | None = None
        stop = self._stops[exchange_id] = Event()
        for answer in answer_steps(self._bot, asked, turns, stop):
            self._partial[exchange_id] = answer
            self._tell(conversation_id)
            if not self._history.is_asked(run):
                stop.set()
                return None
        if answer:
            self._history.answered(run, answer)
        return answer

    def _suggest(self, conversation_id: str, run: str, answer: Answer) -> None:
        try:
            self._history.suggest(run, find_followups(self._bot, answer))
        except LibraryError as error:
            logging.getLogger(__name__).debug("no questions that follow: %s", error)  # it was closed meanwhile
        except Exception:
            logging.getLogger(__name__).exception("no questions that follow could be found")
        finally:
            self._end(conversation_id, run)

    def _end(self, conversation_id: str, run: str) -> None:
        with self._changed:
            self._working[conversation_id].discard(run)
            if not self._working[conversation_id]:
                del self._working[conversation_id]
        self._tell(conversation_id)

    def _tell(self, conversation_id: str) -> None:
        with self._changed:
            self._changes[conversation_id] = self._changes.get(conversation_id, 0) + 1
            self._changed.notify_all()
