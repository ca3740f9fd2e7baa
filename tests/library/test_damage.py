"""A damaged library gives right answers or one line; never a wrong quotation, never a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fakes import HashingEmbedder, make_article

from benchmarks.crash.damage import Outcome, flip, made, outcomes
from qa_bot import QABot, Settings
from qa_bot.errors import LibraryError

pytestmark = pytest.mark.slow

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."
QUESTION = "Who opened the bridge over the Orla?"


def open_bot(folder: Path) -> QABot:
    return QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0, max_quotes=1))


@pytest.fixture
def two(folder: Path) -> Path:
    """Return the folder of a closed library of two articles."""
    with open_bot(folder) as bot:
        bot.add(make_article(BRIDGE, "bridge"), make_article(HARBOUR, "harbour"))
    return folder


def write(folder: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
        connection.execute(sql, values)


def test_a_text_that_has_changed_is_never_quoted(two: Path) -> None:
    with open_bot(two) as bot:
        write(two, "UPDATE articles SET text = replace(text, 'six', 'ten') WHERE id = 'bridge'")
        with pytest.raises(LibraryError, match=r"library\.db is damaged \(article bridge is not as it was written\)"):
            bot.ask(QUESTION)
        assert not bot.library.check().sound
        assert bot.library.check().damage == ("article bridge is not as it was written; add it again",)


def test_a_damaged_article_is_mended_by_adding_it_again_or_removed(two: Path) -> None:
    write(two, "UPDATE articles SET text = replace(text, 'six', 'ten') WHERE id = 'bridge'")
    write(two, "UPDATE articles SET title = 'Another' WHERE id = 'harbour'")
    with open_bot(two) as bot:
        assert len(bot.library.check().damage) == 2
        assert bot.add(make_article(BRIDGE, "bridge")).replaced == ("bridge",)
        assert bot.library.remove("harbour") == ["harbour"]
        assert bot.library.check().sound
        assert [each.quote for each in bot.ask(QUESTION).citations] == [BRIDGE]


def test_an_export_leaves_out_what_is_damaged_and_says_so(two: Path, tmp_path: Path) -> None:
    write(two, "UPDATE articles SET text = replace(text, 'six', 'ten') WHERE id = 'bridge'")
    with (
        open_bot(two) as bot,
        pytest.raises(LibraryError, match=r"1 articles .* as damaged: bridge$"),
    ):
        bot.library.export(tmp_path / "articles.jsonl")
    assert HARBOUR in (tmp_path / "articles.jsonl").read_text()


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("UPDATE passages SET vector = zeroblob(length(vector)) WHERE id = 1", "passage 1 is not as it was written"),
        ("UPDATE passages SET spans = x'0100000009000000' WHERE id = 1", "passage 1 is not as it was written"),
        ("UPDATE keywords_content SET c1 = 'other words' WHERE id = 1", "malformed"),
        ("DROP TABLE to_index", "to_index is missing"),
        ("DROP TABLE manifest", "manifest is missing"),
        ("DELETE FROM manifest WHERE key = 'model'", "the manifest lacks model"),
        ("PRAGMA user_version = -3", "no schema is -3"),
        ("PRAGMA user_version = 2", "already exists"),
    ],
)
def test_what_changed_while_nobody_had_the_library_open_is_noticed_when_it_is_opened(
    two: Path, sql: str, line: str
) -> None:
    write(two, sql)
    with pytest.raises(LibraryError, match=rf"library\.db is damaged \(.*{line}"):
        open_bot(two)


def test_the_files_of_another_database_are_named(two: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(two / "library.db")) as connection:
        connection.executescript(
            "CREATE TABLE other (x)" + "".join(f"; DROP TABLE IF EXISTS {name}" for name in ("articles", "origins"))
        )
    with pytest.raises(LibraryError, match=r"library\.db is damaged \(articles"):
        open_bot(two)


def test_bytes_changed_anywhere_give_right_answers_or_one_line(tmp_path: Path) -> None:
    library = made(tmp_path / "library", articles=4)
    counts = outcomes(library, tmp_path / "work", times=10, seed=3, harms=flip)
    assert not counts[Outcome.WRONG], counts
    assert sum(counts.values()) == 10


OPEN = """
import sys
from fakes import HashingEmbedder
from qa_bot import QABot, Settings
with QABot.open(sys.argv[1], embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
    print(bot.ask(sys.argv[2]).citations[0].article.id)
"""


def test_an_index_whose_faults_are_no_text_ends_no_process(two: Path) -> None:
    """Chroma cannot say what is wrong with it, and its native core ends the process for that."""
    file = two / "chroma" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes().replace(b"CREATE TABLE databases", b"CREATE TABL\xb7 databases"))
    command = [sys.executable, "-c", OPEN, two, QUESTION]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(("tests", *filter(None, sys.path)))}
    opened = subprocess.run(command, capture_output=True, text=True, env=path, check=False)
    assert (opened.returncode, opened.stdout) == (0, "bridge\n")
