"""Answer questions in the background, so that a page that is reloaded finds its answer."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from threading import Condition, Event

from qa_bot.answer.followup import FURTHEST
from qa_bot.ask import MAX_QUESTION, Ask
from qa_bot.bot import QABot
from qa_bot.errors import LibraryError, ModelError, QABotError
from qa_bot.history import Exchange, History
from qa_bot.log import record
from qa_bot.model import Answer, Turn
from qa_bot.settings import Settings
from qa_bot.show.words import sentence
from qa_bot.web.engine import chosen, why_no_model
from qa_bot.web.suggestions import find_followups
from qa_bot.web.turns import Changes, Shares
from qa_bot.web.visitor import visitor_message
from qa_bot.writer import EXTRACTIVE, INSTEAD


def record_answer(answer: Answer | None, question: str, visitor: str | None, settings: Settings) -> None:
    """Log what came of a question, without its words unless the settings say so, or with None that nothing did."""
    facts = (
        {
            "answered": answer.answered,
            "reason": answer.reason,
            "confidence": round(answer.confidence, 3),
            "quotations": len(answer.citations),
            "engine": answer.engine,
            **{name: round(value) for name, value in answer.timings.items()},
        }
        if answer
        else {"answered": False, "reason": "none"}
    )
    record("answer", visitor=visitor and visitor[:8], question=question if settings.log_questions else None, **facts)


_AT_ONCE = 4
_EACH_AT_ONCE = 2
_MOST_WAITING = 20
"""Questions of a visitor that have not been begun."""

_MOST_SUGGESTING = 8
"""Answers whose following questions are looked for; these take several times as long as an answer, and it can wait."""

_SHORTENED = 200
"""Characters that are kept of a question that is too long."""

_ASK_AGAIN = "Ask again, or in other words"


def answer_steps(bot: QABot, asked: Ask, turns: tuple[Turn, ...], stop: Event) -> Iterator[Answer]:
    """Return the answer as far as it is there; the last one is the whole, or what there was when `stop` was set.

    Where the language model cannot be set up, the sentences themselves answer, and a line says why.
    """
    try:
        engine = chosen(asked.engine if isinstance(asked.engine, str) else None, bot.settings)
        return bot.answers(replace(asked, engine=engine), turns, stop)
    except ModelError as error:
        notice = f"{sentence(why_no_model(error, bot.settings))} {INSTEAD}"
        steps = bot.answers(replace(asked, engine=EXTRACTIVE), turns, stop)
        return (replace(each, notice=notice) for each in steps)


def kept(asked: Ask) -> tuple[Ask, str]:
    """Return a question as it may be kept, and why it cannot be asked, if so: of one without end only the beginning."""
    longest = max(len(str(each)) for each in asked.to_dict().values())
    if longest <= MAX_QUESTION:
        return asked, ""
    beginning = Ask(f"{asked.question[:_SHORTENED].rstrip()}…")
    what = "the question" if len(asked.question) == longest else "a part of the question"
    return beginning, f"{what} has {longest:,} characters; ask in at most {MAX_QUESTION:,}"


class Asking:
    """Answers questions of the history, some at once, and tells who waits whenever there is something new.

    Visitors take turns. Questions that may follow are looked for only while nobody waits for an answer.
    """

    def __init__(self, bot: QABot, history: History) -> None:
        self._bot = bot
        self._history = history
        self._answering = Shares(_AT_ONCE, "answering", each=_EACH_AT_ONCE)
        self._suggesting = Shares(1, "suggesting")
        self._changes = Changes()
        self._idle = Condition()
        self._unanswered = 0
        self._working: dict[str, dict[str, str]] = {}
        """The exchange of each run that is being worked on, by conversation."""
        self._followed: list[tuple[str, set[str]]] = []
        """What each stream of changes tells of: a conversation, and its exchanges that may have changed."""
        self._partial: dict[str, Answer] = {}
        self._stops: dict[str, Event] = {}
        self._is_closed = False

    def close(self) -> None:
        """End what is being answered with what there is of it; what has not begun counts as stopped."""
        with self._idle:
            self._is_closed = True
            self._idle.notify_all()
        self._changes.close()
        for stop in list(self._stops.values()):
            stop.set()
        for workers in (self._answering, self._suggesting):
            workers.close()

    def ask(self, visitor: str, asked: Ask, conversation_id: str | None) -> tuple[str, str]:
        """Begin to answer a question, in a new conversation unless one is named; return the ids of both."""
        asked, problem = kept(asked)
        conversation_id, exchange_id, run = self._history.ask(visitor, asked, conversation_id)
        self._add_to_followed(conversation_id, exchange_id)
        if problem:
            self._history.failed(run, problem)
        else:
            self._begin(visitor, conversation_id, exchange_id, run, asked)
        return conversation_id, exchange_id

    def ask_again(self, visitor: str, exchange: Exchange, asked: Ask) -> None:
        """Begin to answer a question in the place of another."""
        asked, problem = kept(asked)
        run = self._history.ask_again(visitor, exchange.id, asked)
        self._add_to_followed(exchange.conversation_id, exchange.id)
        if run and problem:
            self._history.failed(run, problem)
        elif run:
            self._begin(visitor, exchange.conversation_id, exchange.id, run, asked)

    def stop(self, visitor: str, exchange: Exchange) -> None:
        """End an answer with what there is of it; give it up if that is nothing."""
        writing = self._stops.get(exchange.id)
        if writing and exchange.id in self._partial:
            writing.set()
            return
        self._history.stop(visitor, exchange.id)
        self._changes.tell(exchange.conversation_id)

    def partial(self, exchange: Exchange) -> Answer | None:
        """Return what there is already of an answer that is not complete, or None."""
        return self._partial.get(exchange.id)

    def working(self, conversation_id: str) -> set[str]:
        """Return the exchanges of a conversation for which something is being done."""
        with self._idle:
            return set(self._working.get(conversation_id, {}).values())

    def changes(self, visitor: str, conversation_id: str, exchange_ids: Iterable[str] = ()) -> Iterator[frozenset[str]]:
        """Yield the exchanges of a conversation that may have changed since this began, at once and at each change.

        Ends when nothing more is done for `exchange_ids` and for those that are worked on now. Those that are asked
        later are named too, also if they are answered before anyone looks: the page shows the last of what it is sent
        at once, and would not learn of them.
        """
        with self._idle:
            awaited = {*exchange_ids, *self._working.get(conversation_id, {}).values()}
            followed = set(awaited)
            self._followed.append((conversation_id, followed))
        try:
            for _ in self._changes.follow(
                visitor, conversation_id, lambda: self.working(conversation_id).isdisjoint(awaited)
            ):
                with self._idle:
                    changed = frozenset(followed)
                yield changed
        finally:
            with self._idle:
                self._followed = [each for each in self._followed if each[1] is not followed]

    def _add_to_followed(self, conversation_id: str, exchange_id: str) -> None:
        with self._idle:
            for conversation, followed in self._followed:
                if conversation == conversation_id:
                    followed.add(exchange_id)

    def _begin(self, visitor: str, conversation_id: str, exchange_id: str, run: str, asked: Ask) -> None:
        if self._answering.waiting(visitor) >= _MOST_WAITING:
            self._history.failed(
                run, f"{_MOST_WAITING} of your questions wait already; ask again when they are answered"
            )
            return
        with self._idle:
            if self._is_closed:
                return
            self._working.setdefault(conversation_id, {})[run] = exchange_id
            self._unanswered += 1
        self._answering.submit(visitor, lambda: self._work(visitor, conversation_id, exchange_id, run, asked))

    def _work(self, visitor: str, conversation_id: str, exchange_id: str, run: str, asked: Ask) -> None:
        answer: Answer | None = None
        try:
            answer = self._answer(visitor, conversation_id, exchange_id, run, asked)
        except Exception as error:
            problem = visitor_message(error, self._bot.settings)
            self._history.failed(run, problem if isinstance(error, QABotError) else f"{problem}. {_ASK_AGAIN}")
        finally:
            record_answer(answer, asked.question, visitor, self._bot.settings)
            self._partial.pop(exchange_id, None)
            self._stops.pop(exchange_id, None)
            self._is_answered()
            if answer is None or not answer.answered or self._suggesting.waiting() >= _MOST_SUGGESTING:
                self._end(conversation_id, run)
            else:
                self._changes.tell(conversation_id)
                self._suggesting.submit(visitor, lambda: self._suggest(conversation_id, run, answer))

    def _is_answered(self) -> None:
        with self._idle:
            self._unanswered -= 1
            self._idle.notify_all()

    def _until_idle(self) -> None:
        """Wait until nobody waits for an answer."""
        with self._idle:
            self._idle.wait_for(lambda: self._is_closed or not self._unanswered)

    def _answer(self, visitor: str, conversation_id: str, exchange_id: str, run: str, asked: Ask) -> Answer | None:
        exchange = self._history.exchange(visitor, exchange_id)
        turns = self._history.before(exchange, FURTHEST) if exchange else ()
        answer: Answer | None = None
        stop = self._stops[exchange_id] = Event()
        for answer in answer_steps(self._bot, asked, turns, stop):
            self._partial[exchange_id] = answer
            self._changes.tell(conversation_id)
            if not self._history.is_asked(run):
                stop.set()
                return None
        if answer:
            self._history.answered(run, answer)
        return answer

    def _suggest(self, conversation_id: str, run: str, answer: Answer) -> None:
        try:
            self._history.suggest(run, find_followups(self._bot, answer, self._until_idle))
        except LibraryError as error:
            logging.getLogger(__name__).debug("no questions that follow: %s", error)  # it was closed meanwhile
        except Exception:
            logging.getLogger(__name__).exception("no questions that follow could be found")
        finally:
            self._end(conversation_id, run)

    def _end(self, conversation_id: str, run: str) -> None:
        with self._idle:
            working = self._working.get(conversation_id, {})
            working.pop(run, None)
            if not working:
                self._working.pop(conversation_id, None)
        self._changes.tell(conversation_id)
