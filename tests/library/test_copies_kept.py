"""What tells copies is kept with an article, goes with it, and names the other papers in an answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import HashingEmbedder, make_article

from benchmarks import copies as made
from qa_bot import QABot
from qa_bot.history.conversations import from_record, to_record
from qa_bot.library import rebuild
from qa_bot.model import Article

ONE, OTHER = json.loads((Path(made.__file__).parent / "reports.jsonl").read_text("utf-8").splitlines()[0])["reports"]
DAY = date(2022, 8, 1)


def article(name: str, text: str, source: str | None, day: date | None = DAY) -> Article:
    return replace(make_article(text, name), source=source, published=day)


POST = article("post", ONE, "Orn Post")
HERALD = article("herald", f"VELL (Wire) - {ONE.rpartition('The ship')[0]}It rained.", "Vell Herald", date(2022, 8, 2))
TIMES = article("times", ONE + " So much for Monday.", "The Times of Staal")
OWN = article("own", OTHER, "Coast News")


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


@pytest.fixture
def bot(folder: Path) -> Iterator[QABot]:
    with QABot.open(folder, embedder=HashingEmbedder()) as bot:
        bot.add(POST, HERALD, TIMES, OWN)
        yield bot


def copies(bot: QABot, of: Article) -> list[str]:
    return [each.id for each in bot._library.truth.copies(of)]


def test_copies_are_found_from_each_of_them_and_reports_of_ones_own_are_not(bot: QABot) -> None:
    assert copies(bot, POST) == ["times", "herald"]
    assert copies(bot, HERALD) == ["post", "times"]
    assert copies(bot, OWN) == []


def test_a_paper_that_uses_its_text_again_is_no_other_source(bot: QABot) -> None:
    bot.add(article("again", ONE, "orn post"))
    assert "again" not in copies(bot, POST)


def test_a_text_of_long_after_is_no_copy(bot: QABot) -> None:
    bot.add(article("late", ONE, "Late News", date(2023, 8, 1)))
    assert "late" not in copies(bot, POST)


def test_a_removed_or_replaced_article_is_no_copy_any_more(bot: QABot) -> None:
    bot.library.remove("times")
    bot.add(article("herald", OTHER, "Vell Herald"))
    assert copies(bot, POST) == []
    assert copies(bot, OWN) == ["herald"]


def test_a_damaged_copy_is_not_named_and_spoils_no_answer(folder: Path) -> None:
    with QABot.open(folder, embedder=HashingEmbedder()) as bot:
        bot.add(POST, TIMES)
    with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
        connection.execute("UPDATE articles SET text = text || ' And more.' WHERE id = 'times'")
    with QABot.open(folder, embedder=HashingEmbedder()) as bot:
        assert copies(bot, POST) == []


def test_a_rebuilt_library_and_an_older_one_that_is_added_to_know_copies(folder: Path) -> None:
    with QABot.open(folder, embedder=HashingEmbedder()) as bot:
        bot.add(POST, TIMES)
    for make_anew in (True, False):
        with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
            connection.execute("DELETE FROM runs")
            connection.execute("DELETE FROM sketches")
        if make_anew:
            rebuild(folder, HashingEmbedder(), silent)
        with QABot.open(folder, embedder=HashingEmbedder()) as bot:
            assert copies(bot, POST) == (["times"] if make_anew else [])
            bot.add(OWN)
            assert copies(bot, POST) == ["times"]


def test_an_answer_names_the_other_papers_and_counts_sources(bot: QABot) -> None:
    answer = bot.ask("How many passengers were treated for cuts and cold?")
    record = answer.to_dict()
    cited = {each["article"]["id"]: {one["id"] for one in each["copies"]} for each in record["citations"]}
    wire = {"post", "herald", "times"}
    assert cited.keys() & wire
    assert all(copied == (wire - {name} if name in wire else set()) for name, copied in cited.items())
    assert sum(map(len, record["sources"])) == len(record["citations"])
    assert len(record["sources"]) == (2 if "own" in cited else 1)


def test_a_kept_answer_names_them_as_long_as_they_are_there(bot: QABot) -> None:
    record = to_record(bot.ask("How many passengers were treated for cuts and cold?"))
    bot.library.remove("times")
    kept, _ = from_record(record, bot.library.article)
    assert kept is not None
    named = {one.id for each in kept.citations for one in each.copies}
    assert named <= {"post", "herald"}
    assert named
