import os
from pathlib import Path

import pytest

from qa_bot.read import FoundSources, find
from qa_bot.read.kinds import SUFFIXES
from qa_bot.settings import Settings

KNOWN = " ".join(sorted(SUFFIXES))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "A.MD",
        "sub/c.html",
        "sub/.hidden.txt",
        ".git/d.txt",
        "__pycache__/e.txt",
        "f.xyz",
        "Makefile",
    ):
        (tmp_path / "top" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "top" / name).write_text("x")
    return tmp_path / "top"


def test_a_folder_is_searched_to_the_bottom(folder: Path, settings: Settings) -> None:
    assert find([folder]) == FoundSources(
        sources=(f"{folder}/A.MD", f"{folder}/b.txt", f"{folder}/sub/c.html"),
        skipped=(
            (f"{folder}/Makefile", f"a file without a suffix is not read; what is: {KNOWN}"),
            (f"{folder}/f.xyz", f".xyz is not read; what is: {KNOWN}"),
        ),
    )


def test_what_is_named_is_a_source_whatever_its_suffix(folder: Path, settings: Settings) -> None:
    hidden = folder / "sub" / ".hidden.txt"
    names: list[str | Path] = [f"{folder}/f.xyz", f"{folder}/sub/../b.txt", hidden, folder / "b.txt"]
    listing = find(names)
    assert listing == FoundSources((f"{folder}/f.xyz", f"{folder}/b.txt", f"{folder}/sub/.hidden.txt"))


def test_relative_names_become_absolute(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert find(["b.txt", "./b.txt"]).sources == (f"{folder}/b.txt",)


def test_addresses_are_sources(settings: Settings) -> None:
    assert find([" https://x.org/a ", "HTTP://x.org"]) == FoundSources(("https://x.org/a", "HTTP://x.org"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere/a.txt", f"nowhere/a.txt: there is no such file or folder (looked in {os.getcwd()})"),
        ("ftp://x.org/a", "ftp://x.org/a: ftp addresses are not read, only http and https"),
        ("", "'': is not the name of a file"),
        ("a\0b", "'a\\x00b': is not the name of a file"),
    ],
)
def test_a_name_that_leads_to_nothing_fails(settings: Settings, name: str, message: str) -> None:
    listing = find([name])
    assert (listing.sources, [str(error) for error in listing.failed]) == ((), [message])


def test_links_are_not_followed(folder: Path, settings: Settings) -> None:
    (folder.parent / "secret.txt").write_text("x")
    for name, goal in {"in": "sub", "loop": ".", "out.txt": "../secret.txt", "up": "..", "dead.txt": "gone"}.items():
        (folder / name).symlink_to(goal)
    listing = find([folder])
    assert listing.sources == (f"{folder}/A.MD", f"{folder}/b.txt", f"{folder}/sub/c.html")
    assert {Path(path).name: why for path, why in listing.skipped if not why.endswith(KNOWN)} == {
        "in": "a link to what is in the folder anyway",
        "loop": "a link to what is in the folder anyway",
        "out.txt": "a link that leads out of the folder",
        "up": "a link that leads out of the folder",
        "dead.txt": "a link that leads nowhere",
    }


def test_pipes_and_unprintable_names_are_skipped(tmp_path: Path, settings: Settings) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "bad\udcff.txt").write_text("x")
    assert find([tmp_path]) == FoundSources(
        skipped=(
            (f"{tmp_path}/bad\\udcff.txt", "its name is not valid UTF-8"),
            (f"{tmp_path}/pipe.txt", "not a regular file"),
        )
    )
    (error,) = find([tmp_path / "bad\udcff.txt"]).failed
    assert str(error) == f"{tmp_path}/bad\\udcff.txt: its name is not valid UTF-8: rename it"


def test_a_library_inside_a_folder_is_one_thing_that_is_skipped(tmp_path: Path) -> None:
    story, library = tmp_path / "story.txt", tmp_path / "library"
    (library / "uploads").mkdir(parents=True)
    for file in (story, library / "library.db", library / "uploads" / "old.txt"):
        file.write_text("A story.")
    listing = find([tmp_path])
    assert listing.sources == (str(story),)
    assert listing.skipped == ((str(library), "a library; its articles are in it already"),)
