"""Load the reader that a setting stands for."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

from qa_bot.errors import ModelError, SettingsError
from qa_bot.reading.interface import Reader
from qa_bot.reading.trained import TrainedReader
from qa_bot.settings import DEFAULT_READER

_FOLDER = files("qa_bot.reading")


def load_reader(name: str = DEFAULT_READER) -> Reader | None:
    """Return the packaged reader, the one in a file that `training.export` wrote, or None for `none`.

    Raises SettingsError if there is no such file. A model is loaded at the first question, which raises ModelError if
    it is damaged or no reader.
    """
    if name == "none":
        return None
    if name == DEFAULT_READER:
        card = json.loads((_FOLDER / "reader.json").read_text())
        return TrainedReader(lambda: _packaged(card["sha256"]), f"{card['name']}@{card['sha256'][:12]}")
    file = Path(name).expanduser()
    if not file.is_file():
        raise SettingsError(f"setting reader (QA_BOT_READER): there is no file {file}; name an .onnx file, or none")
    model = file.read_bytes()
    return TrainedReader(lambda: model, f"{file.stem}@{hashlib.sha256(model).hexdigest()[:12]}")


def _packaged(sha256: str) -> bytes:
    model = (_FOLDER / "reader.onnx").read_bytes()
    if hashlib.sha256(model).hexdigest() != sha256:
        raise ModelError("the packaged evidence reader is damaged; install QA Bot again, or set QA_BOT_READER=none")
    return model
