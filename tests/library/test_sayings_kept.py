"""Who says what is found once, kept with the article, made anew with it and gone with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fakes import HashingEmbedder, make_article

from qa_bot import QABot
from qa_bot.errors import LibraryError
from qa_bot.library import rebuild
from qa_bot.library.sqlite.database import Database
from qa_bot.library.sqlite.rows import saying_values, to_sayings
from qa_bot.news import sayings

RAIN = "General Ann Berg came to Orn. “It rains,” Berg said. Tom Holt denied that it had rained in the morning."
SUN = "The sun shines on the harbour of Vell, said Ida Lund, its master."


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


def rows(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        return [row[0] for row in connection.execute("SELECT article_id FROM sayings ORDER BY 1")]


@pytest.fixture
def made(folder: Path) -> Path:
    """Return the folder of a closed library of two articles in which somebody speaks."""
    with QABot.open(folder, embedder=HashingEmbedder()) as bot:
        bot.add(make_article(RAIN, "rain"), make_article(SUN, "sun"))
    return folder


@pytest.mark.parametrize("text", [RAIN, SUN, "Nobody speaks here."])
def test_what_is_said_is_the_same_after_it_was_written_and_read(text: str) -> None:
    article = make_article(text, "a")
    _, spans, _ = saying_values(article)
    assert list(to_sayings(spans, article)) == list(to_sayings(None, article)) == sayings(text)


def test_it_is_kept_with_its_article_and_goes_with_it(made: Path) -> None:
    assert rows(made) == ["rain", "sun"]
    with QABot.open(made, embedder=HashingEmbedder()) as bot:
        assert bot.library.remove("rain")
        bot.add(make_article("Nobody speaks of the sun.", "sun"))
    assert rows(made) == ["sun"]
    with closing(Database(made / "library.db")) as database:
        assert database.sayings("sun") == ()
        assert database.sayings("rain") == ()


def test_a_rebuilt_library_has_it_anew(made: Path) -> None:
    with closing(sqlite3.connect(made / "library.db")) as connection, connection:
        connection.execute("DELETE FROM sayings")
    rebuild(made, HashingEmbedder(), silent)
    assert rows(made) == ["rain", "sun"]


def test_an_older_library_finds_it_when_it_is_asked_for(made: Path) -> None:
    with closing(sqlite3.connect(made / "library.db")) as connection, connection:
        connection.execute("DELETE FROM sayings")
    with closing(Database(made / "library.db")) as database:
        assert list(database.sayings("rain")) == sayings(RAIN)
        assert rows(made) == []
        assert len(database.heard("Berg").passages) == 1
        assert rows(made) == ["rain", "sun"]


def test_who_is_heard_is_told_by_name_and_what_is_denied_is_not_said(made: Path) -> None:
    with closing(Database(made / "library.db")) as database:
        assert database.heard("ann berg").passages == database.heard("General Berg").passages != frozenset()
        assert database.heard("Ida Lund").passages.isdisjoint(database.heard("Berg").passages)
        for nobody in ("Holt", "Orn", "Ida Berg", "\x00", "%"):
            assert database.heard(nobody).passages == frozenset()


def test_places_that_do_not_lie_in_the_text_are_damage(made: Path) -> None:
    with closing(sqlite3.connect(made / "library.db")) as connection, connection:
        connection.execute("UPDATE sayings SET spans = CAST(x'00000000ffffff00' AS BLOB)")
    with closing(Database(made / "library.db")) as database, pytest.raises(LibraryError):
        database.sayings("rain")
