"""Read a date that is stated in full."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

EARLIEST_YEAR, LATEST_YEAR = 1400, 2200
MOST_DATE_CHARACTERS = 60

_LANGUAGES = "ar bg cs da de el es fa fi fr he hr hu id it ja ko nb nl pl pt ro ru sk sl sv tr uk vi zh"
_SECONDS = range(10**8, 10**10)
_MILLISECONDS = range(10**11, 10**13)
_TWO_DIGIT_YEAR = re.compile(r"(?:\w+,\s*)?(\d{1,2})[\s-]+([^\W\d]+)\.?[\s-]+(\d\d)(?=\s|$)(.*)")

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


def understood_date(value: object) -> date | None:
    """Return the date that `value` states, also in another language or as the time since 1970, or None.

    Slower than `stated_date`, whose rules hold all the same. A number is one of seconds or milliseconds.
    """
    if isinstance(value, str) and len(value) <= MOST_DATE_CHARACTERS and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    return stated_date(value) or (_in_other_languages(value) if isinstance(value, str) else None)


def feed_date(text: str) -> date | None:
    """Return the date that an entry of a feed states; a year of two digits stands last there."""
    if match := _TWO_DIGIT_YEAR.fullmatch(" ".join(text.split())):
        text = f"{match[1]} {match[2]} {'19' if int(match[3]) > 68 else '20'}{match[3]}{match[4]}"
    return understood_date(text)


def _since_1970(number: float) -> date | None:
    if not 0 <= number < _MILLISECONDS.stop:  # and what is no number
        return None
    if int(number) in _MILLISECONDS:
        number /= 1000
    elif int(number) not in _SECONDS:
        return stated_date(str(number))
    return datetime.fromtimestamp(number, UTC).date()


def _in_other_languages(text: str) -> date | None:
    if len(text) > MOST_DATE_CHARACTERS or not re.search(r"\d{4}", text) or not re.search(r"[^\W\d]", text):
        return None
    found = _parser().get_date_data(text).date_obj
    return stated_date(found)


@lru_cache(maxsize=1)
def _parser() -> Any:  # noqa: ANN401 - the library has no types
    from dateparser.date import DateDataParser  # takes a third of a second to import

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    return DateDataParser(languages=_LANGUAGES.split(), settings=settings)


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
    from dateutil import parser  # takes a while to import, and only the process that reads needs it

    try:
        return parser.parse(text, default=default, dayfirst=day_first, ignoretz=True).date()
    # dateutil raises more than its ParserError (a ValueError) on text that is no date.
    except (ValueError, ArithmeticError, TypeError, AttributeError, IndexError):
        return None
