"""Follow from a task of an event loop what a thread does, and let it go when the task is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import Generic, TypeVar

Step = TypeVar("Step")


@dataclass(frozen=True, slots=True)
class _Came(Generic[Step]):
    """A step of the work."""

    step: Step


@dataclass(frozen=True, slots=True)
class _Ended:
    """The end of the work, with what went wrong if something did."""

    error: BaseException | None = None


async def follow(
    work: Callable[[Event], Iterable[Step]], submit: Callable[[Callable[[], None]], object] | None = None
) -> AsyncGenerator[Step, None]:
    """Yield what `work` yields in a thread, as it comes, and raise what it raises.

    `submit` has it done, by default one of the threads of the loop. The event that `work` is given is set when nobody
    follows any more, since the task was cancelled or this iterator closed; work that has not begun by then is not done.
    """
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[_Came[Step] | _Ended] = asyncio.Queue()
    unwanted = Event()

    def tell(news: _Came[Step] | _Ended) -> None:
        with suppress(RuntimeError):  # the loop is closed, and nobody follows
            loop.call_soon_threadsafe(heard.put_nowait, news)

    def run() -> None:
        try:
            for step in () if unwanted.is_set() else work(unwanted):
                tell(_Came(step))
                if unwanted.is_set():
                    break
        except BaseException as error:
            tell(_Ended(error))
        else:
            tell(_Ended())

    try:
        submit(run) if submit else loop.run_in_executor(None, run)
        while isinstance(news := await heard.get(), _Came):
            yield news.step
        if news.error:
            raise news.error
    finally:
        unwanted.set()
