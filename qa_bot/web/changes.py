"""Tell who follows what is being done of each change, and let nobody hold too many streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Condition

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
        """Yield at once and whenever something changed, until nothing more is to come."""
        stream, is_over = self._open(visitor, name), False
        try:
            while not is_over:
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
