"""What is printed reaches terminals of any encoding: letters that they have not got are question marks."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest
from fakes import Command

from qa_bot.cli import main
from qa_bot.printing import redraw, say, say_document, say_row

BRIDGE = "Мост через Орлу открыл мэр — “Кэте Мёллер” — за 6 € в 1932 году."


def printed(encoding: str, work: object) -> str:
    """Return what a program prints where output is in `encoding`, as Windows has it by default."""
    code = f"import sys; from qa_bot.printing import *; {work}"
    environment = {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(__file__).parent.parent)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    return (run.stdout + run.stderr).decode(encoding, "replace").replace("\r\n", "\n")


@pytest.mark.server
@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("cp1252", "????: “?” — 6 €\n"),
        ("cp437", "????: ??? ? 6 ?\n"),
        ("latin-1", "????: ??? ? 6 ?\n"),
        ("koi8-r", "Мост: ?К? ? 6 ?\n"),
        ("ascii", "????: ??? ? 6 ?\n"),
        ("utf-8", "Мост: “К” — 6 €\n"),
    ],
)
def test_a_terminal_of_any_encoding_shows_what_it_can(encoding: str, shown: str) -> None:
    text = "Мост: “К” — 6 €"
    assert printed(encoding, f"say({text!r}); say({text!r}, err=True)") == shown * 2


def test_all_that_prints_does() -> None:
    with redirect_stdout(io.TextIOWrapper(written := io.BytesIO(), encoding="cp1252")):
        say(BRIDGE)
        say_row("Мост", "6 €")
        redraw(BRIDGE)  # says nothing, as this is no terminal
    assert written.getvalue().decode("cp1252").splitlines() == [
        "???? ????? ???? ?????? ??? — “???? ??????” — ?? 6 € ? 1932 ????.",
        "????\t6 €",
    ]


def test_a_document_is_utf_8_wherever_it_goes() -> None:
    with redirect_stdout(io.TextIOWrapper(written := io.BytesIO(), encoding="cp1252")):
        say_document(json.dumps({"quote": BRIDGE}, ensure_ascii=False))
    assert json.loads(written.getvalue()) == {"quote": BRIDGE}


def test_commands_on_such_a_terminal_end_as_they_should(command: Command, tmp_path: Path) -> None:
    (tmp_path / "мост.txt").write_text(BRIDGE, encoding="utf-8")
    assert command("add", tmp_path / "мост.txt").code == 0
    for arguments in (["list"], ["ask", "Кто открыл мост через Орлу?"], ["ask", "Кто открыл мост?", "--json"]):
        written = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
        with redirect_stdout(written), suppress(SystemExit):
            main(arguments)
        assert "1932" in written.buffer.getvalue().decode("cp1252", "replace")
