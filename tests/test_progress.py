"""Progress bars: in a notebook by itself, elsewhere only when asked for."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from qa_bot.progress import bar, in_notebook, shown, silent

IN_A_NOTEBOOK = """
from qa_bot.progress import in_notebook, shown
assert in_notebook()
showing = shown(None, "articles")
tell = showing.__enter__()
for done in range(3):
    tell("The bridge", done, 3)
"""
AT_THE_END = "_ = showing.__exit__(None, None, None)"


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
def test_in_a_notebook_without_widgets_progress_is_one_line() -> None:
    for ending, line in (("", "2/3 articles  The bridge"), (AT_THE_END, "")):
        notebook = new_notebook(cells=[new_code_cell(IN_A_NOTEBOOK), new_code_cell(ending)])
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
        nbformat.validate(notebook)
        assert [dict(each["data"]) for each in notebook.cells[0].outputs] == [{"text/plain": line}]
        assert notebook.cells[1].outputs == []
