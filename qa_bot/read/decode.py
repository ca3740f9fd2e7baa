"""Turn bytes into text, whatever they are encoded in."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from qa_bot.read.document import problem

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.02
# Codecs that Python counts among the text encodings, but that no document is written in.
# Declared for much that is not: the bytes decide. Browsers read all three as Windows-1252.
_BY_HABIT = frozenset({"iso8859-1", "ascii", "cp1252"})
_SAMPLE = 100_000
_FOREIGN_SCRIPT, _FEWEST_FOREIGN = 0.4, 16
"""Of the bytes of a text in Latin letters fewer than these are beyond ASCII; in a few bytes there is nothing to see."""

_HIRAGANA = re.compile("[\u3041-\u309f]")
_JAPANESE = ("cp932", "euc_jp")

_LATIN = ("cp1252", "cp1250", "iso8859_2", "mac_roman")
"""The likeliest first: of those in which as little looks odd, it is taken."""

_ODD_SIGN = re.compile(
    r"(?<=[^\W\d_])[^\w\s!-/:-@\[-`{-~\xa0\xad‘’“”‚„«»‹›–—…´·°²³™®©§]+(?=\w)"
    r"|[\x80-\x9f\ufffd¬¦¤¸¨ˇ˘˝˛√∑∏∂∫Ω≈◊]|(?<=[a-z])[¹³²±]|[¹³²±ªº](?=[a-z])"
)
"""A sign within a word, and signs that hardly any text has."""

_MOST_ODDITIES = 0.1
_NOT_FOR_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})


def decode(data: bytes, where: str, declared: str | None = None) -> str:
    """Return the text that `data` encodes; raise ReadError, naming `where`, if it is no text.

    A byte-order mark decides, then UTF-8 if all of it fits, then the `declared` encoding if it fits, unless it is the
    Western one that is declared by habit; then UTF-16 by its pattern of zeros, and what it looks most like. Raises
    ReadError too if it looks like nothing.
    """
    text = _with_mark(data) or _utf8(data) or _declared(data, declared)
    text = _guessed(data, where) if text is None else text
    if _is_binary(text):
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


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text[: 16 * _HEAD])) > _MOST_CONTROL * min(len(text), 16 * _HEAD)


def _with_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return None


def _utf8(data: bytes) -> str | None:
    """Return what is UTF-8 from end to end: of text in another encoding that is true by no chance."""
    try:
        return data.decode("utf-8") if utf16(data) is None else None
    except UnicodeDecodeError:
        return None


def _declared(data: bytes, declared: str | None) -> str | None:
    try:
        name = codecs.lookup((declared or "").strip()).name
        return None if name in _NOT_FOR_TEXT or name in _BY_HABIT else data.decode(name)
    except (LookupError, ValueError):
        return None


def _guessed(data: bytes, where: str) -> str:
    if encoding := utf16(data):
        return data.decode(encoding, "replace")
    sample = data[:_SAMPLE]
    letters = sample.translate(None, b" \t\r\n")
    foreign = sum(byte > 127 for byte in letters)
    if foreign > max(_FOREIGN_SCRIPT * len(letters), _FEWEST_FOREIGN) and (encoding := _detected(data)):
        return data.decode(encoding, "replace")
    oddities = [_oddities(sample.decode(each, "replace")) for each in _LATIN]
    if min(oddities) > max(_MOST_ODDITIES * foreign, 1) and not _is_binary(sample.decode("latin-1")):
        raise problem(where, "in what encoding it is cannot be told; save it as UTF-8")
    return data.decode(_LATIN[oddities.index(min(oddities))], "replace")


def _oddities(text: str) -> int:
    """Return how many signs and capitals stand where hardly any text in Latin letters has them."""
    capitals = sum(after > "\x7f" and after.isupper() and before.islower() for before, after in pairwise(text))
    return capitals + len(_ODD_SIGN.findall(text))


def _detected(data: bytes) -> str | None:
    """Return the encoding that a text mostly not in Latin letters looks like."""
    from charset_normalizer import from_bytes  # most documents are UTF-8

    sample = data if len(data) <= _SAMPLE else data[: data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]
    for encoding in _JAPANESE:
        text = sample.decode(encoding, "replace")
        if "\ufffd" not in text and 6 * len(_HIRAGANA.findall(text)) > len(text):
            return encoding
    best = from_bytes(sample).best()
    return best.encoding if best else None
