"""Load settings from arguments or from environment variables that start with QA_BOT_."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from qa_bot.errors import SettingsError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
INT8_MODEL = f"{DEFAULT_MODEL}-int8"
DEFAULT_READER = "packaged"

_ADDRESS = r"^(https?://[^/?#\s]+(/[\w.~-]+)*)?/?$"

_ANSWERING = ("embedder", "reader", "threshold", "unsure_below", "max_quotes")
_PLACES = ("library", "cache", "chroma_url")
_READING = ("max_file_mb", "read_seconds", "max_fetch_mb", "fetch_seconds", "allow_private_urls")
_SERVING = (
    "host",
    "port",
    "public_url",
    "auth",
    "users",
    "session_hours",
    "requests_per_minute",
    "log",
    "log_questions",
    "mcp_token",
)
_WRITING = (
    "model",
    "model_url",
    "model_seconds",
    "model_temperature",
    "model_output",
    "model_followups",
    "unsupported",
)
ELSEWHERE = frozenset((*_PLACES, *_READING, *_SERVING, "model_key"))
"""Settings that bear on no answer: where things lie, what is read and fetched, how the page is served, keys."""

WRITING = frozenset(_WRITING)
"""Settings that bear on answers only where a language model writes them."""

GROUPS = {
    "Where things lie": _PLACES,
    "Answers": _ANSWERING,
    "A language model": (*_WRITING[:2], "model_key", *_WRITING[2:]),
    "Reading and fetching": _READING,
    "Serving the page": _SERVING,
}
"""All settings, as a person looks for them."""


class Settings(BaseSettings):
    """What can be set; each field is also an environment variable, `QA_BOT_THRESHOLD` for `threshold`."""

    model_config = SettingsConfigDict(env_prefix="QA_BOT_", frozen=True, extra="forbid", protected_namespaces=())

    library: Path = Field(Path("library"), description="folder of the library; made when something is added")
    embedder: str = Field(
        DEFAULT_MODEL,
        description="embedding model: the packaged one, the same with -int8, or any of sentence-transformers",
    )
    reader: str = Field(DEFAULT_READER, description="what reads evidence: packaged, the .onnx file of another, or none")
    cache: Path | None = Field(None, description="folder for what can be made again; the user's cache if not set")
    chroma_url: str = Field("", description="Chroma server for the index, http://host:port; else it is in the library")
    threshold: float = Field(0.15, ge=0, le=1, description="confidence below which a question is refused")
    unsure_below: float = Field(0.4, ge=0, le=1, description="confidence below which an answer is called unsure")
    model: str = Field("", description="language model that writes, provider:name")
    model_url: str = Field("", description="base URL of an OpenAI-compatible server")
    model_key: SecretStr | None = Field(
        None, description="API key of the model, where the provider's own variable is not set"
    )
    model_seconds: float = Field(
        60, gt=0, description="time in which the model must have written; then what has been checked stands"
    )
    model_temperature: float | None = Field(
        None,
        ge=0,
        le=2,
        description="0 gives the steadiest answers; the server's own unless set, some refuse to have it set",
    )
    model_output: Literal["auto", "json", "text"] = Field(
        "auto", description="json and auto hold the model to a schema where it can be held, text asks for plain lines"
    )
    model_followups: bool = Field(
        False, description="let the model write standalone questions; the first quotation then waits for it"
    )
    unsupported: Literal["strike", "drop"] = Field(
        "strike", description="strike out or drop what a model wrote and nothing holds"
    )
    max_quotes: int = Field(3, ge=1, le=4, description="most quotations in an answer")
    max_file_mb: float = Field(100, gt=0, description="larger files and requests are refused; calls with JSON at 20")
    read_seconds: float = Field(120, gt=0, description="time of computing in which a file must have been read")
    max_fetch_mb: float = Field(20, gt=0, description="larger web pages are not read")
    fetch_seconds: float = Field(20, gt=0, description="time in which a web page must have arrived")
    allow_private_urls: bool = Field(False, description="also fetch from loopback and private networks")
    host: str = Field("127.0.0.1", description="address the web chat listens on")
    port: int = Field(7860, ge=0, le=65535, description="port the web chat listens on; 0 takes a free one")
    public_url: str = Field("", pattern=_ADDRESS, description="address, with a path if any, at which a proxy serves it")
    auth: SecretStr | None = Field(
        None, description="who may use the web chat, for a quick try: name:password,name:password"
    )
    users: Path | None = Field(
        None, description="file of who may use the web chat: name:hash lines, # begins a comment"
    )
    session_hours: float = Field(12, gt=0, description="hours after which a login ends")
    requests_per_minute: int = Field(
        120, ge=0, description="most of one user or address where others reach the page; 0: any number"
    )
    log: Literal["errors", "json"] = Field(
        "errors", description="json writes a line for each request, answer, addition and login"
    )
    log_questions: bool = Field(False, description="write questions into the log too")
    mcp_token: SecretStr | None = Field(
        None, description="what agents send to `qa-bot mcp --http` as Bearer token; needed where others reach it"
    )

    def agent_token(self) -> str:
        """Return what agents must send, empty if nothing."""
        return self.mcp_token.get_secret_value() if self.mcp_token else ""

    def accounts(self) -> list[tuple[str, str]]:
        """Return names and passwords of who may use the web chat, none if everybody may; raise SettingsError."""
        given = self.auth.get_secret_value() if self.auth else ""
        pairs = [each.strip().partition(":") for each in given.split(",") if each.strip()]
        if not all(name and password for name, _, password in pairs) or (given and not pairs):
            raise SettingsError("setting auth (QA_BOT_AUTH): write it as name:password, several with a comma between")
        return [(name, password) for name, _, password in pairs]

    @classmethod
    def load(cls, **values: Any) -> Settings:  # noqa: ANN401 - each field has its own type
        """Return the settings with `values` (those that are not None) over the environment; raise SettingsError."""
        try:
            return cls(**{name: value for name, value in values.items() if value is not None})
        except ValidationError as error:
            raise SettingsError("; ".join(_line(problem) for problem in error.errors())) from None


def _line(problem: ErrorDetails) -> str:
    name = ".".join(str(part) for part in problem["loc"])
    return f"setting {name} (QA_BOT_{name.upper()}): {problem['msg']}, got {problem['input']!r}"


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, as only it can reach it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listens_on(settings: Settings) -> tuple[str, int]:
    """Return host and port: those that were set, else those that a hosting service names the way Gradio has it."""
    given = settings.model_fields_set
    named = Settings.load(host=os.environ.get("GRADIO_SERVER_NAME"), port=os.environ.get("GRADIO_SERVER_PORT"))
    return (
        settings.host if "host" in given else named.host,
        settings.port if "port" in given else named.port,
    )


def is_private(settings: Settings) -> bool:
    """Say whether this machine alone can reach the page: it listens on loopback, and no proxy hands it on."""
    return is_loopback(listens_on(settings)[0]) and not settings.public_url


def public_host(settings: Settings) -> str | None:
    """Return the host and port under which a proxy serves the page, as browsers write them."""
    return urlsplit(settings.public_url).netloc.lower() or None


def public_path(settings: Settings) -> str:
    """Return the path under which a proxy serves the page, "" where that is the root."""
    return urlsplit(settings.public_url).path.rstrip("/")
