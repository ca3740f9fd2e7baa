"""Settings, from arguments or from environment variables that start with QA_BOT_."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from qa_bot.errors import SettingsError

DEFAULT_MODEL = "all-MiniLM-L6-v2"

ELSEWHERE = frozenset({"library", "max_file_mb", "max_fetch_mb", "fetch_seconds", "allow_private_urls", "host", "port"})
"""Settings that bear on no answer: where things lie, what is read and fetched, how the page is served."""


class Settings(BaseSettings):
    """What can be set; each field is also an environment variable, `QA_BOT_THRESHOLD` for `threshold`."""

    model_config = SettingsConfigDict(env_prefix="QA_BOT_", frozen=True, extra="forbid")

    library: Path = Field(Path("library"), description="folder of the library")
    embedder: str = Field(DEFAULT_MODEL, description="the packaged model, or a sentence-transformers folder or name")
    threshold: float = Field(0.15, ge=0, le=1, description="confidence below which a question is refused")
    max_quotes: int = Field(3, ge=1, le=4, description="most quotations in an answer")
    max_file_mb: float = Field(100, gt=0, description="larger files are not read")
    max_fetch_mb: float = Field(20, gt=0, description="larger web pages are not read")
    fetch_seconds: float = Field(20, gt=0, description="time in which a web page must have arrived")
    allow_private_urls: bool = Field(False, description="also fetch from loopback and private networks")
    host: str = Field("127.0.0.1", description="address the web chat listens on")
    port: int = Field(7860, ge=0, le=65535, description="port the web chat listens on; 0 takes a free one")

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
