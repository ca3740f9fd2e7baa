"""What all tests share: a closed network, clean settings, embedders, and bots on libraries of their own."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from fakes import CORPUS, STORIES, ClosedNetwork, Command, HashingEmbedder, Run
from fakes import make_article as make_one_article

from qa_bot import QABot, Settings
from qa_bot.cli import main
from qa_bot.models import TransformerEmbedder, load_embedder

# Machines that run tests are shared: how long one example takes says nothing.
hypothesis.settings.register_profile(
    "core", deadline=None, max_examples=40, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("core")

_NETWORK = ClosedNetwork()


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[ClosedNetwork]:
    """Let no test, and nothing that it uses, reach beyond this machine."""
    _NETWORK.is_closed = True
    yield _NETWORK
    _NETWORK.is_closed = False


@pytest.fixture(autouse=True)
def clean_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of the person who runs the tests out of them."""
    for name in [name for name in os.environ if name.startswith("QA_BOT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def embedder() -> TransformerEmbedder:
    """Return the packaged model, loaded."""
    model = load_embedder()
    model.embed_query("ready")
    return model


@pytest.fixture
def hashing_embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def make_article() -> object:
    return make_one_article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the library of a test is."""
    return tmp_path / "library"


@pytest.fixture
def bot(folder: Path, hashing_embedder: HashingEmbedder) -> Iterator[QABot]:
    """Return a bot that answers whatever it is asked: its threshold is zero."""
    with QABot.open(folder, embedder=hashing_embedder, settings=Settings.load(threshold=0)) as opened:
        yield opened


@pytest.fixture
def refusing_bot(folder: Path, hashing_embedder: HashingEmbedder) -> Iterator[QABot]:
    """Return a bot that is never sure enough: its threshold is one."""
    with QABot.open(folder, embedder=hashing_embedder, settings=Settings.load(threshold=1)) as opened:
        yield opened


@pytest.fixture(scope="session")
def seed_bot(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[QABot]:
    """Return a bot with the real model, the settings as they come, and a few stories."""
    with QABot.open(tmp_path_factory.mktemp("seed") / "library", embedder=embedder) as opened:
        opened.add(*STORIES)
        yield opened


@pytest.fixture(scope="session")
def corpus_bot(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[QABot]:
    """Return a bot with the real model and the settings as they come on the sample corpus."""
    with QABot.open(tmp_path_factory.mktemp("corpus") / "library", embedder=embedder) as opened:
        opened.add(CORPUS)
        yield opened


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a sentence-transformers model that loads at once and knows nothing."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    bert = tmp_path_factory.mktemp("tiny") / "bert"
    bert.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,?!"
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (bert / "vocab.txt").write_text("\n".join(vocabulary))
    BertTokenizerFast(vocab=str(bert / "vocab.txt")).save_pretrained(bert)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(bert)
    transformer = Transformer(str(bert), max_seq_length=256)
    folder = bert.parent / "tiny-model"
    SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu").save(str(folder))
    return folder


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], folder: Path, tiny_model: Path
) -> Command:
    """Run qa-bot with these arguments, on a library and a model of the tests, as the installed script does.

    What is `typed` comes from its standard input.
    """
    monkeypatch.setenv("QA_BOT_LIBRARY", str(folder))
    monkeypatch.setenv("QA_BOT_EMBEDDER", str(tiny_model))
    monkeypatch.setenv("QA_BOT_THRESHOLD", "0")

    def run(*arguments: object, typed: str = "") -> Run:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capfd.readouterr()
        try:
            main([str(each) for each in arguments])
            code = 0
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 0 if stopped.code is None else 1
        out, err = capfd.readouterr()
        return Run(code, out, err)

    return run
