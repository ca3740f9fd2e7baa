"""Talk to a language model so that nothing hangs: in a thread of its own, with a deadline, and with a way to stop."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Literal

from qa_bot.writer.prompt import SCHEMA, Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Kind = Literal["time", "busy", "unreachable", "key", "name", "window", "form", "broken"]

_WINDOW = re.compile(
    r"context[ _-]?(length|size|window)|maximum context|too many (input )?tokens|prompt is too long"
    r"|exceeds? the (available |maximum )?(context|number of tokens)|input (is )?too (long|large)",
    re.IGNORECASE,
)
_FORM = re.compile(r"response_format|json_schema|structured|tool(s|_choice)?\b|function|grammar|schema", re.IGNORECASE)
_BUSY = frozenset({408, 429, 503, 529})
_UNPRINTABLE = re.compile(r"[^\S ]+|[^\x20-\x7e\u00a1-\uffff]+")
_LONGEST = 160


class ModelFault(Exception):
    """A language model failed; `kind` says how, the message says it to the person.

    `wait` is how many seconds the server asks to wait before the next try, None if it does not say.
    """

    def __init__(self, kind: Kind, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.wait = wait


def to_fault(error: BaseException) -> ModelFault:
    """Return what an exception of any provider's client means."""
    if isinstance(error, ModelFault):
        return error
    status = next((found for found in map(_status, _chain(error)) if found), 0)
    names = " ".join(type(each).__name__ for each in _chain(error))
    said = " ".join(str(each) for each in _chain(error))
    if status in _BUSY:
        return ModelFault("busy", f"is overloaded or limits how often it is asked (status {status})", _wait(error))
    if status in (401, 403):
        return ModelFault("key", "refused the API key; check the provider's variable or QA_BOT_MODEL_KEY")
    if status == 404:
        return ModelFault("name", "is not known to its server; check QA_BOT_MODEL and QA_BOT_MODEL_URL")
    if _WINDOW.search(said):
        return ModelFault("window", "cannot take that much text at once")
    if status in (400, 422) and _FORM.search(said):
        return ModelFault("form", "does not take the form of the answer that was asked for")
    if "Timeout" in names:
        return ModelFault("time", "did not answer in time")
    if "Connect" in names and not status:
        return ModelFault("unreachable", "cannot be reached; start its server or check QA_BOT_MODEL_URL")
    return ModelFault("broken", f"broke off ({short(error)})")


