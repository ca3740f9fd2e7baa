"""A backup is the library at one moment, in one file, taken while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from fakes import Command, HashingEmbedder, make_article

from qa_bot import QABot, Settings, keeping
from qa_bot.errors import LibraryError
from qa_bot.library import Health, backup, rebuild, restore
from qa_bot.library.sqlite.connections import replace_database

pytestmark = pytest.mark.slow

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."
QUESTION = "Who opened the bridge over the Orla?"


def open_bot(folder: Path) -> QABot:
    return QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0, max_quotes=1))


@pytest.fixture
def made(folder: Path) -> Path:
    """Return the folder of a closed library of two articles, with a file of a visitor and a conversation."""
    with open_bot(folder) as bot:
        bot.add(make_article(BRIDGE, "bridge"), make_article(HARBOUR, "harbour"))
    (folder / "uploads").mkdir()
    (folder / "uploads" / "story.txt").write_text(HARBOUR)
    with closing(sqlite3.connect(folder / "conversations.db")) as connection, connection:
        connection.execute("CREATE TABLE said (what)")
        connection.execute("INSERT INTO said VALUES ('hello')")
    return folder


def test_a_restored_library_answers_as_the_first_did(made: Path, tmp_path: Path) -> None:
    backup(made, tmp_path / "kept.zip")
    restore(tmp_path / "kept.zip", tmp_path / "again")
    with open_bot(made) as first, open_bot(tmp_path / "again") as again:
        assert list(again.library.articles()) == list(first.library.articles())
        assert again.library.origins("bridge") == first.library.origins("bridge")
        assert again.ask(QUESTION).citations == first.ask(QUESTION).citations
        assert again.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
    assert (tmp_path / "again" / "uploads" / "story.txt").read_text() == HARBOUR
    with closing(sqlite3.connect(tmp_path / "again" / "conversations.db")) as connection:
        assert connection.execute("SELECT what FROM said").fetchall() == [("hello",)]
    assert not (tmp_path / "again" / "restoring").exists()


def test_a_backup_holds_all_but_the_index_and_what_is_passing(made: Path, tmp_path: Path) -> None:
    with open_bot(made):
        keeping.backup(tmp_path / "kept.zip", made)
    with ZipFile(tmp_path / "kept.zip") as archive:
        assert archive.namelist() == ["conversations.db", "library.db", "uploads/story.txt"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["kept.zip", "library"]


def test_what_was_removed_is_not_in_a_backup(made: Path, tmp_path: Path) -> None:
    """SQLite keeps the bytes of deleted rows in its file."""
    with open_bot(made) as bot:
        bot.library.remove("harbour")
    backup(made, tmp_path / "kept.zip")
    with ZipFile(tmp_path / "kept.zip") as archive:
        assert b"dredged for the third time" not in archive.read("library.db")


def test_a_backup_in_the_folder_of_the_library_does_not_hold_itself(made: Path) -> None:
    for _ in range(2):
        backup(made, made / "kept.zip")
        with ZipFile(made / "kept.zip") as archive:
            assert archive.namelist() == ["conversations.db", "library.db", "uploads/story.txt"]


def test_every_backup_taken_while_articles_are_added_is_whole(folder: Path, tmp_path: Path) -> None:
    """Each article is there with its passages or not at all, and an article that is replaced is never missing."""
    stop = Event()
    with open_bot(folder) as bot:
        bot.add(make_article(BRIDGE, "bridge"))

        def change() -> None:
            n = 0
            while not stop.is_set():
                n += 1
                bot.add(make_article(f"{BRIDGE} It was mended for the {n}th time.", "bridge"))
                bot.add(make_article(f"{HARBOUR} Number {n} says so.", f"harbour-{n}"))

        changing = Thread(target=change)
        changing.start()
        for n in range(5):
            backup(folder, tmp_path / f"{n}.zip")
        stop.set()
        changing.join()
    for n in range(5):
        restore(tmp_path / f"{n}.zip", tmp_path / f"again-{n}")
        with open_bot(tmp_path / f"again-{n}") as again:
            assert again.library.check().sound
            assert again.library.check().passages == len(list(again.library.articles()))
            assert again.library.article("bridge")
            assert all(each.quote == each.span.of(each.article.text) for each in again.ask(QUESTION).citations)


@pytest.mark.parametrize("inside", ["library.db", "conversations.db", "notes.txt"])
def test_nothing_is_restored_over_what_is_there(made: Path, tmp_path: Path, inside: str) -> None:
    backup(made, tmp_path / "kept.zip")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / inside).write_text("mine")
    with pytest.raises(LibraryError) as raised:
        restore(tmp_path / "kept.zip", tmp_path / "full")
    assert str(raised.value) == f"{tmp_path}/full is not empty; name a new or an empty folder with --library"
    assert (tmp_path / "full" / inside).read_text() == "mine"


@pytest.mark.parametrize("keep", [0, 100, 0.5, 0.999])
def test_a_backup_cut_short_is_refused_and_leaves_nothing(made: Path, tmp_path: Path, keep: float) -> None:
    file = tmp_path / "kept.zip"
    backup(made, file)
    file.write_bytes(file.read_bytes()[: int(keep * file.stat().st_size if keep < 1 else keep)])
    with pytest.raises(LibraryError, match=r"kept\.zip is no backup of a library, or damaged \(.+\); take another$"):
        restore(file, tmp_path / "again")
    restore_again(made, tmp_path)


def restore_again(made: Path, tmp_path: Path) -> None:
    """Show that the folder can be restored to after all."""
    backup(made, tmp_path / "kept.zip")
    restore(tmp_path / "kept.zip", tmp_path / "again")
    with open_bot(tmp_path / "again") as again:
        assert again.library.check().sound


def test_a_bit_that_turned_is_noticed(made: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    backup(made, file)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(LibraryError, match=r"kept\.zip is no backup of a library, or damaged"):
        restore(file, tmp_path / "again")


def test_another_archive_is_no_backup(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("../outside.txt", "x")
    with pytest.raises(
        LibraryError, match=r"other\.zip is no backup of a library; name a file that qa-bot backup wrote"
    ):
        restore(tmp_path / "other.zip", tmp_path / "again")
    assert not (tmp_path / "outside.txt").exists()


def test_a_backup_of_a_newer_version_is_refused(made: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(made / "library.db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    backup(made, tmp_path / "kept.zip")
    with pytest.raises(LibraryError, match=r"written by a newer QA Bot \(schema 999\); update QA Bot to open it"):
        restore(tmp_path / "kept.zip", tmp_path / "again")


def test_a_restoring_that_was_cut_off_is_named_and_run_again(made: Path, tmp_path: Path) -> None:
    backup(made, tmp_path / "kept.zip")
    again = tmp_path / "again"
    (again / "restoring").mkdir(parents=True)
    (again / "restoring" / "plan.json").write_text('["conversations.db", "library.db", "uploads"]')
    (again / "restoring" / "library.db").write_bytes(b"half")
    (again / "conversations.db").write_bytes(b"half")
    with pytest.raises(LibraryError) as raised:
        open_bot(again)
    assert str(raised.value) == f"restoring {again} was cut off; run the same qa-bot restore again"
    restore(tmp_path / "kept.zip", again)
    with open_bot(again) as bot:
        assert bot.library.check().sound


def test_a_folder_of_somebodys_own_called_restoring_is_left_alone(made: Path, tmp_path: Path) -> None:
    backup(made, tmp_path / "kept.zip")
    (tmp_path / "mine" / "restoring").mkdir(parents=True)
    for name in ("restoring/plan.json", "restoring/chapter.txt", "thesis.txt"):
        (tmp_path / "mine" / name).write_text("mine")
    with pytest.raises(LibraryError, match="mine is not empty; name a new or an empty folder"):
        restore(tmp_path / "kept.zip", tmp_path / "mine")
    with pytest.raises(LibraryError, match="mine holds other files and no library"):
        open_bot(tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "mine"
    assert (tmp_path / "mine" / "restoring" / "chapter.txt").read_text() == "mine"


def test_what_somebody_put_beside_an_unfinished_restoring_is_left_alone(made: Path, tmp_path: Path) -> None:
    backup(made, tmp_path / "kept.zip")
    again = tmp_path / "again"
    (again / "restoring").mkdir(parents=True)
    (again / "restoring" / "plan.json").write_text('["library.db"]')
    (again / "thesis.txt").write_text("mine")
    with pytest.raises(LibraryError, match="again is not empty"):
        restore(tmp_path / "kept.zip", again)
    assert (again / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "lock", "restoring/plan.json", "chroma/x", "a\\b"])
def test_an_archive_with_strange_names_is_no_backup(made: Path, tmp_path: Path, name: str) -> None:
    backup(made, tmp_path / "kept.zip")
    with ZipFile(tmp_path / "kept.zip", "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(LibraryError, match="is no backup of a library"):
        restore(tmp_path / "kept.zip", tmp_path / "again")


def test_an_archive_that_unpacks_to_far_too_much_is_not_unpacked(made: Path, tmp_path: Path) -> None:
    backup(made, tmp_path / "kept.zip")
    with ZipFile(tmp_path / "kept.zip", "a", ZIP_DEFLATED) as archive:
        archive.writestr("uploads/zeros", bytes(50_000_000))
    with pytest.raises(LibraryError, match=r"kept\.zip unpacks to 50 MB, which no backup does; take another$"):
        restore(tmp_path / "kept.zip", tmp_path / "again")
    assert not list((tmp_path / "again").rglob("zeros"))


def test_an_encrypted_archive_is_one_line(made: Path, tmp_path: Path) -> None:
    backup(made, tmp_path / "kept.zip")
    content = bytearray((tmp_path / "kept.zip").read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := content.find(sign, start + 1)) >= 0:
            content[start + at] |= 1
    (tmp_path / "kept.zip").write_bytes(content)
    with pytest.raises(LibraryError, match=r"or damaged \(.*encrypted.*\); take another$"):
        restore(tmp_path / "kept.zip", tmp_path / "again")


def test_what_a_killed_backup_left_goes_with_the_next_and_is_in_none(made: Path, tmp_path: Path) -> None:
    (made / "backing-up").mkdir()
    (made / "backing-up" / "copy.db").write_bytes(b"half")
    (tmp_path / "kept.zip.part").write_bytes(b"half")
    backup(made, tmp_path / "kept.zip")
    with ZipFile(tmp_path / "kept.zip") as archive:
        assert archive.namelist() == ["conversations.db", "library.db", "uploads/story.txt"]
    assert not (made / "backing-up").exists()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["kept.zip", "library"]


def test_a_damaged_library_is_not_backed_up(made: Path, tmp_path: Path) -> None:
    database = made / "library.db"
    database.write_bytes(database.read_bytes()[:30_000])
    with pytest.raises(LibraryError, match=r"library\.db is damaged \(.+\); take what can still be read with qa-bot"):
        backup(made, tmp_path / "kept.zip")
    assert not (tmp_path / "kept.zip").exists()


def test_a_rebuild_does_not_replace_a_database_that_somebody_reads(made: Path, tmp_path: Path) -> None:
    """What SQLite has in the log of one database would be taken for that of the other."""
    with closing(sqlite3.connect(made / "library.db")) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM articles").fetchone()
        with open_bot(made) as bot:
            bot.add(make_article("The tower of Vell leans to the north since the flood.", "tower"))
        with pytest.raises(LibraryError, match="could not be finished"):
            rebuild(made, HashingEmbedder(), lambda *_: None)
    rebuild(made, HashingEmbedder(), lambda *_: None)
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=3, passages=3, missing=(), extra=(), damage=())


def test_a_database_whose_log_is_still_there_does_not_take_a_place(tmp_path: Path) -> None:
    for name in ("fresh", "old", "fresh-wal"):
        (tmp_path / name).write_text(name)
    with pytest.raises(LibraryError, match=r"fresh could not be finished; check that the disk is not full"):
        replace_database(tmp_path / "fresh", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "old"


def test_the_commands_say_what_they_did_and_what_is_wrong(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(BRIDGE)
    command("add", tmp_path / "bridge.txt")
    file = tmp_path / "kept.zip"
    assert command("backup", file).out == f"written to {file}\n"
    again = tmp_path / "again"
    run = command("restore", file, "--library", again)
    assert (run.code, run.out) == (0, "restored; its search index is made when it is first opened\n")
    assert BRIDGE[:40] in " ".join(command("ask", QUESTION, "--library", again).out.split())
    for arguments, line in [
        (("restore", file, "--library", again), f"{again} is not empty; name a new or an empty folder with --library"),
        (("restore", file), f"{folder} is not empty; name a new or an empty folder with --library"),
        (("restore", tmp_path / "x.zip", "--library", tmp_path / "y"), f"there is no file {tmp_path}/x.zip; name one"),
        (("backup", tmp_path), f"{tmp_path} is a folder; name a file to write the backup to"),
        (("backup", tmp_path / "no" / "x.zip"), f"{tmp_path}/no/x.zip cannot be written (No such file or directory)"),
        (("backup", file, "--library", tmp_path / "none"), f"there is no library in {tmp_path}/none; make one with"),
    ]:
        run = command(*arguments)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith(f"qa-bot: {line}")
        assert run.err.count("\n") == 1
