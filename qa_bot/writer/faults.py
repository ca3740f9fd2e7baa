"""Say in a line what went wrong with a language model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

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
