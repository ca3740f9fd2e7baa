"""Define periods of days, open on one side or closed, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

Maker = Callable[[re.Match[str], date], "Period"]
"""Makes the period of what a pattern found, relative to a day; raises ValueError or OverflowError if it is none."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included; None is open. Raises ValueError if the end is before the start."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"not a period: {self.start}..{self.end}")

    @classmethod
    def of_day(cls, day: date) -> Period:
        """Return that day alone."""
        return cls(day, day)

    @classmethod
    def of_month(cls, year: int, month: int, months: int = 1) -> Period:
        """Return that month, or that many from it on."""
        first = date(year, month, 1)
        return cls(first, first + relativedelta(months=months, days=-1))

    @classmethod
    def of_years(cls, first: int, last: int | None = None) -> Period:
        """Return that year, or the years from the first to the last."""
        return cls(date(first, 1, 1), date(last or first, 12, 31))

    @property
    def closed(self) -> bool:
        """Say whether both ends are known."""
        return bool(self.start and self.end)

    def holds(self, other: Period) -> bool:
        """Say whether every day of the other lies in this one."""
        return (self.start is None or (other.start is not None and other.start >= self.start)) and (
            self.end is None or (other.end is not None and other.end <= self.end)
        )

    def third(self, n: int) -> Period:
        """Return the n-th third (0 to 2) of a month (ten days or what is left) or year (four months); else it whole."""
        if not self.start or not self.end or (self.end - self.start).days > 366:
            return self
        is_month = (self.end - self.start).days <= 31
        step = relativedelta(days=10) if is_month else relativedelta(months=4)
        start = self.start + n * step
        return Period(start, self.end if n == 2 else start + step - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Point:
    """A period with the offsets of the words that name it."""

    period: Period
    start: int
    end: int


def find_points(text: str, patterns: Iterable[tuple[re.Pattern[str], Maker]], today: date) -> list[Point]:
    """Return what the patterns find, in the order of the text; where two overlap, that of the earlier pattern."""
    found: list[Point] = []
    is_taken = bytearray(len(text))
    for pattern, make in patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(is_taken[start:end]):
                continue
            try:
                found.append(Point(make(match, today), start, end))
            except (ValueError, OverflowError):
                continue  # there is no such day, like 30 February
            is_taken[start:end] = b"\1" * (end - start)
    return sorted(found, key=lambda each: each.start)
