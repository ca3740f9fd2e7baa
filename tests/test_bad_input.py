"""Bad input: one clear line for each, no traceback, and the good files beside it go in."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from fakes import Command
from pypdf import PdfWriter

pytestmark = pytest.mark.slow

GOOD = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."


def pdf(*, password: str | None = None) -> bytes:
    writer, stream = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(stream)
    return stream.getvalue()


BAD_FILES = {
    "empty.txt": (b"", "the file is empty"),
    "zeros.txt": (bytes(5000), ""),
    "zeros.pdf": (bytes(5000), ""),
    "truncated.pdf": (pdf()[:60], ""),
    "encrypted.pdf": (pdf(password="secret"), "password"),
    "blank.pdf": (pdf(), ""),
    "nothing.html": (b"<html><head><title>t</title></head><body><nav>Home</nav><script>x()</script></body></html>", ""),
    "shape.json": (b'{"articles": 3}', ""),
    "broken.json": (b'[{"text": "One"', "line 1"),
    "broken.jsonl": (b'{"text": "One is fine."}\n{"title": "no text"}\n{"text": 5}\nnot json\n', "line 2"),
    "front.md": (b"---\ntitle: [unclosed\npublished: x\n---\nText.", "front matter"),
    "broken.xml": (b"<rss><channel><item>", ""),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_line_and_the_good_one_goes_in(command: Command, tmp_path: Path, name: str) -> None:
    content, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(GOOD)
    run = command("add", tmp_path / name, tmp_path / "good.txt")
    assert run.code == 0
    assert f"failed: {tmp_path}/{name}" in run.err
    assert words in run.err
    assert "Traceback" not in run.err
    assert all(line.startswith("failed: ") for line in run.err.splitlines())
    assert f"\t{tmp_path}/good.txt\n" in command("list").out


@pytest.mark.parametrize("name", [name for name in BAD_FILES if name != "broken.jsonl"])
def test_a_bad_file_alone_has_exit_code_two(command: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name][0])
    run = command("add", tmp_path / name)
    assert (run.code, run.out, run.err.count("\n")) == (2, "1 failed\n", 1)
    assert command("doctor").code == 0


def test_each_bad_line_of_json_lines_is_named_with_its_field(command: Command, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_bytes(BAD_FILES["broken.jsonl"][0])
    run = command("add", tmp_path / "broken.jsonl")
    assert (run.code, run.out) == (0, "1 added, 3 failed\n")
    second, third, fourth = run.err.splitlines()
    assert second.startswith(f"failed: {tmp_path}/broken.jsonl line 2: has no text")
    assert third.startswith(f"failed: {tmp_path}/broken.jsonl line 3: ")
    assert "text" in third
    assert fourth.startswith(f"failed: {tmp_path}/broken.jsonl line 4: ")


def test_a_text_of_200_megabytes_is_not_read(command: Command, tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200_000_000)
    (tmp_path / "good.txt").write_text(GOOD)
    run = command("add", tmp_path / "big.txt", tmp_path / "good.txt")
    assert (run.code, run.out) == (0, "1 added, 1 failed\n")
    assert run.err == (f"failed: {tmp_path}/big.txt: 200 MB is over the limit of 100 MB (QA_BOT_MAX_FILE_MB)\n")


def test_a_missing_path_is_named(command: Command, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    run = command("add", tmp_path / "missing", tmp_path / "good.txt")
    assert (run.code, run.out) == (0, "1 added, 1 failed\n")
    assert run.err.startswith(f"failed: {tmp_path}/missing: there is no such file or folder (looked in ")


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Return the address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def take() -> None:
            try:
                while True:
                    held.append(server.accept()[0])
            except OSError:
                return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/story.html"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)
    for each in held:
        each.close()


def test_an_address_that_does_not_answer_is_given_up(
    command: Command, tmp_path: Path, silent_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    monkeypatch.setenv("QA_BOT_ALLOW_PRIVATE_URLS", "true")
    monkeypatch.setenv("QA_BOT_FETCH_SECONDS", "0.5")
    run = command("add", silent_server, tmp_path / "good.txt")
    assert (run.code, run.out) == (0, "1 added, 1 failed\n")
    assert run.err == f"failed: {silent_server}: no answer within 0.5 s (QA_BOT_FETCH_SECONDS)\n"


def test_a_private_address_is_not_fetched(command: Command, silent_server: str) -> None:
    run = command("add", silent_server)
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert "is an address in a private network; QA_BOT_ALLOW_PRIVATE_URLS=true allows it" in run.err


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("", "qa-bot: the question is empty; type what you want to know\n"),
        (" \n ", "qa-bot: the question is empty; type what you want to know\n"),
        ("why " * 25_000, "qa-bot: the question has 100,000 characters; ask in at most 2,000\n"),
    ],
    ids=["empty", "blank", "100,000 characters"],
)
def test_a_question_that_cannot_be_asked(command: Command, tmp_path: Path, question: str, line: str) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    command("add", tmp_path / "good.txt")
    run = command("ask", question)
    assert (run.code, run.out, run.err) == (2, "", line)


def test_a_question_of_bytes_that_are_not_utf_8_has_no_traceback(command: Command, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    command("add", tmp_path / "good.txt")
    for arguments in (["ask", "why \udcff?"], ["ask", "why \udcff?", "--json"]):
        assert command(*arguments).code in (0, 2)


def test_days_out_of_order_and_an_unknown_source_are_one_line(command: Command, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    command("add", tmp_path / "good.txt")
    swapped = command("ask", "why?", "--after", "2020-01-02", "--before", "2020-01-01")
    assert (swapped.code, swapped.err) == (
        2,
        "qa-bot: no day is both after 2020-01-02 and before 2020-01-01; swap them\n",
    )
    unknown = command("ask", "why?", "--source", "Nobody")
    assert (unknown.code, unknown.err) == (
        2,
        "qa-bot: no article is from 'Nobody'; the sources are: none of them names one\n",
    )


def only_line(command: Command, *arguments: object) -> str:
    """Run the command, which must fail with a single line, and return that."""
    run = command(*arguments)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith("qa-bot: ")
    return run.err


@pytest.fixture
def library(command: Command, folder: Path, tmp_path: Path) -> Path:
    """Return a library with an article in it."""
    (tmp_path / "good.txt").write_text(GOOD)
    assert command("add", tmp_path / "good.txt").code == 0
    return folder


def test_no_library_is_one_line_and_none_is_made(command: Command, folder: Path) -> None:
    for arguments in (["ask", "why?"], ["list"], ["remove", "x"], ["doctor"], ["rebuild"], ["export", "x.jsonl"]):
        assert "there is no library in" in only_line(command, *arguments)
    assert not folder.exists()


def test_a_library_that_is_a_file(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "is a file, not the folder of a library" in only_line(command, "list", "--library", tmp_path / "file")
    assert "cannot be written" in only_line(command, "add", tmp_path, "--library", tmp_path / "file" / "library")


def test_a_library_that_cannot_be_written(command: Command, tmp_path: Path) -> None:
    assert "cannot be written" in only_line(command, "add", tmp_path, "--library", "/proc/nothing")


def test_a_library_of_a_newer_version(command: Command, library: Path) -> None:
    with closing(sqlite3.connect(library / "library.db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert "was written by a newer QA Bot (schema 999)" in only_line(command, "list")
    assert "was written by a newer QA Bot (schema 999)" in only_line(command, "rebuild")


def test_a_library_of_another_model(command: Command, library: Path) -> None:
    with closing(sqlite3.connect(library / "library.db")) as connection, connection:
        connection.execute("UPDATE manifest SET value = 'another' WHERE key = 'model'")
    assert "was made with another" in only_line(command, "ask", "why?")
    assert command("rebuild").code == 0
    assert command("ask", "Who opened the bridge?").code == 0


def test_a_damaged_library(command: Command, library: Path) -> None:
    (library / "library.db").write_bytes((library / "library.db").read_bytes()[:5000])
    assert "library.db is damaged" in only_line(command, "list")
    assert "library.db is damaged" in only_line(command, "rebuild")


def test_a_library_that_another_process_has_open(command: Command, library: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from qa_bot.library.folder import FolderLock;"
        "lock = FolderLock(Path(sys.argv[1]), create=False); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(library)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        for arguments in (["list"], ["ask", "why?"], ["add", "x"], ["rebuild"], ["doctor"]):
            assert f"is open in process {process.pid} " in only_line(command, *arguments)
        process.communicate()
    assert command("list").code == 0


@pytest.mark.server
def test_the_installed_command_has_no_traceback(library: Path, tmp_path: Path) -> None:
    """The same through a real process: an error is one line on stderr and exit code 2."""
    program = "import sys; from qa_bot.cli import main; sys.argv[0] = 'qa-bot'; main()"
    result = subprocess.run(
        [sys.executable, "-c", program, "list", "--library", str(tmp_path / "nothing")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error::DeprecationWarning:qa_bot"},
    )
    message = f"there is no library in {tmp_path}/nothing; make one with: qa-bot add PATH --library {tmp_path}/nothing"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"qa-bot: {message}\n")


def test_question_sets_that_do_not_fit_are_named_by_line(command: Command, library: Path, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps({"answers": ["x"]}) + "\n{\n")
    run = command("eval", tmp_path / "set.jsonl")
    assert (run.code, run.out) == (2, "")
    assert "Traceback" not in run.err
    assert f"{tmp_path}/set.jsonl line 1: " in run.err
    assert f"{tmp_path}/set.jsonl line 2: " in run.err
    assert "no such file" in only_line(command, "eval", tmp_path / "missing.jsonl")
