"""Turn sets of questions and claims about texts into tokens, with texts that look right and do not answer.

python -m training.prepare TRAIN --work DIR [--claims DIR] [--news DIR]

TRAIN holds `NAME.jsonl.gz`, a context a line: {"context", "questions": [{"question", "answers", "answer_start",
"unanswerable", "plausible"}]}. The folder of claims holds `NAME.jsonl.gz`, a claim a line: {"evidence": [sentences],
"claim", "label": supported, contradicted, not_stated or unsupported, "gold"}, and `qa_NAME.jsonl.gz` with questions,
those of yes or no with "yesno". The folder of news holds articles with their direct quotations, of which questions are
made. One block of 24 consecutive contexts in twenty is held back.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import json
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from tqdm import tqdm

from qa_bot.english.questions import asked_kind, holds
from qa_bot.models.reader import asked_text
from qa_bot.text.fold import fold
from qa_bot.text.terms import content_terms, terms
from training.base import tokenizer
from training.claims import Claim, names, read_claims, read_yes_no
from training.data import NOTHING, Context, Data, Ids, Question, most_asked, save, sentences_of
from training.said import read_said
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
    "ropes_contrast",
    "drop_contrast_spans",
    "molweni_test",
)
SAID = "said"
SPANS_AMONG_CLAIMS = ("qa_qasrl_gs", "qa_squad_addsent")
"""Sets in the folder of claims whose questions have answers that stand in the text."""
_SUFFIX = ".jsonl.gz"

BLOCK, HELD_BACK, SEED = 24, 20, 20161115
SWAPPED = 0.5
"""Of the answered questions, the share of which another one is made that has no answer, where that can be done."""

SHARE, RAREST, KEPT = 0.4, 5, 3
"""Of the answered questions, the share for which other contexts are searched, by how many words, and how many stay."""

MOST_PLACES = 500
"""Contexts that hold a word; one that more hold says little."""


TITLE = 24
"""Tokens of a title."""


def main() -> None:
    """Read, search and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, help="folder of questions")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is prepared")
    parser.add_argument("--claims", type=Path, help="folder of claims")
    parser.add_argument("--news", type=Path, help="folder with articles.jsonl.gz and direct_quotes.jsonl.gz")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    data = prepare(arguments.train, claims=arguments.claims, news=arguments.news)
    save(data, arguments.work / "questions.pickle")
    held = list(data.of(held_back=True))
    answered = sum(bool(each.answers) for each in data.questions)
    judged = sum(each.verdict is not None for each in data.questions)
    print(f"{len(data.contexts)} texts, {len(data.questions) - judged} questions, {answered} answered;", end=" ")
    print(f"{judged} claims and questions of yes or no; {len(held)} held back")


