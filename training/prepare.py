"""Turn sets of questions about paragraphs into tokens, with paragraphs that look right and do not answer.

python -m training.prepare TRAIN --work DIR

TRAIN holds `NAME.jsonl.gz`, a context a line: {"context", "questions": [{"question", "answers", "answer_start",
"unanswerable", "plausible"}]}. One block of 24 consecutive contexts in twenty is held back.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from tqdm import tqdm

from qa_bot.reading.windows import MOST_ASKED, asked_text
from qa_bot.text.fold import fold
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import content_terms, terms
from training.base import tokenizer
from training.data import Context, Data, Question, save
from training.swapped import NEAR, Names, swapped

SETS = (
    "squad2_answerable_aligned",
    "squad2_unanswerable_aligned",
    "squad11_du_test",
    "squadshifts_new_wiki",
    "tydiqa_goldp_en",
    "mlqa_en_dev",
    "quoref_part",
    "timeqa_human_train",
    "covidqa_part",
    "selqa_sentence",
    "fairytaleqa",
    "qadiscourse",
    "qamr_dev_test",
    "squadshifts_reddit",
    "squadshifts_amazon",
)
_SUFFIX = ".jsonl.gz"

BLOCK, HELD_BACK, SEED = 24, 20, 20161115
SWAPPED = 0.5
"""Of the answered questions, the share of which another one is made that has no answer, where that can be done."""

SHARE, RAREST, KEPT = 0.4, 5, 3
"""Of the answered questions, the share for which other contexts are searched, by how many words, and how many stay."""

MOST_PLACES = 500
"""Contexts that hold a word; one that more hold says little."""


def main() -> None:
    """Read, search and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, help="folder of training data")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is prepared")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    data = prepare(arguments.train)
    save(data, arguments.work / "questions.pickle")
    held = list(data.of(held_back=True))
    answered = sum(bool(each.answers) for each in data.questions)
    print(f"{len(data.contexts)} contexts, {len(data.questions)} questions, {answered} answered; {len(held)} held back")


def prepare(train: Path) -> Data:
    """Return the contexts and questions of the sets, and for some questions contexts that do not answer them."""
    asked: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    own = sorted(each.name.removesuffix(_SUFFIX) for each in train.glob(f"own*{_SUFFIX}"))
    for name in [*(each for each in SETS if (train / f"{each}{_SUFFIX}").exists()), *own]:
        for row in _rows(train, name):
            asked.setdefault(row["context"], (name, []))[1].extend(row["questions"])
    words = tokenizer()
    contexts: list[Context] = []
    questions: list[Question] = []
    told: list[dict[str, Any]] = []
    for at, (text, (name, rows)) in enumerate(tqdm(asked.items(), desc="contexts", unit="")):
        held_back = (at // BLOCK) % HELD_BACK == 0
        context, offsets = _context(text, words, name=name, held_back=held_back)
        for row in rows:
            if question := _question(row, text, offsets, words, context=len(contexts), name=name):
                questions.append(question)
                told.append(row)
        contexts.append(context)
    found = _elsewhere(list(asked), contexts, questions, told)
    made = _made(list(asked), questions, told, words)
    return Data(contexts, [*(replace(each, elsewhere=found.get(at, ())) for at, each in enumerate(questions)), *made])


def _made(
    texts: Sequence[str], questions: Sequence[Question], rows: Sequence[dict[str, Any]], words: Tokenizer
) -> Iterator[Question]:
    """Yield questions that lost their answer by an exchange."""
    names = [Names.of(text) for text in tqdm(texts, desc="names", unit="")]
    chosen = random.Random(SEED)
    for question, row in zip(tqdm(questions, desc="swapped", unit=""), rows, strict=True):
        if not question.answers or question.whole_sentence or chosen.random() > SWAPPED:
            continue
        at, start = question.context, row["answer_start"][0]
        around = [*names[max(0, at - NEAR) : at], *names[at + 1 : at + NEAR + 1]]
        end = start + len(row["answers"][0])
        if other := swapped(row["question"], texts[at], (start, end), names[at], around, chosen):
            ids = words.encode(asked_text(other), add_special_tokens=False).ids[:MOST_ASKED]
            yield replace(
                question, ids=np.array(ids, dtype=np.int32), answers=(), near=question.answers[0], swapped=True
            )


def _rows(train: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(train / f"{name}{_SUFFIX}", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _context(text: str, words: Tokenizer, *, name: str, held_back: bool) -> tuple[Context, Sequence[tuple[int, int]]]:
    encoded = words.encode(text, add_special_tokens=False)
    starts = np.array([start for start, _ in encoded.offsets])
    spans = [np.searchsorted(starts, [span.start, span.end]).tolist() for span in split_sentences(text)]
    sentences = tuple((first, end) for first, end in spans if end > first)
    return Context(name, np.array(encoded.ids, dtype=np.int32), sentences, held_back), encoded.offsets


def _question(
    row: dict[str, Any],
    text: str,
    offsets: Sequence[tuple[int, int]],
    words: Tokenizer,
    *,
    context: int,
    name: str,
) -> Question | None:
    """Return None where the tokens do not hold the answer."""
    ids = words.encode(asked_text(row["question"]), add_special_tokens=False).ids[:MOST_ASKED]
    places = zip(row.get("answer_start") or (), row["answers"], strict=False)
    answers = {found for start, answer in places if (found := _tokens(offsets, start, start + len(answer)))}
    if bool(answers) == bool(row["unanswerable"]) or not ids:
        return None
    start = text.find(row["plausible"]) if row.get("plausible") else -1
    near = _tokens(offsets, start, start + len(row["plausible"])) if start >= 0 else None
    return Question(
        np.array(ids, dtype=np.int32), context, tuple(sorted(answers)), near, (), whole_sentence="sentence" in name
    )


def _tokens(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return the first and last token of a stretch of characters."""
    inside = [at for at, (first, last) in enumerate(offsets) if first < end and last > start]
    return (inside[0], inside[-1]) if inside else None


def _elsewhere(
    texts: Sequence[str], contexts: Sequence[Context], questions: Sequence[Question], rows: Sequence[dict[str, Any]]
) -> dict[int, tuple[int, ...]]:
    """Return contexts that share a question's rarest words, the rarer the better, and hold none of the answers."""
    places: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        for term in dict.fromkeys(terms(text)):
            places.setdefault(term, []).append(at)
    folded = [fold(text).text.lower() for text in texts]
    chosen = random.Random(SEED)
    found = {}
    for at, (question, row) in enumerate(zip(tqdm(questions, desc="elsewhere", unit=""), rows, strict=True)):
        if not question.answers or chosen.random() > SHARE:
            continue
        telling = [term for term in content_terms(row["question"]) if 0 < len(places.get(term, ())) <= MOST_PLACES]
        shared: dict[int, float] = {}
        for term in sorted(telling, key=lambda term: len(places[term]))[:RAREST]:
            for each in places[term]:
                shared[each] = shared.get(each, 0.0) + math.log(len(texts) / len(places[term]))
        answers = [fold(answer).text.lower() for answer in row["answers"]]
        own = contexts[question.context]
        near = [
            each
            for each in heapq.nlargest(4 * KEPT, shared, key=lambda each: shared[each])
            if each != question.context
            and contexts[each].held_back == own.held_back
            and not any(answer in folded[each] for answer in answers)
        ]
        found[at] = tuple(near[:KEPT])
    return found


if __name__ == "__main__":
    main()
