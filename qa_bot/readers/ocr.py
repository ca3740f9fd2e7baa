"""Read scanned pages, where the optional extra qa-bot[ocr] is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from itertools import takewhile
from statistics import median
from typing import Any

import pypdfium2

from qa_bot.readers.paragraphs import Line

_MOST_PAGES = 200
_SPARE_SECONDS = 20
"""Of the computing that a file may take (`QA_BOT_READ_SECONDS`); a full page takes eight, a few lines one."""

_DOTS_PER_POINT = 2.0
_LEAST_SURE = 0.6
_UNEVEN = 0.35
_LETTERS_OF_LINE = 0.75
"""How high letters are, as a part of the box around their line."""


def is_installed() -> bool:
    """Say whether scanned pages can be read."""
    return find_spec("rapidocr") is not None


def scanned_lines(data: bytes, pages: Sequence[int]) -> dict[int, list[Line]]:
    """Return the lines that are seen on these pages of a PDF, counted from 0, of as many as there is time for."""
    with pypdfium2.PdfDocument(data) as pdf:
        return {number: _lines(pdf[number]) for number in takewhile(_has_time, pages[:_MOST_PAGES])}


def _has_time(_: int) -> bool:
    """Say whether this process may still compute for as long as a page can take."""
    try:
        import resource
    except ImportError:
        return True
    most, _ = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return most == resource.RLIM_INFINITY or most - used.ru_utime - used.ru_stime > _SPARE_SECONDS


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    seen = _engine()(page.render(scale=_DOTS_PER_POINT).to_numpy())
    if seen.boxes is None:
        return []
    sure = (each for each in zip(seen.boxes.tolist(), seen.txts, seen.scores, strict=True) if each[2] > _LEAST_SURE)
    lines = [_line(box, text, page.get_height()) for box, text, _ in sure]
    return _of_even_size(sorted(lines, key=lambda line: (-line.height, line.left)))


def _line(box: Sequence[Sequence[float]], text: str, height: float) -> Line:
    left, top = (min(corner[axis] for corner in box) / _DOTS_PER_POINT for axis in (0, 1))
    bottom = max(corner[1] for corner in box) / _DOTS_PER_POINT
    return Line(text.strip(), height - (top + bottom) / 2, _LETTERS_OF_LINE * (bottom - top), left)


def _of_even_size(lines: list[Line]) -> list[Line]:
    """Return the lines, all but much larger or smaller ones in the usual size: a box is higher around a "g"."""
    usual = median([line.size for line in lines] or [0.0])
    return [replace(line, size=usual) if abs(line.size - usual) < _UNEVEN * usual else line for line in lines]


@lru_cache(maxsize=1)
def _engine() -> Any:  # noqa: ANN401 - rapidocr has no types
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{each}_op_num_threads": 1 for each in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, **threads})
