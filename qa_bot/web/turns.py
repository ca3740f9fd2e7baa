"""Share fairly: visitors take turns, hear of each change, and nobody holds too many streams."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition, Lock, get_ident
from types import TracebackType
from typing import Any

Work = Callable[[], Any]


class Shares:
    """Does work for visitors in so many threads, one thing of each visitor in turn.

    At most `each` things of a visitor are done at once; what a visitor gives is begun in its order.
    """

    def __init__(self, workers: int, name: str, *, each: int = 1) -> None:
        self._pool = ThreadPoolExecutor(workers, name)
        self._each = each
        self._lock = Lock()
        self._waiting: OrderedDict[str, deque[Work]] = OrderedDict()
        self._doing: dict[str, int] = {}
        self._is_closed = False

    def submit(self, visitor: str, work: Work) -> None:
        """Do something for a visitor when it is their turn."""
        with self._lock:
            if not self._is_closed:
                self._waiting.setdefault(visitor, deque()).append(work)
                self._pool.submit(self._next)

    def waiting(self, visitor: str | None = None) -> int:
        """Return how many things, of a visitor if one is named, have not been begun."""
        with self._lock:
            return sum(len(works) for of, works in self._waiting.items() if visitor in (None, of))

    def close(self) -> None:
        """Finish what has been begun; the rest is not done."""
        with self._lock:
            self._is_closed = True
            self._waiting.clear()
        self._pool.shutdown(cancel_futures=True)

    def _next(self) -> None:
        if begun := self._begin():
            visitor, work = begun
            try:
                work()
            finally:
                self._end(visitor)

    def _begin(self) -> tuple[str, Work] | None:
        """Take the first thing of the visitor whose turn it is, who then goes to the end."""
        with self._lock:
            visitor = next((each for each in self._waiting if self._doing.get(each, 0) < self._each), None)
            if visitor is None:
                return None
            work = self._waiting[visitor].popleft()
            self._doing[visitor] = self._doing.get(visitor, 0) + 1
            self._waiting.move_to_end(visitor)
            if not self._waiting[visitor]:
                del self._waiting[visitor]
            return visitor, work

    def _end(self, visitor: str) -> None:
        with self._lock:
            self._doing[visitor] -= 1
            if not self._doing[visitor]:
                del self._doing[visitor]
            if visitor in self._waiting:
                self._pool.submit(self._next)


class Baton:
    """What so many threads have at once while they work; the others get it in the order in which they came."""

    def __init__(self, many: int = 1) -> None:
        self._many = many
        self._line: list[int] = []
        self._changed = Condition()

    def __enter__(self) -> None:
        mine = get_ident()
        with self._changed:
            self._line.append(mine)
            self._changed.wait_for(lambda: mine in self._line[: self._many])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._changed:
            self._line.remove(get_ident())
            self._changed.notify_all()

    def pass_on(self) -> None:
        """Let whoever waits work first, and go on when it is this thread's turn again."""
        if len(self._line) > self._many:
            self.__exit__(None, None, None)
            self.__enter__()


_LOOK_AGAIN = 30.0
"""Seconds."""

MOST_EACH = 16
MOST_STREAMS = 300
"""Streams of one visitor, who needs one or two for a page, and of all visitors together."""


@dataclass(eq=False, slots=True)
class _Stream:
    """What somebody follows; `has_changed` until it is told."""

    visitor: str
    name: str
    has_changed: bool = True


class Changes:
    """Tells of changes of what has a name; safe in several threads.

    Each stream holds a thread while it waits: a visitor's oldest ends where they open too many, and the oldest of all
    where all visitors together do.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._streams: list[_Stream] = []
        self._is_closed = False

    def close(self) -> None:
        """End all streams."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def tell(self, name: str) -> None:
        """Tell who follows that something changed."""
        with self._changed:
            for each in self._streams:
                each.has_changed |= each.name == name
            self._changed.notify_all()

    def follow(self, visitor: str, name: str, is_done: Callable[[], bool]) -> Iterator[None]:
        """Yield at once and whenever something changed, until nothing more is to come.

        What changes while the last is told is told after it.
        """
        stream, is_over = self._open(visitor, name), False
        try:
            while stream.has_changed or not is_over:
                with self._changed:
                    self._changed.wait_for(
                        lambda: stream.has_changed or self._is_over(stream) or is_done(), _LOOK_AGAIN
                    )
                    stream.has_changed, is_over = False, self._is_over(stream) or is_done()
                yield
        finally:
            with self._changed:
                self._streams = [each for each in self._streams if each is not stream]

    def _open(self, visitor: str, name: str) -> _Stream:
        stream = _Stream(visitor, name)
        with self._changed:
            self._streams.append(stream)
            own = [each for each in self._streams if each.visitor == visitor]
            ended = {*own[:-MOST_EACH], *self._streams[:-MOST_STREAMS]}
            self._streams = [each for each in self._streams if each not in ended]
            self._changed.notify_all()
        return stream

    def _is_over(self, stream: _Stream) -> bool:
        return self._is_closed or stream not in self._streams
