"""Bytes to text, whatever they are encoded in."""

from __future__ import annotations

import codecs
import re

from qa_bot.readers.found import problem

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.02
# Codecs that Python counts among the text encodings, but that no document is written in.
_NOT_FOR_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})


def decode(data: bytes, where: str, declared: str | None = None) -> str:
    """Return the text that `data` encodes; raise ReadError, naming `where`, if it is no text.

    A byte-order mark decides, then the `declared` encoding if it fits, then UTF-8, UTF-16 by its pattern of zeros,
    and Windows-1252 with replacement characters for undefined bytes.
    """
    text = _with_mark(data) or _declared(data, declared) or _guessed(data)
    control = len(_CONTROL.findall(text[: 16 * _HEAD]))
    if control > _MOST_CONTROL * min(len(text), 16 * _HEAD):
        raise problem(where, "binary data, not text")
    return text


def utf16(head: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" if the first bytes of a document are that, else None."""
    for mark, encoding in _MARKS[1:]:
        if head.startswith(mark):
            return encoding
    even, odd = (head[start : _HEAD - _HEAD % 2 : 2] for start in (0, 1))
    if len(odd) < 2:
        return None
    zeros = even.count(0) / len(even), odd.count(0) / len(odd)
    if max(zeros) > 0.4 and min(zeros) < 0.1:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return None


def _with_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return None


def _declared(data: bytes, declared: str | None) -> str | None:
    try:
        name = codecs.lookup((declared or "").strip()).name
        # Browsers read Latin-1 as Windows-1252, which has typographic quotation marks where Latin-1 has controls.
        if name in ("iso8859-1", "ascii"):
            name = "cp1252"
        return None if name in _NOT_FOR_TEXT else data.decode(name)
    except (LookupError, ValueError):
        return None


def _guessed(data: bytes) -> str:
    if encoding := utf16(data):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
