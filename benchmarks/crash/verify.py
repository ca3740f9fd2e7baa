"""Whether a library is whole: no article lost, doubled or half there, every quotation in its place."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.crash.work import Job, Step, do, opened
from benchmarks.crash.world import State, marker, version_of
from qa_bot import QABot
from qa_bot.text.passages import split_passages

_ASKED = 5


def verify(job: Job, before: State, done: int) -> tuple[list[str], State]:
    """Return what is wrong with a library after `done` steps of a job and perhaps some of the next, and its state.

    Then the job is done once more, to its end, and what is wrong after that is returned too.
    """
    reached = _after(before, job.steps[:done])
    under_way = job.steps[done : done + 1]
    allowed = {
        number: {reached.get(number), _after(reached, under_way).get(number)}
        for number in {*reached, *(number for step in under_way for number in step.put)}
    }
    problems = [f"after it: {each}" for each in _problems(job.folder, allowed, job.chroma_url)]
    do(job, lambda _: None)
    state = _after(before, job.steps)
    finished = {number: {version} for number, version in state.items()}
    folders = [job.folder, job.restored] if job.kind == "restore" else [job.folder]
    for folder in folders:
        problems += [f"finished: {each}" for each in _problems(folder, finished, job.chroma_url)]
    return problems, state


def _after(state: State, steps: Sequence[Step]) -> State:
    for step in steps:
        state = step.after(state)
    return state


def _problems(folder: Path, allowed: dict[str, set[int | None]], chroma_url: str) -> Iterator[str]:
    with opened(folder, chroma_url) as bot:
        found = {each.id: version_of(each) for each in bot.library.articles()}
        for number in {*allowed, *found}:
            version = found.get(number)
            if version not in allowed.get(number, {None}):
                yield f"article {number} is {version}, not {allowed.get(number)}"
        health = bot.library.check()
        if not health.sound:
            yield f"not sound: {len(health.missing)} missing, {len(health.extra)} extra, {health.damage}"
        yield from _halves(bot)
        yield from _misquoted(bot, found)
    yield from _loose(folder)


def _halves(bot: QABot) -> Iterator[str]:
    """Name articles whose passages are not those that their text makes."""
    truth, embedder = bot._library.truth, bot._embedder
    stored = truth.passages(truth.passage_ids()).values()
    for each in bot.library.articles():
        cut = {passage.span for passage in split_passages(each, embedder.count_tokens, embedder.max_tokens)}
        have = [one.passage.span for one in stored if one.passage.article.id == each.id]
        if sorted(cut) != sorted(have):
            yield f"article {each.id} has {len(have)} passages, not {len(cut)}"


def _misquoted(bot: QABot, found: State) -> Iterator[str]:
    """Name articles that a question does not find, and quotations that do not stand in an article that is there."""
    rng = random.Random(len(found))
    for number in rng.sample(sorted(found), min(_ASKED, len(found))):
        answer = bot.ask(f"What does line 3 of {marker(number, found[number])} tell?")
        if not answer.citations or answer.citations[0].article.id != number:
            yield f"article {number} is not found"
        for each in answer.citations:
            now = bot.library.article(each.article.id)
            if now is None or each.quote != each.span.of(now.text):
                yield f"misquoted {each.article.id}"


_LOOSE = {
    "keywords": "FROM keywords WHERE rowid NOT IN (SELECT id FROM passages)",
    "passages without keywords": "FROM passages WHERE id NOT IN (SELECT rowid FROM keywords)",
    "articles without keywords": "FROM articles WHERE id NOT IN"
    " (SELECT article_id FROM passages JOIN article_keywords k ON k.rowid = passages.id)",
    "origins": "FROM origins WHERE article_id NOT IN (SELECT id FROM articles)",
    "articles without origin": "FROM articles WHERE id NOT IN (SELECT article_id FROM origins)",
}


def _loose(folder: Path) -> Iterator[str]:
    """Name rows that belong to nothing."""
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        for what, where in _LOOSE.items():
            if number := connection.execute(f"SELECT count(*) {where}").fetchone()[0]:
                yield f"{number} loose {what}"
