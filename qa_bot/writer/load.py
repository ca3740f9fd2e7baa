"""Set up language models by their names, through LangChain, and say what each gets to see and where that goes."""

from __future__ import annotations

import os
from ipaddress import ip_address
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qa_bot.errors import ModelError
from qa_bot.settings import Settings
from qa_bot.writer.chat import Chat, short
from qa_bot.writer.writer import Writer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EXTRACTIVE = "extractive"
"""The engine that is no model."""

_EXAMPLES = "for example openai:gpt-5-mini, anthropic:claude-haiku-4-5 or ollama:qwen3:4b"


def load_chat(model: str | BaseChatModel, settings: Settings) -> Chat | None:
    """Return the model of that name, `provider:name`, or the one given; None for "extractive" and "".

    Nothing is sent yet. Raises ModelError that says what to install or set.
    """
    if not isinstance(model, str):
        return Chat(model, _name_of(model), settings.model_seconds, settings.model_output)
    name = model.strip()
    if name in ("", EXTRACTIVE):
        return None
    return Chat(_initialised(name, settings), name, settings.model_seconds, settings.model_output)


def _initialised(name: str, settings: Settings) -> BaseChatModel:
    provider, _, rest = name.partition(":")
    if not provider or not rest:
        raise ModelError(f"{name!r} names no model; write provider:name, {_EXAMPLES}")
    os.environ.setdefault("LANGSMITH_TRACING", "false")  # what is asked must not be sent to a third party
    try:
        from langchain.chat_models import init_chat_model
    except ImportError:
        raise ModelError("language models need LangChain: pip install langchain") from None
    try:
        return init_chat_model(rest, model_provider=provider, **_options(provider, settings))  # type: ignore[no-any-return]
    except ImportError as error:
        package = f"langchain-{provider.replace('_', '-')}" if "langchain" not in str(error) else _package(str(error))
        raise ModelError(f"{name} needs another package: pip install {package}") from None
    except ValueError as error:
        if "nsupported" in str(error) or "provider" in str(error):
            raise ModelError(f"LangChain knows no provider {provider!r}; write provider:name, {_EXAMPLES}") from None
        raise ModelError(f"{name} cannot be set up: {short(error)}") from None
    except Exception as error:  # each provider's client has errors of its own
        if any(word in str(error).lower() for word in ("api_key", "api key", "credential")):
            key = f"{provider.upper()}_API_KEY"
            raise ModelError(f"{name} needs an API key: set {key} or QA_BOT_MODEL_KEY") from None
        raise ModelError(f"{name} cannot be set up: {short(error)}") from None


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """Return the arguments of LangChain's standard names; tries and pauses are ours."""
    options: dict[str, Any] = {"timeout": settings.model_seconds, "max_retries": 0}
    if settings.model_temperature is not None:
        options["temperature"] = settings.model_temperature
    if settings.model_key:
        options["api_key"] = settings.model_key.get_secret_value()
    if settings.model_url:
        options["base_url"] = settings.model_url
        if provider == "openai":
            options["stream_usage"] = True
            if "api_key" not in options and is_here(settings.model_url):
                options["api_key"] = "none"  # a server on this machine has no use for the key of another
    return options


def is_here(url: str) -> bool:
    """Say whether an address is one of this machine's own."""
    host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _package(message: str) -> str:
    """Return the package that an error message says to install."""
    words = [word.strip("`'\".,()") for word in message.split()]
    return next((word for word in words if word.startswith("langchain-")), "langchain")


def _name_of(model: BaseChatModel) -> str:
    """Return how an answer names a model that was given as an object."""
    name = getattr(model, "model_name", None) or getattr(model, "model", None)
    kind = type(model).__name__.replace("Chat", "").lower() or "model"
    return f"{kind}:{name}" if isinstance(name, str) and name else kind


class Engines:
    """The language models that may answer, `bot.engines`, and the one in use; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._default: str | BaseChatModel = settings.model
        self._named: dict[str, Writer | None] = {}
        self._lock = Lock()

    def under(self, settings: Settings) -> Engines:
        """Return the same with other settings; the model in use stays, unless they name another."""
        other = Engines(settings)
        if settings.model == self._settings.model:
            other._default = self._default
        return other

    def use(self, engine: str | BaseChatModel) -> None:
        """Answer with this model from now on, or with none ("extractive"); raise ModelError if it cannot be set up."""
        self.writer(engine)
        self._default = engine

    @property
    def name(self) -> str:
        """Return the name of what answers: a model's, or "extractive"; raise ModelError if it cannot be set up."""
        writer = self.writer()
        return writer.chat.name if writer else EXTRACTIVE

    def writer(self, engine: str | BaseChatModel | None = None) -> Writer | None:
        """Return what writes with this model, by default the one in use; None without a model."""
        engine = self._default if engine is None else engine
        if not isinstance(engine, str):
            return self._written_by(engine)
        with self._lock:
            if engine not in self._named:
                self._named[engine] = self._written_by(engine)
            return self._named[engine]

    def problem(self, engine: str) -> str:
        """Try a model and return in a line what is missing for it to answer, "" if nothing is.

        It is sent a few words, none of them of an article or a question.
        """
        try:
            writer = self.writer(engine)
        except ModelError as error:
            return str(error)
        return writer.chat.problem() if writer else ""

    def _written_by(self, engine: str | BaseChatModel) -> Writer | None:
        chat = load_chat(engine, self._settings)
        settings = self._settings
        return Writer(chat, threshold=settings.threshold, unsupported=settings.unsupported) if chat else None


_SEEN = (
    "your question, at most twelve pieces of one or two sentences from the articles, and those articles' titles,"
    " sources and dates"
)
_LOCAL = {"ollama": "http://localhost:11434"}
_ADDRESSES = {"ollama": ("OLLAMA_HOST",), "openai": ("OPENAI_API_BASE", "OPENAI_BASE_URL")}
"""Where providers' own variables name a server, and where they look without."""


def what_leaves(engine: str, settings: Settings, *, is_named: bool = True) -> str:
    """Return what leaves this machine when this engine answers, as docs/models.md has it.

    Of a model that was given as an object, not by the name in the settings, it is not known where it runs: elsewhere.
    """
    provider, _, name = engine.strip().partition(":")
    if engine.strip() in ("", EXTRACTIVE):
        return "Nothing leaves this machine."
    if not name and is_named:
        return "Write provider:name, for example ollama:qwen3:4b."
    named = filter(None, map(os.environ.get, _ADDRESSES.get(provider, ())))
    url = (settings.model_url or next(named, _LOCAL.get(provider))) if is_named else None
    where, here = (f"the server at {url}", is_here(url)) if url else (provider, False)
    history = ", and of a follow-up the last questions and answers" if settings.model_followups else ""
    seen = f"{_SEEN}{history}"
    if here:
        return f"Nothing leaves this machine: {where} gets {seen}."
    return f"Each question sends to {where}: {seen}. Nothing else."
