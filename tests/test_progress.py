"""Progress bars: in a notebook by itself, elsewhere only when asked for."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from qa_bot.progress import bar, in_notebook, shown, silent

IN_A_NOTEBOOK = """
import time
from qa_bot.progress import in_notebook, shown
assert in_notebook()
with shown(None, "articles") as tell:
    for done in range(3):
        tell("The bridge", done, 3)
        time.sleep(0.2)
"""


def test_outside_a_notebook_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert not in_notebook()
    with shown(None, "articles") as tell:
        assert tell is silent
        tell("The bridge", 1, 2)
    with bar("articles") as tell:  # stderr is no terminal here
        tell("The bridge", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_what_the_caller_gave_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    with shown(lambda *what: told.append(what), "articles") as tell:
        tell("The bridge", 1, 2)
    assert told == [("The bridge", 1, 2)]


@pytest.mark.server
def test_in_a_notebook_a_bar_shows_by_itself() -> None:
    notebook = new_notebook(cells=[new_code_cell(IN_A_NOTEBOOK)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    nbformat.validate(notebook)
    assert {each["name"] for each in notebook.cells[0].outputs} == {"stderr"}
    said = "".join(each["text"] for each in notebook.cells[0].outputs)
    assert "The bridge" in said
    assert "2/3" in said
    assert "Warning" not in said
