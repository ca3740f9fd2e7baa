"""Put text together from the pieces of a marked-up document: words, lines and paragraphs."""

from __future__ import annotations

import re

_WHITE = re.compile(r"[ \t\r\n\f]+")


class Blocks:
    """Collects text; `line` and `paragraph` say that what comes next starts a new one."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._break = ""

    def text(self, piece: str) -> None:
        """Add running text, in which white space of any length is one space."""
        piece = _WHITE.sub(" ", piece)
        if self._break or not self._pieces or self._pieces[-1].endswith((" ", "\n")):
            piece = piece.lstrip(" ")
        if piece:
            self.verbatim(piece)

    def verbatim(self, piece: str) -> None:
        """Add text in which lines and blanks stay as they are."""
        self._pieces += [self._break, piece]
        self._break = ""

    def line(self) -> None:
        """Start a new line."""
        self._break = self._break or "\n"

    def paragraph(self) -> None:
        """Start a new paragraph."""
        self._break = "\n\n"

    def __str__(self) -> str:
        lines = "".join(self._pieces).split("\n")
        return "\n".join(line.rstrip(" ") for line in lines).strip("\n")
