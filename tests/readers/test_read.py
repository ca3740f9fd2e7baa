import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.errors import ReadError
from qa_bot.read import find, read
from qa_bot.read.kinds import SUFFIXES
from qa_bot.settings import Settings


def only_error(source: str, settings: Settings) -> str:
    (error,) = read(source, settings)
    assert isinstance(error, ReadError)
    return str(error)


def test_an_empty_file_is_named(read_error: Callable[..., str]) -> None:
    assert read_error("a.txt", "") == "a.txt: the file is empty"


def test_too_large_a_file_is_not_opened(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    message = "200 MB is over the limit of 5 MB (QA_BOT_MAX_FILE_MB)"
    assert only_error(str(path), settings) == f"{path}: {message}"


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    pipe = "is not a regular file but a pipe, a socket or a device"
    assert only_error(f"{tmp_path}/folder.txt", settings) == f"{tmp_path}/folder.txt: is a folder, not a file"
    assert only_error(f"{tmp_path}/pipe.txt", settings) == f"{tmp_path}/pipe.txt: {pipe}"
    assert only_error("/dev/zero", settings) == f"/dev/zero: {pipe}"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("/nowhere/a.txt", "/nowhere/a.txt: there is no such file"),
        ("/a\0\x1b\nb", "/a\\x00\\x1b b: cannot be opened: embedded null byte"),
        ("/" + "x" * 300, "/" + "x" * 300 + ": cannot be opened: File name too long"),
    ],
)
def test_a_file_that_cannot_be_opened(settings: Settings, name: str, message: str) -> None:
    assert only_error(name, settings) == message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0)
    assert only_error(f"{tmp_path}/a.txt", settings) == f"{tmp_path}/a.txt: no permission to read it"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "data",
    [
        bytes(1000),
        bytes(range(256)) * 20,
        b"%PDF-1.7\n" + bytes(range(256)),
        b"[" * 5_000,
        b"<a>" * 5_000,
        b'{"text":' * 5_000,
        b"> " * 5_000,
        b"---\n" + b"[" * 5_000 + b"\n---\nx",
        "ürgh".encode("utf-16"),
    ],
)
def test_no_damage_raises(read_back: Callable[..., list[object]], suffix: str, data: bytes) -> None:
    for item in read_back(f"a{suffix}", data):
        if isinstance(item, ReadError):
            assert f"a{suffix}" in str(item)
            assert len(str(item).splitlines()) == 1


def test_find_and_read_fit_together(tmp_path: Path, settings: Settings) -> None:
    for suffix in (".txt", ".md"):
        (tmp_path / f"a{suffix}").write_text("It rained.")
    origins = [found.origin for source in find([tmp_path]).sources for found in read(source, settings)]  # type: ignore[union-attr]
    assert origins == [f"{tmp_path}/a.md", f"{tmp_path}/a.txt"]


def test_importing_the_readers_imports_no_parser() -> None:
    heavy = "{'trafilatura', 'lxml', 'pypdf', 'feedparser', 'httpx', 'yaml', 'markdown_it', 'dateutil', 'pydantic'}"
    code = f"import sys, qa_bot.read; print({heavy} & set(sys.modules) or 'none')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "none\n"
