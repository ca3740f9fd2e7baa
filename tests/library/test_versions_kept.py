"""Earlier versions of an article are kept with it, found again from a kept answer, and gone with it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes import HashingEmbedder, make_article

from qa_bot import QABot, Settings
from qa_bot.errors import LibraryError
from qa_bot.history import from_record, to_record
from qa_bot.library import backup, rebuild, restore
from qa_bot.model import Article, Version
from qa_bot.web.chat import versions_shown

FIRST = "The fire in Vell killed 12 people on Monday. Mayor Holm visited the harbour. Ships left it in the night."
SECOND = f"{FIRST.replace('12', '14')}\n\nCorrection: An earlier version of this story misstated how many died."
QUESTION = "How many people did the fire in Vell kill?"
ANYTHING = Settings.load(threshold=0, max_quotes=1)


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


def open_bot(folder: Path) -> QABot:
    return QABot.open(folder, embedder=HashingEmbedder(), settings=ANYTHING)


@pytest.fixture
def bot(folder: Path) -> Iterator[QABot]:
    with open_bot(folder) as bot:
        yield bot


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """Return a file with a story."""
    file = tmp_path / "fire.txt"
    file.write_text(f"A fire in Vell\n\n{FIRST}")
    return file


def change(story: Path) -> None:
    story.write_text(f"A fire in Vell\n\n{SECOND}")


def told(versions: tuple[Version, ...]) -> list[tuple[int, str, str]]:
    return [(each.number, each.article.text, each.note) for each in versions]


BOTH = [(1, FIRST, ""), (2, SECOND, "Correction: An earlier version of this story misstated how many died.")]


def test_a_kept_answer_quotes_the_version_it_was_cut_from_and_says_what_became_of_it(bot: QABot, story: Path) -> None:
    bot.add(story)
    record = json.loads(json.dumps(to_record(bot.ask(QUESTION))))
    before, _ = from_record(record, bot.article, bot.library.versions)
    assert before is not None
    assert before.citations[0].newer is None
    change(story)
    bot.add(story)
    answer, lost = from_record(record, bot.article, bot.library.versions)
    assert lost == ()
    assert answer is not None
    assert answer.citations == before.citations  # the words, and the article, as they were quoted
    newer = answer.to_dict()["citations"][0]["newer"]
    assert {**newer, "added": ""} == {
        "id": bot.library.versions(before.citations[0].article.id)[-1].article.id,
        "version": 1,
        "newest": 2,
        "added": "",
        "holds": False,
        "correction": BOTH[1][2],
    }
    bot.library.remove(newer["id"])
    assert from_record(record, bot.article, bot.library.versions)[0] is None


def test_a_quotation_that_stands_in_the_newest_version_too_says_so(bot: QABot) -> None:
    bot.add(make_article(FIRST, "fire"))
    record = to_record(bot.ask(QUESTION))
    bot.add(make_article(f"{FIRST} It rained.", "fire"))
    answer, _ = from_record(record, bot.article, bot.library.versions)
    assert answer is not None
    assert answer.citations[0].newer is not None
    assert answer.citations[0].newer.holds
    bot.add(make_article(FIRST, "fire"))  # as it was quoted again
    answer, _ = from_record(record, bot.article, bot.library.versions)
    assert answer is not None
    assert answer.citations[0].newer is None


def test_a_new_answer_is_from_the_newest_version_and_shows_its_correction(bot: QABot, story: Path) -> None:
    bot.add(story)
    change(story)
    bot.add(story)
    (citation,) = bot.ask(QUESTION).to_dict()["citations"]
    assert "14 people" in citation["quote"]
    assert (citation["correction"], citation["newer"]) == (BOTH[1][2], None)


def test_a_change_stands_in_the_journal(bot: QABot) -> None:
    bot.add(make_article(FIRST, "fire"))
    bot.add(make_article(SECOND, "fire"))
    bot.add(make_article(SECOND, "fire"))
    with closing(sqlite3.connect(bot.library.folder / "library.db")) as connection:
        noted = connection.execute("SELECT action, article_id FROM journal ORDER BY id").fetchall()
    assert noted == [("added", "fire"), ("changed", "fire")]


def test_an_unchanged_article_and_one_that_is_described_get_no_version(bot: QABot, story: Path) -> None:
    bot.add(story)
    (article,) = bot.library.articles()
    bot.library.set(article.id, title="Another title", source="Orn Post")
    assert bot.add(story).unchanged == (article.id,)
    assert len(bot.library.versions(article.id)) == 1


def test_a_file_of_another_text_altogether_is_no_version(bot: QABot, story: Path) -> None:
    bot.add(story)
    story.write_text("Weather\n\nSnow is expected in the hills of Orn until Thursday noon.")
    bot.add(story)
    (article,) = bot.library.articles()
    assert len(bot.library.versions(article.id)) == 1


def test_backup_rebuild_and_export_keep_versions(folder: Path, tmp_path: Path, story: Path) -> None:
    with open_bot(folder) as bot:
        bot.add(story)
        change(story)
        bot.add(story)
        (article,) = bot.library.articles()
        kept = bot.library.versions(article.id)
        assert told(kept) == BOTH
        bot.library.export(tmp_path / "export.jsonl")
    backup(folder, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "restored")
    rebuild(folder, HashingEmbedder(), silent)
    with open_bot(tmp_path / "added") as bot:
        assert bot.add(tmp_path / "export.jsonl").added == (article.id,)
    for each in (folder, tmp_path / "restored", tmp_path / "added"):
        with open_bot(each) as bot:
            assert bot.library.versions(article.id) == kept
            assert bot.library.check().sound


def test_versions_of_an_export_that_are_not_understood_are_named(bot: QABot, tmp_path: Path) -> None:
    record = {"id": "a", "text": FIRST, "origins": ["id:a"], "versions": [{"number": 1, "added": "never"}]}
    (tmp_path / "export.jsonl").write_text(json.dumps(record) + "\n")
    report = bot.add(tmp_path / "export.jsonl")
    assert report.added == ("a",)
    assert "its earlier versions are not understood" in report.noted[0]
    assert len(bot.library.versions("a")) == 1


def test_a_removed_article_comes_back_with_its_versions(bot: QABot, story: Path) -> None:
    bot.add(story)
    change(story)
    bot.add(story)
    (article,) = bot.library.articles()
    kept = bot.library.versions(article.id)
    bot.library.remove(article.id)
    assert bot.library.versions(article.id) == ()
    bot.library.bring_back(kept)
    assert bot.library.versions(article.id) == kept


def test_no_word_of_a_removed_article_is_left_in_the_file(folder: Path) -> None:
    texts = [f"Zanzibarian quokkas {word} ate the Xylograph of Vell. {FIRST}" for word in ("never", "once")]
    with open_bot(folder) as bot:
        for text in texts:
            bot.add(make_article(text, "fire"))
        with closing(sqlite3.connect(folder / "library.db")) as connection:
            ((packed,),) = connection.execute("SELECT article FROM versions").fetchall()
        bot.library.remove("fire")
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for piece in (b"Xylograph", b"Zanzibarian", packed[20:60]):
        assert piece not in held


def test_a_damaged_version_is_never_quoted_and_is_named_by_the_doctor(folder: Path, tmp_path: Path) -> None:
    with open_bot(folder) as bot:
        bot.add(make_article(FIRST, "fire"))
        bot.add(make_article(SECOND, "fire"))
    with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
        connection.execute("UPDATE versions SET article = substr(article, 1, 60)")
    with open_bot(folder) as bot:
        assert bot.library.check().damage == (
            "version 1 of article fire is not as it was written; restore a backup, or remove the article and add it"
            " again",
        )
        with pytest.raises(LibraryError, match="is damaged"):
            bot.library.versions("fire")
        with pytest.raises(LibraryError, match="left out, as damaged: the earlier versions of fire"):
            bot.library.export(tmp_path / "export.jsonl")
        assert bot.ask(QUESTION).answered
        assert versions_shown(bot, "fire") == ()
        bot.library.remove("fire")
        assert bot.library.check().sound


KILLED = """
import os, sys
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from fakes import HashingEmbedder
from qa_bot import QABot
from qa_bot.library.sqlite import database

