"""Normalise the text of an article, once, so that spans never have to move."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_REMOVED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n{3,}")


def normalise(text: str) -> str:
    """Return `text` with plain line ends, without control characters and with at most one blank line in a row.

    Line ends of every kind become newlines, tabs spaces, lone surrogates replacement characters; byte-order marks,
    blanks at the ends of lines and around the whole are removed. All else stays as its author wrote it, typographic
    quotation marks, no-break spaces, soft hyphens and combining marks too: quotations must be true to the source.
    Normalising twice changes nothing.
    """
    text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    text = _SURROGATES.sub("\ufffd", text).replace("\t", " ")
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()
