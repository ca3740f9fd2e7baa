"""A date that is stated in full, or none."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateutil import parser

EARLIEST_YEAR, LATEST_YEAR = 1400, 2200
MOST_DATE_CHARACTERS = 60

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T\s]+\d{1,2}:\d\d.*)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d{4,6}.*)?", re.ASCII)
# Whatever differs between these two was not stated but filled in.
_DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 12, 28))


def stated_date(value: object) -> date | None:
    """Return the date that `value` states with year, month and day, or None.

    A year or month alone, a number and a date that can be read in two ways (03/04/2020) are None, and so is a year
    outside 1400 to 2200. Of a point in time the date is taken as written, whatever its time zone.
    """
    if isinstance(value, datetime):
        value = value.date()
    elif isinstance(value, str):
        value = _parse(" ".join(value.split()))
    return value if isinstance(value, date) and EARLIEST_YEAR <= value.year <= LATEST_YEAR else None


def _parse(text: str) -> date | None:
    if len(text) > MOST_DATE_CHARACTERS:
        return None
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _date(match[1], match[2], match[3])
    readings = {_read(text, default, day_first) for default in _DEFAULTS for day_first in (False, True)}
    stated = readings.pop() if len(readings) == 1 else None
    return stated if stated and f"{stated.year:04}" in text else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read(text: str, default: datetime, day_first: bool) -> date | None:
    try:
        return parser.parse(text, default=default, dayfirst=day_first, ignoretz=True).date()
    # dateutil raises more than its ParserError (a ValueError) on text that is no date.
    except (ValueError, ArithmeticError, TypeError, AttributeError, IndexError):
        return None