def prepare(train: Path, *, claims: Path | None = None, news: Path | None = None) -> Data:
    """Return the contexts and questions of the sets, and for some questions contexts that do not answer them."""
    asked: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    for name, rows in _sets(train, claims, news):
        for row in rows:
            asked.setdefault(row["context"], (name, []))[1].extend(row["questions"])
    words = tokenizer()
    contexts: list[Context] = []
    questions: list[Question] = []
    told: list[dict[str, Any]] = []
    found_names = [Names.of(text) for text in tqdm(asked, desc="names", unit="")]
    for at, (text, (name, rows)) in enumerate(tqdm(asked.items(), desc="contexts", unit="")):
        held_back = (at // BLOCK) % HELD_BACK == 0
        context, offsets = _context(text, words, name=name, held_back=held_back)
        for row in rows:
            if question := _question(row, text, offsets, words, context=len(contexts), name=name):
                questions.append(question)
                told.append(row)
        contexts.append(replace(context, title=_title(found_names[at], words)))
    found = _elsewhere(list(asked), contexts, questions, told)
    made = list(_made(list(asked), questions, told, found_names, words))
    questions = [*(replace(each, elsewhere=found.get(at, ())) for at, each in enumerate(questions)), *made]
    for name in names(claims) if claims else ():
        _judge(name, claims, contexts, questions, words)
    return Data(contexts, questions)


def _sets(train: Path, claims: Path | None, news: Path | None) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """Yield the names of the sets of questions with their rows."""
    own = sorted(each.name.removesuffix(_SUFFIX) for each in train.glob(f"own*{_SUFFIX}"))
    for name in [*(each for each in SETS if (train / f"{each}{_SUFFIX}").exists()), *own]:
        yield name, _rows(train, name)
    for name in SPANS_AMONG_CLAIMS if claims else ():
        yield name, _rows(claims, name)
    if news:
        yield SAID, read_said(news / "articles.jsonl.gz", news / "direct_quotes.jsonl.gz")


def _judge(name: str, folder: Path, contexts: list[Context], questions: list[Question], words: Tokenizer) -> None:
    """Add the claims of a set, or its questions of yes or no, with their evidence as contexts."""
    file = folder / f"{name}{_SUFFIX}"
    if name in SPANS_AMONG_CLAIMS or name == "qa_torque_dev" or name.startswith(("ecbplus", "quotes")):
        return
    places: dict[tuple[str, ...], int] = {}
    for claim in tqdm(read_yes_no(file) if name.startswith("qa_") else read_claims(file), desc=name, unit=""):
        if claim.sentences not in places:
            held_back = (len(places) // BLOCK) % HELD_BACK == 0
            places[claim.sentences] = len(contexts)
            contexts.append(_evidence(claim, words, name=name.split(".")[0], held_back=held_back))
        text = asked_text(claim.text).lower()
        ids = words.encode(text, add_special_tokens=False).ids[: most_asked(is_claim=True)]
        if ids:
            asked = np.array(ids, dtype=np.int32)
            context, gold = places[claim.sentences], claim.gold
            questions.append(Question(asked, context, (), None, (), False, text=text, verdict=claim.verdict, gold=gold))


def _evidence(claim: Claim, words: Tokenizer, *, name: str, held_back: bool) -> Context:
    """Return the evidence of a claim as a context whose sentences are as they are given, or cut if it is one text."""
    if len(claim.sentences) == 1:
        return _context(claim.sentences[0], words, name=name, held_back=held_back)[0]
    encoded = [words.encode(each, add_special_tokens=False).ids for each in claim.sentences]
    ends = list(accumulate(len(each) for each in encoded))
    ids = np.array([each for one in encoded for each in one], dtype=np.int32)
    return Context(name, ids, tuple(zip([0, *ends[:-1]], ends, strict=True)), held_back)


def _title(found: Names, words: Tokenizer) -> Ids:
    """Return the name that stands in most sentences, as a title, nothing if none stands in two."""
    said = {name: len(places) for name, places in found.found.items() if not name[0].isdigit() and len(places) > 1}
    if not said:
        return NOTHING
    best = min(said, key=lambda name: (-said[name], -len(name), name))
    return np.array(words.encode(f"{best}.", add_special_tokens=False).ids[:TITLE], dtype=np.int32)


def _made(
    texts: Sequence[str],
    questions: Sequence[Question],
    rows: Sequence[dict[str, Any]],
    names: Sequence[Names],
    words: Tokenizer,
) -> Iterator[Question]:
    """Yield questions that lost their answer by an exchange."""
    chosen = random.Random(SEED)
    for question, row in zip(tqdm(questions, desc="swapped", unit=""), rows, strict=True):
        if not question.answers or question.whole_sentence or chosen.random() > SWAPPED:
            continue
        at, start = question.context, row["answer_start"][0]
        around = [*names[max(0, at - NEAR) : at], *names[at + 1 : at + NEAR + 1]]
        end = start + len(row["answers"][0])
        if other := swapped(row["question"], texts[at], (start, end), names[at], around, chosen):
            text = asked_text(other)
            ids = words.encode(text, add_special_tokens=False).ids[: most_asked(is_claim=False)]
            asked = np.array(ids, dtype=np.int32)
            near = question.answers[0]
            yield replace(question, ids=asked, text=text, answers=(), near=near, swapped=True)


def _rows(train: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(train / f"{name}{_SUFFIX}", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _context(text: str, words: Tokenizer, *, name: str, held_back: bool) -> tuple[Context, Sequence[tuple[int, int]]]:
    encoded = words.encode(text, add_special_tokens=False)
    starts = np.array([start for start, _ in encoded.offsets])
    spans = [np.searchsorted(starts, [span.start, span.end]).tolist() for span in sentences_of(text)]
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
    asked = asked_text(row["question"]).lower()
    ids = words.encode(asked, add_special_tokens=False).ids[: most_asked(is_claim=False)]
    places = zip(row.get("answer_start") or (), row["answers"], strict=False)
    answers = {found for start, answer in places if (found := _tokens(offsets, start, start + len(answer)))}
    if bool(answers) == bool(row["unanswerable"]) or not ids:
        return None
    start = text.find(row["plausible"]) if row.get("plausible") else -1
    near = _tokens(offsets, start, start + len(row["plausible"])) if start >= 0 else None
    return Question(
        np.array(ids, dtype=np.int32),
        context,
        tuple(sorted(answers)),
        near,
        (),
        whole_sentence="sentence" in name,
        text=asked,
    )


def _tokens(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return the first and last token of a stretch of characters."""
    inside = [at for at, (first, last) in enumerate(offsets) if first < end and last > start]
    return (inside[0], inside[-1]) if inside else None


def _elsewhere(
    texts: Sequence[str], contexts: Sequence[Context], questions: Sequence[Question], rows: Sequence[dict[str, Any]]
) -> dict[int, tuple[int, ...]]:
    """Return contexts that share a question's rarest words, the rarer the better, and hold none of the answers.

    Those that hold something of the kind that is asked for come first: a name for who, a day for when.
    """
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
        if kind := asked_kind(row["question"]):
            near.sort(key=lambda each: not holds(kind, texts[each], row["question"]))
        found[at] = tuple(near[:KEPT])
    return found


if __name__ == "__main__":
    main()
