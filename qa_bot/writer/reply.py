"""Read a model's reply, whole or as far as it has come: sentences with the numbers that they name, without markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product, zip_longest
from typing import Any

from qa_bot.model import Slice
from qa_bot.text.fold import locate

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_CODE_FENCE = re.compile(r"^\s*```[a-z]*\s*|(?<!\s)\s*```\s*$", re.IGNORECASE)
_NOT_STATED = re.compile(r"\W*not[ _-]stated\W*", re.IGNORECASE)
_MARK = r"[\[【［]\s*(?:\^\s*)?\d[\d\s,;–-]*[\]】］]"
_MARKS = re.compile(rf"(?:{_MARK}[\s,.;]*)+")
_NUMBERS = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)](?=\s))\s+")
_HEADING = re.compile(
    r"^\W*(?:(?:the )?answer|claims?|summary|response)\W*$|^\W*(?:answer|response)\s*:\s*", re.IGNORECASE
)
_MOST_DIGITS = 4
_WIDEST_RANGE = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a reply, as the model wrote it, and the numbers that it names, in order, each once."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply says; `abstains` if it says that the sentences do not answer."""

    said: tuple[Said, ...]
    abstains: bool = False


def read_reply(text: str, *, is_whole: bool) -> Reply:
    """Return the sentences that are complete: all if the reply is whole, else those after which something follows.

    Takes JSON of the schema (also cut off, fenced, or with names that differ a little) and lines of text with numbers
    in brackets behind each sentence, or before it. Never raises, whatever the text.
    """
    plain = without_thoughts(text)
    if not is_whole and text.endswith("\n"):
        plain += "\n"
    body = _CODE_FENCE.sub("", plain).strip()
    if body.startswith(("{", "[{", '["')):
        found = _from_json(body, is_whole=is_whole)
        if found is not None:
            return found
        if not is_whole:
            return Reply(())
    said = tuple(_from_lines(plain, is_whole=is_whole))
    lines = [line for line in plain.splitlines() if line.strip()]
    return Reply(said, abstains=is_whole and not said and any(_NOT_STATED.fullmatch(line) for line in lines))


def without_thoughts(text: str) -> str:
    """Return a reply without what a model wrote to itself before it."""
    return _THOUGHT.sub("", text).strip()


def _from_json(body: str, *, is_whole: bool) -> Reply | None:
    """Return what a JSON reply says, None if it is no such JSON."""
    from langchain_core.utils.json import parse_partial_json

    try:
        found = parse_partial_json(body)
    except (ValueError, RecursionError):
        return None
    rows = _rows(found)
    if rows is None:
        return None
    said = tuple(each for each in map(_row, rows if is_whole else rows[:-1]) if each)
    return Reply(said, abstains=is_whole and not said and not rows)


def _rows(found: Any) -> list[Any] | None:  # noqa: ANN401 - whatever the model wrote
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = found.get("claims", lists[0] if len(lists) == 1 else None)
    return found if isinstance(found, list) else None


def _row(row: Any) -> Said | None:  # noqa: ANN401 - whatever the model wrote
    if not isinstance(row, dict):
        return Said(row, ()) if isinstance(row, str) and row.strip() else None
    texts = [value for value in row.values() if isinstance(value, str)]
    text = row.get("text", texts[0] if texts else "")
    lists = [value for value in row.values() if isinstance(value, list | int)]
    named = row.get("sentences", lists[0] if lists else [])
    if not isinstance(text, str) or not text.strip():
        return None
    numbers = named if isinstance(named, list) else [named]
    return Said(text, _once(int(each) for each in numbers if _is_number(each)))


def _is_number(value: Any) -> bool:  # noqa: ANN401 - whatever the model wrote
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and value.isdecimal() and len(value) <= _MOST_DIGITS)


def _from_lines(text: str, *, is_whole: bool) -> Iterator[Said]:
    lines = unicodedata.normalize("NFC", text).split("\n")
    for at, line in enumerate(lines):
        yield from _from_line(_HEADING.sub("", _BULLET.sub("", line)), is_whole=is_whole or at < len(lines) - 1)


def _from_line(line: str, *, is_whole: bool) -> Iterator[Said]:
    """Yield the sentences of a line; numbers stand behind each, or before it if the line begins and does not end so."""
    if not line.strip() or _NOT_STATED.fullmatch(line):
        return
    marks = list(_MARKS.finditer(line))
    begins = bool(marks) and not line[: marks[0].start()].strip()
    if begins and not is_whole:
        return
    if begins and line[marks[-1].end() :].strip():
        for mark, after in zip_longest(marks, marks[1:]):
            yield from _said(line[mark.end() : after.start() if after else None], mark[0])
        return
    start = 0
    for mark in marks:
        if is_whole or line[mark.end() : mark.end() + 1] not in ("", *"[【［"):
            yield from _said(line[start : mark.start()], mark[0])
            start = mark.end()
    if is_whole:
        yield from _said(line[start:], "")