def short(error: BaseException) -> str:
    """Return an error in one printable line of bounded length."""
    first = next((line for line in str(error).splitlines() if line.strip()), "") or type(error).__name__
    plain = _UNPRINTABLE.sub(" ", first).strip()
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + " …"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int:
    response = getattr(error, "response", None)
    for holder in (error, response):
        for name in ("status_code", "code", "status"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 100 <= value < 600:
                return value
    return 0


def _wait(error: BaseException) -> float | None:
    """Return the seconds that the server asks to wait, if its headers say so in seconds."""
    for each in _chain(error):
        headers = getattr(getattr(each, "response", None), "headers", None) or {}
        given = headers.get("retry-after") or headers.get("Retry-After")
        try:
            return max(0.0, float(given or ""))
        except ValueError:
            continue
    return None


Output = Literal["auto", "json", "text"]

_TRIES = 3
_PAUSE = 1.0
"""Seconds before the second try, doubled before the third, where the server does not say."""

_TICK = 0.05
_TRIAL = 20.0
"""Seconds in which a model that is tried must have begun to answer."""
_MOST_CHARACTERS = 20_000


@dataclass(slots=True)
class Usage:
    """What the calls of one answer took; tokens stay zero where the model does not count them."""

    tokens_in: int = 0
    tokens_out: int = 0
    calls: int = 0

    @property
    def counted(self) -> dict[str, float]:
        """Return the tokens, nothing if the model does not count them."""
        found = {"tokens_in": float(self.tokens_in), "tokens_out": float(self.tokens_out)}
        return found if any(found.values()) else {}

    def add(self, found: Any) -> None:  # noqa: ANN401 - a dict of LangChain's, or None
        """Add what LangChain notes as usage."""
        if found:
            self.tokens_in += int(found.get("input_tokens") or 0)
            self.tokens_out += int(found.get("output_tokens") or 0)


@dataclass(slots=True)
class Deadline:
    """How long is left, and whether the person has had enough."""

    seconds: float
    stop: Event = field(default_factory=Event)
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return self.began + self.seconds - time.monotonic()

    @property
    def is_over(self) -> bool:
        """Say whether to go on no longer."""
        return self.stop.is_set() or self.left <= 0


class Chat:
    """A chat model of LangChain with its name, and the form in which it is asked to answer."""

    def __init__(self, model: BaseChatModel, name: str, seconds: float, output: Output) -> None:
        self.name = name
        self.seconds = seconds
        self._model = model
        self._shaped = _with_schema(model) if output != "text" else None

    @property
    def writes_json(self) -> bool:
        """Say whether the model is held to the schema of an answer."""
        return self._shaped is not None

    def give_up_json(self) -> None:
        """Ask for plain text from now on: the server does not take the schema."""
        self._shaped = None

    def problem(self) -> str:
        """Return in a line why the model does not answer, "" if it does; it is sent a few words, none of an article."""
        clock = Deadline(min(self.seconds, _TRIAL))
        try:
            with closing(self.stream([Message("human", "Answer with: yes")], clock, Usage(), shaped=False)) as pieces:
                return "" if any(pieces) else f"{self.name} writes nothing; try another model"
        except ModelFault as fault:
            return f"{self.name} {fault}"

    def stream(
        self, messages: Sequence[Message], clock: Deadline, usage: Usage, *, shaped: bool
    ) -> Generator[str, None, None]:
        """Yield what the model writes, piece by piece, until it ends, the clock is over or it has written too much.

        A busy server is asked again after the time that it names. Raises ModelFault. Closing the iterator ends the
        request.
        """
        model = self._shaped if shaped and self._shaped is not None else self._model
        for tried in range(1, _TRIES + 1):
            begun = False
            try:
                for piece in _pieces(model, messages, clock, usage):
                    begun = True
                    yield piece
                return
            except ModelFault as fault:
                pause = fault.wait if fault.wait is not None else _PAUSE * 2 ** (tried - 1)
                if begun or fault.kind != "busy" or tried == _TRIES or pause >= clock.left:
                    raise
                if clock.stop.wait(pause):
                    return


def _pieces(model: Any, messages: Sequence[Message], clock: Deadline, usage: Usage) -> Generator[str, None, None]:  # noqa: ANN401
    """Yield the text of one request; the thread that reads it ends at the next piece after this is closed."""
    queue: Queue[Any] = Queue()
    closed = Event()
    usage.calls += 1
    Thread(target=_read, args=(model, messages, queue, closed), name="qa-bot-model", daemon=True).start()
    written = 0
    try:
        while not clock.stop.is_set():
            if clock.left <= 0:
                raise ModelFault("time", "did not finish in time")
            try:
                found = queue.get(timeout=min(_TICK, max(clock.left, 0.001)))
            except Empty:
                continue
            if found is None:
                return
            if isinstance(found, BaseException):
                raise to_fault(found) from found
            usage.add(getattr(found, "usage_metadata", None))
            if text := _text(found):
                written += len(text)
                yield text
            if written > _MOST_CHARACTERS:
                return
    finally:
        closed.set()


def _read(model: Any, messages: Sequence[Message], queue: Queue[Any], closed: Event) -> None:  # noqa: ANN401
    """Put the chunks of a reply into the queue, then None, or the error that it ended with."""
    chunks = None
    try:
        chunks = model.stream([(each.role, each.text) for each in messages])
        for chunk in chunks:
            queue.put(chunk)
            if closed.is_set():
                break
        queue.put(None)
    except BaseException as error:  # whatever it is, the person is told in the other thread
        queue.put(error)
    finally:
        with suppress(Exception):
            chunks.close()  # type: ignore[union-attr]


def _text(chunk: Any) -> str:  # noqa: ANN401 - a message chunk of LangChain's
    """Return what a chunk adds to the reply: its text, or the arguments of the tool that stands for the schema."""
    content = getattr(chunk, "content", "")
    if isinstance(content, list):
        parts = [each if isinstance(each, str) else each.get("text", "") for each in content]
        content = "".join(part for part in parts if isinstance(part, str))
    calls = getattr(chunk, "tool_call_chunks", None) or ()
    arguments = "".join(call.get("args") or "" for call in calls)
    return (content if isinstance(content, str) else "") + arguments


def _with_schema(model: BaseChatModel) -> Any:  # noqa: ANN401 - a runnable of LangChain's
    """Return the model held to the schema of an answer, as it streams its raw reply; None if it cannot be."""
    from langchain_core.runnables import RunnableSequence

    try:
        shaped = model.with_structured_output(SCHEMA)
    except Exception:  # "not implemented" comes in many forms
        return None
    return shaped.first if isinstance(shaped, RunnableSequence) else None
