"""Wait for the signal to stop."""

from __future__ import annotations

import signal
from threading import Event
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOK_AGAIN = 0.5
"""Seconds; a wait without end would keep some systems from delivering the signal."""


def until_stopped() -> None:
    """Return at Ctrl+C or when the process is told to end; a second signal ends it at once."""
    stopped = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        stopped.set()

    for each in _SIGNALS:
        signal.signal(each, stop)
    while not stopped.wait(_LOOK_AGAIN):
        pass