def _said(text: str, marks: str) -> Iterator[Said]:
    if any(each.isalnum() for each in text):
        yield Said(text.strip(), _numbers(marks))


def _numbers(marks: str) -> tuple[int, ...]:
    found: list[int] = []
    for first, last in _NUMBERS.findall(marks):
        if len(first) > _MOST_DIGITS or len(last) > _MOST_DIGITS:
            found.append(0)
        elif last and 0 < int(last) - int(first) < _WIDEST_RANGE:
            found += range(int(first), int(last) + 1)
        else:
            found += [int(each) for each in (first, last) if each]
    return _once(found)


def _once(numbers: Iterator[int] | Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


_SQUARE = re.compile(r"(?<!\s)\s*[\[【［]\s*(?:\^\s*)?\d[\d\s,;–-]*[\]】］]")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,10}:/|\bwww\.)[^\s)\]>\"”]*|\b[\w.+-]{1,200}@[\w-]+\.[\w.-]+", re.IGNORECASE
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_EMPHASIS = re.compile(r"(\*\*|__|`+|~~|^#{1,6}\s+|^>\s+)")
_QUOTATION_MARKS = '"“”„‟«»‹›〝〞＂「」『』″'
_ANY_MARK = re.compile(f"[{_QUOTATION_MARKS}]")
_DOUBLE = f"[{_QUOTATION_MARKS}]([^{_QUOTATION_MARKS}]*)[{_QUOTATION_MARKS}]"
_QUOTED = re.compile(_DOUBLE + r"|(?<!\w)['‘‚‛]([^'‘’‚‛\n]*(?:['’]\w[^'‘’‚‛\n]*)*)['’](?!\w)")
_SINGLE = re.compile(r"(?<!\w)['‘‚‛`´](?=\w)")


def without_markup(text: str) -> str:
    """Return a model's sentence on one line, without markup, invisible characters and numbers in square brackets."""
    shown = "".join(_visible(each) for each in unicodedata.normalize("NFC", _COLOURS.sub("", text)))
    shown = _LINK.sub(r"\1", _TAG.sub("", shown))
    shown = _SQUARE.sub("", _EMPHASIS.sub("", shown))
    return " ".join(shown.split())


def unquoted(text: str) -> str:
    """Return a sentence without quotation marks, so that nobody takes what it says for a quotation."""
    bare = _QUOTED.sub(lambda match: match[1] if match[1] is not None else match[2], text)
    return " ".join(unquoted_piece(bare).split())


def leads_elsewhere(text: str, sentences: Sequence[str]) -> bool:
    """Say whether a sentence holds an address of the web or of mail that stands in none of those named."""
    return any(not any(found in each for each in sentences) for found in _ADDRESS.findall(text))


def without_addresses(text: str) -> str:
    """Return a sentence with its addresses left out, so that nothing makes links of them."""
    return _ADDRESS.sub("…", text)


def with_quotations(text: str, cited: Sequence[Slice]) -> tuple[str, list[str]]:
    """Return a sentence in which each quotation is cut from what is cited, and the quotations that stand nowhere there.

    What is in quotation marks is looked for word by word and replaced by the slice; other marks are removed.
    """
    pieces, foreign, end = [], [], 0
    for match in _QUOTED.finditer(text):
        quoted = (match[1] if match[1] is not None else match[2]).strip()
        pieces.append(unquoted_piece(text[end : match.start()]))
        end = match.end()
        if not any(each.isalnum() for each in quoted):
            continue
        found = _cut(quoted.rstrip(".,;:!?"), cited)
        if found is None:
            foreign.append(quoted)
            continue
        ending = "".join(each for each in quoted[-1:] if each in ".,;:!?")
        pieces.append(f"“{found}”{ending}")
    pieces.append(unquoted_piece(text[end:]))
    return " ".join("".join(pieces).split()), foreign


def unquoted_piece(text: str) -> str:
    """Return what stands between quotations, without stray marks; blanks at its ends stay."""
    return _SINGLE.sub("", _ANY_MARK.sub("", text))


def _cut(words: str, cited: Sequence[Slice]) -> str | None:
    """Return these words as they stand in one of the slices, on one line; None if they do not, or hold a mark.

    The first letter may be of the other case, as it is where a quotation begins or goes on in a sentence.
    """
    for wording, each in product((words, words[0].swapcase() + words[1:]), cited):
        span = locate(wording, each.text)
        if span and not _ANY_MARK.search(span.of(each.text)):
            return " ".join(span.of(each.text).split())
    return None


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zl", "Zp", "Zs") or character in "\t\n\r":
        return " "
    return "" if category in ("Cc", "Cf", "Cs", "Co", "Cn") else character
