"""What a folder must be to be opened as a library, and what happens to one that is damaged."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest
from fakes import HashingEmbedder, make_article

from qa_bot import QABot, Settings
from qa_bot.errors import LibraryError, LibraryInUseError, ModelMismatchError
from qa_bot.library import Health, Library, rebuild
from qa_bot.library.chroma import ChromaIndex, Embedded
from qa_bot.library.encode import encode_ahead
from qa_bot.library.sqlite.database import Database
from qa_bot.library.sqlite.schema import LIBRARY, SCHEMA_VERSION
from qa_bot.text.passages import CHUNKING

pytestmark = pytest.mark.slow

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."
DATA = Path(__file__).parent / "data"
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."
ANYTHING = Settings.load(threshold=0, max_quotes=1)


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


def open_bot(folder: Path, embedder: HashingEmbedder | None = None, *, repair: bool = False) -> QABot:
    return QABot.open(folder, embedder=embedder or HashingEmbedder(), settings=ANYTHING, repair=repair)


@pytest.fixture
def made(folder: Path) -> Path:
    """Return the folder of a closed library of two articles."""
    with open_bot(folder) as bot:
        bot.add(make_article(BRIDGE, "bridge"), make_article(HARBOUR, "harbour"))
    return folder


def quotes(bot: QABot, question: str = "Who opened the bridge over the Orla?") -> list[str]:
    return [citation.quote for citation in bot.ask(question).citations]


def execute(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
        connection.executescript(sql)


def test_a_library_is_the_same_after_reopening(folder: Path) -> None:
    with open_bot(folder) as bot:
        bot.add(make_article(BRIDGE, "bridge"), make_article(HARBOUR, "harbour"))
        before = [citation.to_dict() for citation in bot.ask("Who opened the bridge over the Orla?").citations]
    with open_bot(folder) as bot:
        assert [citation.to_dict() for citation in bot.ask("Who opened the bridge over the Orla?").citations] == before
        assert [article.id for article in bot.library.articles()] == ["bridge", "harbour"]


def test_closing_twice_does_no_harm_and_a_closed_library_says_so(folder: Path) -> None:
    bot = open_bot(folder)
    bot.close()
    bot.close()
    with pytest.raises(LibraryError, match=r"library\.db is closed; open the library again$"):
        bot.ask("Who opened the bridge?")


def test_there_must_be_a_library_where_none_is_to_be_made(tmp_path: Path) -> None:
    message = f"there is no library in {tmp_path}/x; make one with: qa-bot add PATH --library {tmp_path}/x"
    with pytest.raises(LibraryError) as raised:
        QABot.open(tmp_path / "x", embedder=HashingEmbedder(), create=False)
    assert str(raised.value) == message
    assert not (tmp_path / "x").exists()


def test_a_file_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("notes")
    with pytest.raises(LibraryError) as raised:
        open_bot(tmp_path / "notes")
    assert str(raised.value) == f"{tmp_path}/notes is a file, not the folder of a library; name another with --library"
    assert (tmp_path / "notes").read_text() == "notes"


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(LibraryError, match="holds other files and no library"):
        open_bot(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("folder", [Path("/proc/nothing/library"), Path("/sys/library")])
def test_a_folder_that_cannot_be_written_says_so(folder: Path) -> None:
    with pytest.raises(
        LibraryError, match=rf"^the library {folder} cannot be written \(.+\); check its permissions and the disk$"
    ):
        open_bot(folder)


@pytest.mark.parametrize("name", ["x" * 300, "file/library"])
def test_an_impossible_folder_is_a_library_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError):
        open_bot(tmp_path / name)


def test_a_library_is_opened_once(made: Path) -> None:
    with open_bot(made) as bot:
        with pytest.raises(LibraryInUseError):
            open_bot(made)
        assert quotes(bot) == [BRIDGE]
    with open_bot(made) as bot:
        assert quotes(bot) == [BRIDGE]


def test_another_process_is_told_who_has_the_library(made: Path) -> None:
    program = (
        "import sys; from qa_bot.library.folder import FolderLock; from pathlib import Path;"
        "lock = FolderLock(Path(sys.argv[1]), create=False); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(made)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "open\n"
        with pytest.raises(LibraryInUseError) as raised:
            open_bot(made)
        message = f"the library {made} is open in process {process.pid} (-c); ask there, or close it and try again"
        assert str(raised.value) == message
        process.kill()
    with open_bot(made) as bot:
        assert quotes(bot) == [BRIDGE]


def test_a_failed_opening_lets_go_of_the_folder(made: Path) -> None:
    with pytest.raises(ModelMismatchError):
        open_bot(made, HashingEmbedder(fingerprint="another"))
    open_bot(made).close()


def test_a_newer_schema_is_refused(made: Path) -> None:
    execute(made, "PRAGMA user_version = 999")
    with pytest.raises(LibraryError) as raised:
        open_bot(made)
    assert str(raised.value) == (
        f"{made}/library.db was written by a newer QA Bot (schema 999); update QA Bot to open it"
    )


@pytest.mark.parametrize("schema", [1, 2, 3, 7])
def test_a_library_of_an_older_version_gets_what_it_lacks(folder: Path, schema: int) -> None:
    """The databases were written by the code of their time; `data/README.md` says which."""
    folder.mkdir()
    with ZipFile(DATA / f"library-{schema}.zip") as archive:
        archive.extractall(folder)
    with closing(sqlite3.connect(folder / "library.db")) as old, old:  # that texts are cut otherwise is another matter
        old.execute("UPDATE manifest SET value = ? WHERE key = 'chunking'", (CHUNKING,))
    with open_bot(folder) as bot:
        assert quotes(bot) == [BRIDGE]
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
        bot.add(make_article("The tower of Vell leans to the north since the flood.", "tower"))
        bot.library.remove("harbour")
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
    with closing(Database(folder / "library.db")) as database:
        assert database.search_articles(["bridg", "harbour", "tower"], k=5).keys() == {"bridge", "tower"}
        assert database.manifest()["schema"] == str(SCHEMA_VERSION)
    with closing(sqlite3.connect(folder / "library.db")) as migrated, closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(LIBRARY.script)
        assert described(migrated) == described(fresh)


def described(connection: sqlite3.Connection) -> set[str]:
    """Return the tables with their columns, the indexes and the triggers."""
    made = connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    columns = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
    return {" ".join(row) for row in (*made, *connection.execute(columns))}


@pytest.mark.parametrize("keep", [0, 100, 5000, 30_000])
def test_a_truncated_database_is_named(made: Path, keep: int) -> None:
    database = made / "library.db"
    database.write_bytes(database.read_bytes()[:keep])
    with pytest.raises(LibraryError) as raised:
        open_bot(made)
    assert re.fullmatch(
        rf"{made}/library\.db is damaged \(.+\); restore a backup \(qa-bot restore\) or add an export"
        r" \(qa-bot add\), into a new folder",
        str(raised.value),
    )
    assert database.stat().st_size == keep


def test_a_database_that_is_gone_is_not_taken_for_a_new_one(made: Path) -> None:
    (made / "library.db").unlink()
    with pytest.raises(LibraryError, match=r"library\.db, which holds the articles, is gone; put it back, or restore"):
        open_bot(made)
    assert not (made / "library.db").exists()


def test_a_first_opening_that_was_cut_off_leaves_nothing_in_the_way(folder: Path) -> None:
    folder.mkdir()
    (folder / "library.db.making").write_bytes(b"half of a database")
    with open_bot(folder) as bot:
        bot.add(make_article(BRIDGE, "bridge"))
        assert quotes(bot) == [BRIDGE]
    assert sorted(entry.name for entry in folder.iterdir()) == ["chroma", "left", "library.db", "lock"]


def test_a_database_of_something_else_is_named(made: Path) -> None:
    (made / "library.db").write_bytes(b"This is a letter, not a database. " * 100)
    with pytest.raises(LibraryError, match=r"library\.db is damaged \(file is not a database\)"):
        open_bot(made)


def test_a_deleted_index_is_made_anew_at_opening(made: Path) -> None:
    for file in sorted((made / "chroma").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    (made / "chroma").rmdir()
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
        assert quotes(bot) == [BRIDGE]


@pytest.mark.parametrize("content", [b"garbage " * 1000, None, b""])
def test_a_damaged_index_is_made_anew_at_opening(
    made: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    index = made / "chroma" / "chroma.sqlite3"
    index.write_bytes(index.read_bytes()[:10_000] if content is None else content)
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
        assert quotes(bot) == [BRIDGE]
    assert caplog.messages == ["The search index is missing or not as it was left: it is made anew."]
    open_bot(made).close()
    assert len(caplog.messages) == 1


@pytest.fixture
def grown(folder: Path) -> Path:
    """Return the folder of a closed library so large that Chroma has written its graph, which it does per thousand."""
    text = " ".join(f"{BRIDGE} Number {n} of all." for n in range(1100))
    with open_bot(folder, HashingEmbedder(max_tokens=18)) as bot:
        bot.add(make_article(text, "bridge"))
        assert bot.library.check().passages > 1000
    return folder


@pytest.mark.parametrize(
    ("name", "part"),
    [("header.bin", 0.5), ("link_lists.bin", 0.97), ("data_level0.bin", 0), ("length.bin", 0.5), ("*.pickle", 0.5)],
)
def test_a_graph_cut_short_is_made_anew_before_chroma_reads_it(grown: Path, name: str, part: float) -> None:
    """The first two bring down a process that searches, the third finds wrong neighbours."""
    (file,) = grown.glob(f"chroma/*/{name}")
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * part)])
    with open_bot(grown) as bot:
        assert bot.library.check().sound
        assert quotes(bot)[0].startswith("The bridge over the Orla")


def test_a_small_index_is_not_made_anew_though_chroma_writes_files_when_it_opens_them(
    made: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for asks in (False, True, False, False, True, True):
        with open_bot(made) as bot:
            assert not asks or quotes(bot) == [BRIDGE]
    assert caplog.messages == []


def test_an_index_as_it_was_left_is_not_made_anew(grown: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(4):
        with open_bot(grown) as bot:
            assert quotes(bot)
    assert caplog.messages == []
    with open_bot(grown, repair=True) as bot:
        assert bot.library.check().sound
    assert len(caplog.messages) == 1


@contextmanager
def index_of(folder: Path) -> Iterator[ChromaIndex]:
    """Lend the index of a closed library, and note how its files are left afterwards."""
    store = Embedded(folder / "chroma")
    with closing(Database(folder / "library.db")) as database:
        with closing(store.open(f"passages-{database.manifest()['library']}")) as index:
            yield index
        database.set_manifest({"index_state": store.state()})


def test_an_index_that_was_begun_and_not_filled_is_filled(made: Path) -> None:
    """The index is made before it is noted; a crash between the two must not leave it empty for good."""
    with index_of(made) as index:
        index.clear()
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())


def test_an_index_that_was_told_by_another_database_is_not_taken(made: Path) -> None:
    with index_of(made) as index:
        index.clear()
        index.upsert([1, 2], [HashingEmbedder().embed_query(text) for text in ("another", "one")])
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())


def test_what_a_power_cut_took_from_the_index_is_put_back(made: Path) -> None:
    with index_of(made) as index:
        index.delete([2])
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())


def test_a_file_in_the_place_of_the_index_is_replaced(made: Path) -> None:
    (made / "chroma").rename(made.parent / "elsewhere")
    (made / "chroma").write_text("not an index")
    with open_bot(made) as bot:
        assert bot.library.check().sound


def test_an_index_of_another_library_is_not_used(made: Path, tmp_path: Path) -> None:
    with open_bot(tmp_path / "other") as other:
        other.add(make_article("Nothing here is about either of the two.", "other"))
    (made / "chroma").rename(tmp_path / "old")
    (tmp_path / "other" / "chroma").rename(made / "chroma")
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())


def test_what_a_crash_kept_from_the_index_is_there_after_reopening(made: Path) -> None:
    new = make_article("The tower of Vell leans to the north since the flood.", "tower")
    database = Database(made / "library.db")
    ((_, (passages,)),) = encode_ahead([(new, [new])], HashingEmbedder())
    database.put(new, ["id:tower"], passages)
    database.remove("harbour")
    database.close()
    with open_bot(made) as bot:
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
        assert quotes(bot, "Where does the tower of Vell lean to?")[0] == new.text


def test_the_doctor_finds_and_repairs_what_differs(made: Path) -> None:
    library = Library(made, HashingEmbedder())
    index = library._index
    index.delete([1])
    index.upsert([77], [HashingEmbedder().embed_query("a passage that nobody knows")])
    assert library.check() == Health(articles=2, passages=2, missing=(1,), extra=(77,), damage=())
    assert not library.check().sound
    assert library.repair(silent) == Health(articles=2, passages=2, missing=(), extra=(), damage=())
    library.close()


def test_one_thread_at_a_time_changes_the_index(made: Path) -> None:
    library = Library(made, HashingEmbedder())
    removing = Thread(target=library.remove, args=("harbour",))

    def start_removing(what: str, done: int, total: int | None, /) -> None:
        removing.start()
        removing.join(timeout=0.2)
        assert removing.is_alive()

    library._index.delete([1, 2])
    library.repair(start_removing)
    removing.join()
    assert library.check() == Health(articles=1, passages=1, missing=(), extra=(), damage=())
    library.close()


def test_a_passage_that_only_the_index_knows_is_never_quoted(made: Path) -> None:
    embedder = HashingEmbedder()
    with open_bot(made, embedder) as bot:
        bot._library._index.upsert([77], [embedder.embed_query("Who opened the bridge over the Orla?")])
        assert quotes(bot) == [BRIDGE]


def test_another_model_is_refused_and_a_rebuild_takes_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(BRIDGE)
    (tmp_path / "two.txt").write_text(BRIDGE)
    with open_bot(folder) as bot:
        bot.add(tmp_path / "one.txt", tmp_path / "two.txt", make_article(HARBOUR, "harbour"))
        before = [(article, bot.library.origins(article.id)) for article in bot.library.articles()]
        cited = bot.ask("Who opened the bridge?").citations
    other = HashingEmbedder(fingerprint="another", max_tokens=8)
    with pytest.raises(ModelMismatchError, match=r"was made with hashing-64 .+ but this is another .+ qa-bot rebuild"):
        open_bot(folder, other)
    rebuild(folder, other, silent)
    with open_bot(folder, other) as bot:
        assert [(article, bot.library.origins(article.id)) for article in bot.library.articles()] == before
        assert bot.library.check() == Health(
            articles=2, passages=bot.library.check().passages, missing=(), extra=(), damage=()
        )
        assert bot.library.check().passages > 2
        assert {each.article for each in bot.ask("Who opened the bridge?").citations} == {cited[0].article}
    with pytest.raises(ModelMismatchError):
        open_bot(folder)


def test_an_interrupted_rebuild_leaves_the_library_as_it_was(made: Path) -> None:
    def interrupt(what: str, done: int, total: int | None, /) -> None:
        if done == 1:
            raise KeyboardInterrupt

    other = HashingEmbedder(fingerprint="another")
    with pytest.raises(KeyboardInterrupt):
        rebuild(made, other, interrupt)
    with open_bot(made) as bot:
        assert quotes(bot) == [BRIDGE]
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
    rebuild(made, other, silent)
    with open_bot(made, other) as bot:
        assert quotes(bot) == [BRIDGE]
    assert sorted(entry.name for entry in made.iterdir()) == ["chroma", "left", "library.db", "lock", "replacing"]


def test_the_holder_is_written_while_the_library_is_open(made: Path) -> None:
    with open_bot(made):
        assert set(json.loads((made / "holder").read_text())) == {"pid", "command"}
    assert not (made / "holder").exists()
