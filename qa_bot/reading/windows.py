"""Cut what the reader sees at once, and find where in it a short answer stands; the same in training and in use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

WINDOW = 128
"""Tokens that a reader sees at once, if its file does not say: question, title, passage and marks."""

LONGEST = 30
"""Tokens of a short answer."""

MOST_ASKED = 40
"""Tokens of a question; the rest of a longer one is left out."""

MOST_CLAIMED = 64
"""The same of a claim."""


_BRACKET = re.compile(r"\s\([^()]*\)\s*$")


def asked_text(question: str) -> str:
    """Return a question as the reader sees it.

    Its last mark must not tell whether it has an answer. What an earlier question adds in brackets ("On which rocket?
    (the telescope launched)") has served to find the passages; here it would answer for the question itself.
    """
    return _BRACKET.sub("", question).rstrip(" ?.")


def windows(sentences: Sequence[tuple[int, int]], room: int) -> list[tuple[int, int]]:
    """Return runs of sentences, first and end (exclusive), of at most `room` tokens; each begins with the last's end.

    A sentence longer than that is a window of its own, and is cut.
    """
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(sentences):
        end = first + 1
        while end < len(sentences) and sentences[end][1] - sentences[first][0] <= room:
            end += 1
        found.append((first, end))
        if end == len(sentences):
            break
        first = max(end - 1, first + 1)
    return found


def likeliest_span(logits: NDArray[np.floating[Any]], first: int, end: int) -> tuple[int, int, float]:
    """Return the first and last token of the likeliest short answer among some, and its log odds against none.

    `logits` are those of the whole input, shape (tokens, 3); the answer's tokens are among those from `first` to `end`.
    """
    start, stop = logits[first:end, 0], logits[first:end, 1]
    scores = start[:, np.newaxis] + stop[np.newaxis, :] - logits[0, 0] - logits[0, 1]
    scores = np.where(np.tril(np.triu(np.ones_like(scores)), LONGEST - 1) > 0, scores, -np.inf)
    begin, last = divmod(int(scores.argmax()), scores.shape[1])
    return begin + first, last + first, float(scores[begin, last])
