"""Remember who has logged in, and until when."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, MutableMapping


class Sessions(MutableMapping[str, str]):
    """Names of users by the token in their cookie; each entry is gone `seconds` after it was made.

    Stands in for the dict in which Gradio would keep them for ever.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._held: dict[str, tuple[str, float]] = {}

    def __getitem__(self, token: str) -> str:
        name, end = self._held[token]
        if self._clock() >= end:
            raise KeyError(token)
        return name

    def __setitem__(self, token: str, name: str) -> None:
        now = self._clock()
        self._held = {token: held for token, held in self._held.items() if now < held[1]}
        self._held[token] = (name, now + self._seconds)

    def __delitem__(self, token: str) -> None:
        del self._held[token]

    def __iter__(self) -> Iterator[str]:
        return iter([token for token in tuple(self._held) if token in self])

    def __len__(self) -> int:
        return sum(1 for _ in self)
