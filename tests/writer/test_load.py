from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from scripted import scripted

from qa_bot.errors import ModelError
from qa_bot.settings import Settings
from qa_bot.writer.load import load_chat, what_leaves

ROOT = Path(__file__).parent.parent.parent
RECIPES = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
LOCAL = "http://127.0.0.1:8080/v1"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_API_KEY", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["", "extractive", "  "])
def test_no_model_is_the_default(name: str) -> None:
    assert load_chat(name, Settings.load()) is None
    assert Settings.load().model == ""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gpt", "'gpt' names no model; write provider:name, for example openai:gpt-5-mini"),
        ("nosuch:model", "LangChain knows no provider 'nosuch'; write provider:name, for example"),
        ("openai:gpt-5-mini", "openai:gpt-5-mini needs an API key: set OPENAI_API_KEY or QA_BOT_MODEL_KEY"),
        ("groq:llama", "groq:llama needs another package: pip install langchain-groq"),
    ],
)
def test_what_is_missing_is_said_in_a_line(name: str, message: str) -> None:
    with pytest.raises(ModelError) as raised:
        load_chat(name, Settings.load())
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_a_server_on_this_machine_needs_no_key_and_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    chat = load_chat("openai:any", Settings.load(model_url=LOCAL, model_seconds=7, model_temperature=0))
    assert chat
    model = chat._model
    assert model.openai_api_key.get_secret_value() == "none"
    assert (model.openai_api_base, model.request_timeout, model.temperature, model.max_retries) == (LOCAL, 7, 0, 0)


def test_a_gateway_gets_the_key_that_is_set_for_it() -> None:
    chat = load_chat("openai:any", Settings.load(model_url="https://gateway.example/v1", model_key="sk-gateway"))
    assert chat
    assert chat._model.openai_api_key.get_secret_value() == "sk-gateway"
    assert "sk-gateway" not in repr(Settings.load(model_key="sk-gateway"))


def test_a_chat_model_of_langchain_is_taken_as_it_is() -> None:
    chat = load_chat(scripted("hello"), Settings.load())
    assert chat
    assert (chat.name, chat.writes_json) == ("scripted:scripted", False)


@pytest.mark.parametrize("recipe", sorted(set(re.findall(r"QA_BOT_MODEL=(\S+?)[`\s]", RECIPES))))
def test_every_recipe_can_be_set_up_or_says_what_to_install(recipe: str) -> None:
    provider = recipe.split(":")[0]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert f"[{provider}]" in RECIPES
    assert any(each.startswith(f"langchain-{provider}") for each in extras[provider])
    if find_spec(f"langchain_{provider}"):
        chat = load_chat(recipe, Settings.load(model_key="sk-test"))
        assert chat
        assert chat.writes_json
    else:
        with pytest.raises(ModelError, match=f"pip install langchain-{provider}"):
            load_chat(recipe, Settings.load())


def test_opening_a_bot_loads_no_part_of_langchain_that_models_need() -> None:
    program = "import sys, qa_bot.bot; print([each for each in ('langchain', 'openai') if each in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("engine", "url", "leaves"),
    [
        ("extractive", "", "Nothing leaves this machine."),
        ("ollama:qwen3:4b", "", "Nothing leaves this machine: the server at http://localhost:11434 gets your question"),
        ("openai:any", LOCAL, f"Nothing leaves this machine: the server at {LOCAL} gets your question"),
        ("openai:gpt-5-mini", "", "Each question sends to openai: your question, at most twelve pieces"),
        (
            "openai:x",
            "https://gateway.example/v1",
            "Each question sends to the server at https://gateway.example/v1: your",
        ),
        ("gpt", "", "Write provider:name"),
    ],
)
def test_what_leaves_the_machine_is_said(engine: str, url: str, leaves: str) -> None:
    assert what_leaves(engine, Settings.load(model_url=url)).startswith(leaves)


def test_a_local_provider_that_is_pointed_elsewhere_is_not_called_local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "ollama.example:11434")
    assert what_leaves("ollama:x", Settings.load()).startswith(
        "Each question sends to the server at ollama.example:11434"
    )
