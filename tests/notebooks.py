"""Run the notebooks of examples/ as a person does, in a kernel of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

QUICKSTART = Path(__file__).parent.parent / "examples" / "quickstart.ipynb"
_SECONDS = 600


def run(path: Path) -> Any:  # noqa: ANN401 - notebooks are untyped
    """Return the notebook with the outputs of a run from its beginning; an error in a cell is raised.

    What only passes by on a screen, such as a progress bar, is not kept.
    """
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [each for each in cell.outputs if not _passes_by(each)]
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def _passes_by(output: Any) -> bool:  # noqa: ANN401
    return output.get("name") == "stderr" or output.get("data") == {"text/plain": ""}


def write(notebook: Any, path: Path) -> None:  # noqa: ANN401
    """Write the notebook in the one way it is kept in."""
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def outputs(notebook: Any) -> list[list[tuple[str, str]]]:  # noqa: ANN401
    """Return each cell's outputs as pairs of kind and text, with decimals rounded off, which differ by machine."""
    return [
        [
            (kind, re.sub(r"\d+\.\d+", "#", "".join(text)))
            for each in cell.get("outputs", [])
            for kind, text in sorted(
                {**each.get("data", {}), **({"stream": each["text"]} if "text" in each else {})}.items()
            )
        ]
        for cell in notebook.cells
    ]
