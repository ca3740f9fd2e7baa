"""Every `python -m` command that the documentation names is there and says how it is used."""

from __future__ import annotations

import re
import runpy
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "training" / "README.md", *(ROOT / "docs").glob("*.md")]
COMMANDS = sorted(
    {name for page in PAGES for name in re.findall(r"python -m ((?:training|benchmarks)\.\w+)", page.read_text())}
)


def test_there_are_commands_to_try() -> None:
    assert {"benchmarks.quality", "training.train"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_documented_command_says_how_it_is_used(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    found = find_spec(name)
    assert found
    ran = name if found.submodule_search_locations is None else f"{name}.__main__"
    monkeypatch.delitem(sys.modules, ran, raising=False)  # another test may have imported it
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(name, run_name="__main__")
    assert ended.value.code == 0
    assert "usage:" in capsys.readouterr().out.lower()
