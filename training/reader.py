"""Read passages together with the question: which sentence answers, where the short answer stands, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa_bot.model import Passage, Span
from training.base import tokenizer
from training.data import MOST_ASKED, WINDOW, likeliest_span, windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Numbers = NDArray[np.float64]

_BATCH = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a passage says: the log odds of each of its sentences to hold the answer, shape (sentences,).

    They are odds against the passage not holding it. `answer` is the likeliest short answer, a span of the article,
    and `answer_odds` how much likelier it is than none.
    """

    odds: Numbers
    answer: Span | None = None
    answer_odds: float = -np.inf


@dataclass(frozen=True, slots=True)
class _Window:
    """A run of sentences of a passage with the question: `first` is where the window's tokens start in `ids`."""

    passage: int
    ids: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int, int], ...]
    """Number of the sentence in its passage, first token and end in `ids`."""


class TrainedReader:
    """A transformer of six layers in ONNX that was trained to find evidence."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return what reading each passage with the question says."""
        session, words = self._load()
        asked = words.encode(question.rstrip(" ?."), add_special_tokens=False).ids[:MOST_ASKED]
        shown = words.encode_batch([each.text for each in passages], add_special_tokens=False)
        marks = words.encode("").ids
        windows = [
            window
            for number, (passage, encoded) in enumerate(zip(passages, shown, strict=True))
            for window in _windows(number, passage, encoded, asked, marks)
        ]
        logits = _logits(session, windows)
        return [
            _reading(passage, [(window, logits[at]) for at, window in enumerate(windows) if window.passage == number])
            for number, passage in enumerate(passages)
        ]

    def _load(self) -> tuple[InferenceSession, Tokenizer]:
        if self._loaded is None:
            from onnxruntime import InferenceSession

            self._loaded = InferenceSession(str(self._model), providers=["CPUExecutionProvider"]), tokenizer()
        return self._loaded


def _windows(
    number: int, passage: Passage, encoded: Encoding, asked: Sequence[int], marks: Sequence[int]
) -> Iterator[_Window]:
    """Yield runs of sentences that fit beside the question; each begins with the last one's end."""
    room = WINDOW - 3 - len(asked)
    starts = np.array([start for start, _ in encoded.offsets]) + passage.span.start
    places = [np.searchsorted(starts, [span.start, span.end]).tolist() for span in passage.sentences]
    cls, sep = marks
    shift = len(asked) + 2
    for first, end in windows(places, room):
        start = places[first][0]
        stop = min(places[end - 1][1], start + room)
        sentences = tuple(
            (at, begin - start + shift, min(final, stop) - start + shift)
            for at, (begin, final) in enumerate(places[first:end], start=first)
            if begin < min(final, stop)
        )
        ids = (cls, *asked, sep, *encoded.ids[start:stop], sep)
        yield _Window(number, ids, shift, tuple(encoded.offsets[start:stop]), sentences)


def _logits(session: InferenceSession, windows: Sequence[_Window]) -> list[Numbers]:
    """Return the three logits of each token of each window; windows of about one length are read together."""
    found: list[Numbers] = [np.empty(0)] * len(windows)
    order = sorted(range(len(windows)), key=lambda at: len(windows[at].ids))
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        length = max(len(windows[at].ids) for at in batch)
        ids, mask, kinds = (np.zeros((len(batch), length), dtype=np.int64) for _ in range(3))
        for row, at in enumerate(batch):
            window = windows[at]
            ids[row, : len(window.ids)], mask[row, : len(window.ids)] = window.ids, 1
            kinds[row, window.first : len(window.ids)] = 1
        (logits,) = session.run(["logits"], {"ids": ids, "mask": mask, "kinds": kinds})
        for row, at in enumerate(batch):
            found[at] = logits[row, : len(windows[at].ids)].astype(np.float64)
    return found


def _reading(passage: Passage, read: Sequence[tuple[_Window, Numbers]]) -> Reading:
    odds = np.full(len(passage.sentences), -10.0)  # of a sentence without a token
    answer, best = None, -np.inf
    for window, logits in read:
        for sentence, first, end in window.sentences:
            odds[sentence] = max(odds[sentence], logits[first:end, 2].mean() - logits[0, 2])
        first, last, found = likeliest_span(logits, window.first, len(window.ids) - 1)
        if found > best:
            start, end = window.offsets[first - window.first][0], window.offsets[last - window.first][1]
            answer, best = Span(passage.span.start + start, passage.span.start + end), found
    return Reading(odds, answer, float(best))
