"""Two processes on one library: alone on an embedded index, together on a Chroma server, which may die."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from fakes import HashingEmbedder, make_article
from filelock import FileLock

from benchmarks.crash.server import ChromaServer
from qa_bot import QABot, Settings
from qa_bot.errors import LibraryError, LibraryInUseError, SettingsError
from qa_bot.library import Health, Library, backup, rebuild, restore
from qa_bot.library.chroma import Server

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."
TOWER = "The tower of Vell leans to the north since the flood, as everybody who climbs it can feel."
ON_BRIDGE, ON_TOWER = "Who opened the bridge over the Orla?", "Where does the tower of Vell lean to?"

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    running = ChromaServer(tmp_path / "server")
    yield running
    running.kill()


class Other:
    """The other process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, word: str, argument: str = "") -> object:
        assert self._process.stdin
        self._process.stdin.write(json.dumps([word, argument]) + "\n")
        self._process.stdin.flush()
        return self.line()

    def line(self) -> object:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


@contextmanager
def other_process(folder: Path, url: str = "") -> Iterator[Other]:
    program = Path(__file__).with_name("sharing.py")
    with subprocess.Popen(
        [sys.executable, str(program), str(folder), url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        other = Other(process)
        try:
            assert other.line() == "open"
            yield other
        finally:
            process.kill()


def open_bot(folder: Path, url: str = "") -> QABot:
    settings = Settings.load(threshold=0, max_quotes=1, chroma_url=url)
    return QABot.open(folder, embedder=HashingEmbedder(), settings=settings)


def quotes(bot: QABot, question: str) -> list[str]:
    return [citation.quote for citation in bot.ask(question).citations]


def test_an_embedded_library_is_open_in_one_process_and_the_second_is_told(folder: Path) -> None:
    with other_process(folder) as other:
        assert other("add", f"bridge:{BRIDGE}") == "1 added"
        with pytest.raises(LibraryInUseError, match=r"is open in process \d+ \(sharing\.py\); ask there, or close it"):
            open_bot(folder)
        assert other("ask", ON_BRIDGE) == [BRIDGE]
    with open_bot(folder) as bot:
        assert quotes(bot, ON_BRIDGE) == [BRIDGE]


def test_two_processes_on_a_server_see_each_others_changes_at_once(folder: Path, server: ChromaServer) -> None:
    with open_bot(folder, server.url) as bot, other_process(folder, server.url) as other:
        assert other("add", f"bridge:{BRIDGE}") == "1 added"
        assert quotes(bot, ON_BRIDGE) == [BRIDGE]
        bot.add(make_article(TOWER, "tower"))
        assert other("ask", ON_TOWER) == [TOWER]
        changed = BRIDGE.replace("mayor", "queen")
        bot.add(make_article(changed, "bridge"))
        assert other("ask", ON_BRIDGE) == [changed]
        assert other("remove", "tower") == ["tower"]
        assert quotes(bot, ON_TOWER) == [changed]
        assert bot.library.check() == Health(articles=1, passages=1, missing=(), extra=(), damage=())
    assert not (folder / "chroma").exists()


def test_two_processes_may_add_and_remove_at_the_same_time(folder: Path, server: ChromaServer) -> None:
    with open_bot(folder, server.url) as bot, other_process(folder, server.url) as other:

        def add_here() -> None:
            for n in range(20):
                bot.add(make_article(f"{HARBOUR} Number {n} says so.", f"here-{n}"))
                if n % 4 == 0:
                    bot.library.remove(f"here-{n}", f"there-{n}")

        thread = Thread(target=add_here)
        thread.start()
        for n in range(20):
            assert other("add", f"there-{n}:{TOWER} Number {n} feels it.") == "1 added"
            if n % 4 == 1:
                other("remove", f"here-{n}")
        thread.join()
        bot.add()
        assert bot.library.check().sound
        known = {article.id for article in bot.library.articles()}
        assert known >= {f"here-{n}" for n in range(20) if n % 4 > 1} | {f"there-{n}" for n in range(20) if n % 4}
        assert other("check") is True


@pytest.mark.parametrize("what", ["writing", "indexing"])
def test_one_process_at_a_time_writes_and_tells_the_index(folder: Path, server: ChromaServer, what: str) -> None:
    with open_bot(folder, server.url) as bot:
        adding = Thread(target=lambda: bot.add(make_article(BRIDGE, "bridge")))
        with FileLock(folder / what):
            adding.start()
            while what == "indexing" and not bot.library.article("bridge"):
                adding.join(0.05)
            adding.join(0.3)
            assert adding.is_alive()
            assert bot._library.truth.indexed_count() == 0
            assert bool(bot.library.article("bridge")) == (what == "indexing")
        adding.join()
        assert bot.library.check() == Health(articles=1, passages=1, missing=(), extra=(), damage=())


def test_an_embedded_opening_and_a_shared_one_exclude_each_other(folder: Path, server: ChromaServer) -> None:
    with open_bot(folder, server.url), pytest.raises(LibraryInUseError):
        open_bot(folder)
    with open_bot(folder), pytest.raises(LibraryInUseError):
        open_bot(folder, server.url)


def test_a_rebuild_waits_for_nobody_and_says_who_has_the_library(folder: Path, server: ChromaServer) -> None:
    with open_bot(folder, server.url) as bot:
        bot.add(make_article(BRIDGE, "bridge"))
        with pytest.raises(LibraryInUseError):
            rebuild(folder, HashingEmbedder(), lambda *_: None, chroma_url=server.url)
    rebuild(folder, HashingEmbedder(), lambda *_: None, chroma_url=server.url)
    with open_bot(folder, server.url) as bot:
        assert bot.library.check().sound
        assert quotes(bot, ON_BRIDGE) == [BRIDGE]


def test_libraries_on_one_server_stay_apart(tmp_path: Path, server: ChromaServer) -> None:
    with open_bot(tmp_path / "one", server.url) as one, open_bot(tmp_path / "two", server.url) as two:
        one.add(make_article(BRIDGE, "bridge"))
        two.add(make_article(TOWER, "tower"))
        assert quotes(one, ON_TOWER) == [BRIDGE]
    rebuild(tmp_path / "one", HashingEmbedder(), lambda *_: None, chroma_url=server.url)
    with open_bot(tmp_path / "one", server.url) as one, open_bot(tmp_path / "two", server.url) as two:
        assert one.library.check().sound
        assert two.library.check().sound
        assert quotes(two, ON_TOWER) == [TOWER]


def test_a_restored_library_and_the_first_go_their_own_ways(folder: Path, server: ChromaServer, tmp_path: Path) -> None:
    """They number different passages alike."""
    with open_bot(folder, server.url) as first:
        first.add(make_article(BRIDGE, "bridge"))
        backup(folder, tmp_path / "kept.zip")
        restore(tmp_path / "kept.zip", tmp_path / "again")
        with open_bot(tmp_path / "again", server.url) as again:
            first.add(make_article(HARBOUR, "harbour"))
            again.add(make_article(TOWER, "tower"))
            for bot in (first, again):
                assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())


def test_a_library_may_go_to_a_server_and_come_back(folder: Path, server: ChromaServer) -> None:
    with open_bot(folder) as bot:
        bot.add(make_article(BRIDGE, "bridge"))
    with open_bot(folder, server.url) as bot:
        assert bot.library.check().sound
        bot.add(make_article(TOWER, "tower"))
        bot.library.remove("bridge")
    with open_bot(folder) as bot:
        assert bot.library.check() == Health(articles=1, passages=1, missing=(), extra=(), damage=())
        assert quotes(bot, ON_TOWER) == [TOWER]


def test_a_question_waits_while_the_server_is_started_again(folder: Path, server: ChromaServer) -> None:
    with open_bot(folder, server.url) as bot, other_process(folder, server.url) as other:
        bot.add(make_article(BRIDGE, "bridge"))
        server.kill()
        starting = Thread(target=server.start)
        starting.start()
        assert quotes(bot, ON_BRIDGE) == [BRIDGE]
        starting.join()
        assert other("ask", ON_BRIDGE) == [BRIDGE]
        assert bot.library.check().sound


def test_what_is_added_while_the_server_is_gone_is_kept_and_follows(folder: Path, server: ChromaServer) -> None:
    with open_bot(folder, server.url) as bot, other_process(folder, server.url) as other:
        bot.add(make_article(BRIDGE, "bridge"))
        server.kill()
        told = rf"^the Chroma server {server.url} cannot be reached \(.+\); start it and try again: what was added is"
        with pytest.raises(LibraryError, match=told):
            bot.add(make_article(TOWER, "tower"))
        with pytest.raises(LibraryError, match="cannot be reached"):
            open_bot(folder, server.url)
        server.start()
        assert str(bot.add(make_article(TOWER, "tower"))) == "1 unchanged"
        assert bot.library.check() == Health(articles=2, passages=2, missing=(), extra=(), damage=())
        assert other("ask", ON_TOWER) == [TOWER]


def test_a_server_that_lost_its_data_is_told_everything_again(
    folder: Path, server: ChromaServer, tmp_path: Path
) -> None:
    with open_bot(folder, server.url) as bot:
        bot.add(make_article(BRIDGE, "bridge"))
        server.kill()
        (tmp_path / "server").rename(tmp_path / "lost")
        server.start()
        with pytest.raises(LibraryError, match=r"cannot be used \(.+does not exist.*\); open the library again"):
            bot.ask(ON_BRIDGE)
    with open_bot(folder, server.url) as bot:
        assert bot.library.check().sound
        assert quotes(bot, ON_BRIDGE) == [BRIDGE]


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "http://ann:word@host", "http://host/path"])
def test_an_address_that_is_none_is_named_without_its_secrets(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Library(tmp_path, HashingEmbedder(), chroma_url=url)
    assert str(raised.value) == "setting chroma_url (QA_BOT_CHROMA_URL): write it as http://host:port"


def test_something_else_than_chroma_at_the_address_is_an_error(server: ChromaServer) -> None:
    store = Server(server.url)
    with pytest.raises(LibraryError, match=r"^the index on http://127\.0\.0\.1:\d+ cannot be used \(nonsense\)"):
        store.attempt(lambda: (_ for _ in ()).throw(ValueError("nonsense")))