def stop(*_):
    os._exit(9)

setattr(database, sys.argv[4], stop)
QABot.open(Path(sys.argv[1]), embedder=HashingEmbedder()).add(Path(sys.argv[2]))
"""


@pytest.mark.parametrize("at", ["write_versions", "take_over", "_claim"])
def test_a_change_that_is_cut_off_leaves_the_old_and_none_of_the_new(folder: Path, story: Path, at: str) -> None:
    with open_bot(folder) as bot:
        bot.add(story)
        (old,) = bot.library.articles()
        bot.library.collect("Fires", old.id)
    change(story)
    tests = str(Path(__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(story), tests, at], env={**os.environ}, check=False
    )
    assert run.returncode == 9
    with open_bot(folder) as bot:
        assert told(bot.library.versions(old.id)) == BOTH[:1]
        assert bot.library.check().sound
        bot.add(story)
        (new,) = bot.library.articles()
        assert told(bot.library.versions(old.id)) == BOTH
        assert bot.library.collections() == {"Fires": (new.id,)}


def test_a_feed_of_changes_costs_no_other_article_anything(bot: QABot) -> None:
    other = make_article("Nothing was ever changed here by anybody.", "other")
    bot.add(other)
    for n in range(3):
        bot.add(make_article(f"{FIRST} Update {n}.", "fire"))
    assert isinstance(bot.article("other"), Article)
    assert [len(bot.library.versions(each)) for each in ("fire", "other")] == [3, 1]
