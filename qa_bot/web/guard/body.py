"""Read bodies of requests before Gradio does; `Limits` has bounded their bytes, and `parse` bounds their parts.

Gradio walks through JSON part by part, while the server does nothing else: nine million bytes of empty lists took it
fifty seconds, as many of text a tenth of one.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.types import Message, Receive

_MOST_BRACKETS = 200_000
"""Some stand in texts."""

_MOST_GROUPS = 20_000
_MOST_PARTS = 500_000


class TooManyPartsError(ValueError):
    """A body has more lists, objects or values than its text needs."""


def parse(body: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the JSON of a body; raise ValueError, or TooManyPartsError for what would be walked through for long."""
    if body.count(b"[") + body.count(b"{") > _MOST_BRACKETS:
        raise TooManyPartsError
    try:
        given = json.loads(body)
    except RecursionError:
        raise TooManyPartsError from None
    waiting, groups, parts = [given], 0, 1
    while waiting:
        each = waiting.pop()
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else None
        if inner is not None:
            groups, parts = groups + 1, parts + len(each)
            if groups > _MOST_GROUPS or parts > _MOST_PARTS:
                raise TooManyPartsError
            waiting += inner
    return given


async def read_body(receive: Receive) -> bytes | None:
    """Return the whole body of a request, None if its sender is gone before it is whole."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body once, and then what `receive` has to say."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give
