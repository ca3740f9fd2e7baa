"""What a library survives: kills, a full disk, and files that cannot be written."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import HashingEmbedder, make_article

from benchmarks.crash.__main__ import main
from qa_bot import QABot
from qa_bot.library import Health

pytestmark = pytest.mark.slow

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."

_NOBODY = 65534


@pytest.mark.server
def test_nothing_is_lost_by_kills_and_full_disks(capfd: pytest.CaptureFixture[str]) -> None:
    """A short run of `python -m benchmarks.crash`, which says what is looked at."""
    code = main(["--kills", "6", "--full", "3", "--server", "0", "--articles", "45", "--seed", "7"])
    assert code == 0, capfd.readouterr().out


@pytest.fixture
def reachable() -> Iterator[Path]:
    """Return the folder of a library of one article, in one that other users can reach."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "library"
        with QABot.open(folder, embedder=HashingEmbedder()) as bot:
            bot.add(make_article(BRIDGE, "bridge"))
        yield folder


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (".", r"the library {folder} cannot be written (Permission denied); check its permissions and the disk"),
        (
            "library.db",
            "{folder}/library.db: attempt to write a readonly database; check that the folder can be written and the"
            " disk is not full",
        ),
        (
            "chroma",
            "the index {folder}/chroma cannot be made anew (Permission denied); check its permissions and the disk",
        ),
    ],
)
def test_a_library_that_cannot_be_written_says_so_and_is_as_it_was(reachable: Path, name: str, line: str) -> None:
    """Permissions do not bind root, who becomes nobody for it."""
    paths = [reachable, *reachable.rglob("*")]
    shut = [path for path in paths if path == reachable / name or (name == "chroma" and path.parent.name == "chroma")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in shut:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, _NOBODY, _NOBODY)
    program = Path(__file__).with_name("opening.py")
    run = subprocess.run([sys.executable, str(program), str(reachable)], capture_output=True, text=True, check=False)
    assert run.stdout == line.format(folder=reachable) + "\n", run.stderr
    for path, mode in modes.items():
        if path.exists():
            path.chmod(mode)
    with QABot.open(reachable, embedder=HashingEmbedder()) as bot:
        assert bot.library.check() == Health(articles=1, passages=1, missing=(), extra=(), damage=())
